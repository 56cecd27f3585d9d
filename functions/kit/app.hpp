#pragma once
// Everything between a socket and a handler: who calls, deadlines, errors, etags, compression, CORS, logs and metrics.

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "functions/kit/authenticator.hpp"
#include "functions/kit/clock.hpp"
#include "functions/kit/cors.hpp"
#include "functions/kit/error_body.hpp"
#include "functions/kit/http.hpp"
#include "functions/kit/metrics.hpp"
#include "functions/kit/router.hpp"

namespace callboard::kit {

struct AppOptions {
  Routes routes;
  std::shared_ptr<Authenticator> authenticator;  // null: nobody is asked who they are
  std::shared_ptr<Clock> clock = std::make_shared<SystemClock>();
  CorsSettings cors;
  std::chrono::milliseconds handler_deadline = std::chrono::seconds(30);
  std::function<Status()> readiness;  // asked by /readyz; its error is the reason
  Handler fallback;                   // answers GETs that no route takes (the portal's pages); null: 404
  std::function<void()> on_drain;     // called once when the process is about to stop, before requests are waited for
};

/// Answers requests. Stateless but for metrics; safe to use from many threads.
///
/// Beside the given routes: /healthz, /readyz, /metrics, /openapi.json and Backstage's
/// /.backstage/health/v1/{readiness,liveness}. Errors become Backstage's JSON bodies, with the URL relative to where
/// the function is mounted.
class App {
 public:
  explicit App(AppOptions options);

  /// `request` has method, url, headers, body and remote_address; the rest is filled in here. Never throws. The answer
  /// of HEAD has the headers of GET, Content-Length included, and no body. An answer that streams is counted and logged
  /// when its stream is destroyed, which has to be before the app is.
  Response Dispatch(Request request);

  /// Answers what never becomes a request: malformed, too large, too slow. `request` has as much as could be read.
  Response Refuse(Request request, int status, std::string_view message);

  /// From now on /readyz says 503: the process is about to stop.
  void StartDraining();

  [[nodiscard]] Metrics& GetMetrics() { return metrics_; }

 private:
  /// `route` is the template for logs and metrics, never the path itself.
  struct Progress {
    std::chrono::steady_clock::time_point began;
    std::string_view route;
  };

  Progress Begin(Request& request);
  void Finish(Request request, const Progress& progress, Response& response);
  void Report(const Request& request, const Progress& progress, int status, std::size_t bytes);
  Response Answer(Request& request, std::string_view& route);
  Result<Response> Handle(const BoundRoute& route, Request& request);
  Result<Response> Fallback(const Request& request, const RouteMatch& match);
  void AddOwnRoutes(Routes& routes);
  Result<Response> Readiness() const;

  AppOptions options_;
  Router router_;
  Metrics metrics_;
  std::atomic<bool> draining_ = false;
};

/// Compresses the body (or stream) as the caller takes it, and answers 304 when the caller has it already.
void Finalise(const Request& request, Response& response);

}  // namespace callboard::kit
