#pragma once
// Everything between a socket and a handler: who calls, deadlines, errors, etags, compression, CORS, logs and metrics.

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "functions/kit/authenticator.hpp"
#include "functions/kit/clock.hpp"
#include "functions/kit/http.hpp"
#include "functions/kit/metrics.hpp"
#include "functions/kit/router.hpp"

namespace callboard::kit {

/// backend.cors: origins that may call from a browser; "*" for any. Empty means the same origin only.
struct CorsSettings {
  std::vector<std::string> origins;
  std::vector<std::string> methods = {"GET", "HEAD", "PUT", "POST", "DELETE"};
  bool credentials = false;
};

struct AppOptions {
  Routes routes;
  std::shared_ptr<Authenticator> authenticator;  // null: nobody is asked who they are
  std::shared_ptr<Clock> clock = std::make_shared<SystemClock>();
  CorsSettings cors;
  std::chrono::milliseconds handler_deadline = std::chrono::seconds(30);
  std::function<Status()> readiness;  // asked by /readyz; its error is the reason
  Handler fallback;                   // answers GETs that no route takes (the portal's pages); null: 404
};

/// Answers requests. Stateless but for metrics; safe to use from many threads.
///
/// Beside the given routes: /healthz, /readyz, /metrics, /openapi.json and Backstage's
/// /.backstage/health/v1/{readiness,liveness}. Errors become Backstage's JSON bodies, with the URL relative to where
/// the function is mounted.
class App {
 public:
  explicit App(AppOptions options);

  /// `request` has method, url, headers, body and remote_address; the rest is filled in here. Never throws.
  Response Dispatch(Request request);

  /// From now on /readyz says 503: the process is about to stop.
  void StartDraining() { draining_ = true; }

  [[nodiscard]] Metrics& GetMetrics() { return metrics_; }

 private:
  Response Answer(Request& request, std::string& route_label);
  Result<Response> Handle(const BoundRoute& route, Request& request);
  Result<Response> Fallback(const Request& request, const RouteMatch& match);
  void AddOwnRoutes(Routes& routes);
  Result<Response> Readiness() const;
  void AddCors(const Request& request, Response& response) const;
  void LogAccess(const Request& request, const Response& response, std::string_view route,
                 std::chrono::nanoseconds duration) const;

  AppOptions options_;
  Router router_;
  Metrics metrics_;
  std::atomic<bool> draining_ = false;
};

/// Backstage's error body: {"error": {name, message}, "request": {method, url}, "response": {statusCode}}.
[[nodiscard]] Response ErrorResponse(const Error& error, const Request& request);

/// Compresses the body (or stream) as the caller takes it, and answers 304 when the caller has it already.
void Finalise(const Request& request, Response& response);

}  // namespace callboard::kit
