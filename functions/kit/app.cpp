#include "functions/kit/app.hpp"

#include <algorithm>
#include <exception>
#include <format>

#include "functions/kit/log.hpp"
#include "functions/kit/openapi.hpp"
#include "functions/kit/trace.hpp"
#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

using api::RouteRecord;

constexpr RouteRecord kHealth{"GetHealth", "GET", "/healthz", "", "", "Health", "Whether the process runs", "/healthz"};
constexpr RouteRecord kReady{"GetReadiness", "GET", "/readyz", "", "", "Health", "Whether the process can serve",
                             "/readyz"};
constexpr RouteRecord kMetrics{"GetMetrics", "GET", "/metrics", "", "", "text", "Metrics in Prometheus' format",
                               "/metrics"};
constexpr RouteRecord kOpenApi{"GetOpenApi", "GET",     "/openapi.json", "",
                               "",           "OpenApi", "This document", "/openapi.json"};
constexpr RouteRecord kBackstageLive{
    "GetBackstageLiveness",          "GET", "/.backstage/health/v1/liveness", "", "", "Health", "As /healthz",
    "/.backstage/health/v1/liveness"};
constexpr RouteRecord kBackstageReady{
    "GetBackstageReadiness",          "GET", "/.backstage/health/v1/readiness", "", "", "Health", "As /readyz",
    "/.backstage/health/v1/readiness"};

/// Splits "path?query", and reads both.
void ReadUrl(Request& request) {
  const std::string_view url = request.url;
  const std::size_t question = url.find('?');
  request.path = PercentDecode(url.substr(0, question));
  if (question != std::string_view::npos) request.query = ParseQuery(url.substr(question + 1));
}

std::string_view RawPath(const Request& request) {
  return std::string_view(request.url).substr(0, request.url.find('?'));
}

}  // namespace

App::App(AppOptions options)
    : options_(std::move(options)), router_([this] {
        Routes routes = options_.routes;
        AddOwnRoutes(routes);
        return routes;
      }()) {}

void App::AddOwnRoutes(Routes& routes) {
  const Handler alive = [](const Request&) -> Result<Response> { return JsonResponse({{"status", "ok"}}); };
  const Handler ready = [this](const Request&) { return Readiness(); };
  routes.push_back({&kHealth, alive});
  routes.push_back({&kBackstageLive, alive});
  routes.push_back({&kReady, ready});
  routes.push_back({&kBackstageReady, ready});
  routes.push_back({&kMetrics, [this](const Request&) -> Result<Response> {
                      Response response;
                      response.content_type = "text/plain; version=0.0.4; charset=utf-8";
                      response.body = metrics_.Text();
                      return response;
                    }});
  routes.push_back({&kOpenApi, [this](const Request&) -> Result<Response> {
                      return JsonResponse(OpenApiFromRoutes(router_.All()));
                    }});
}

Result<Response> App::Readiness() const {
  const Status ready = draining_            ? Fail(ErrorCode::Unavailable, "The process is stopping")
                       : options_.readiness ? options_.readiness()
                                            : Status{};
  if (ready) return JsonResponse({{"status", "ok"}});
  return JsonResponse({{"status", "error"}, {"message", ready.error().message}},
                      TraitsOf(ErrorCode::Unavailable).http_status);
}

Result<Response> App::Fallback(const Request& request, const RouteMatch& match) {
  if (!match.other_methods.empty()) {
    Response response = JsonTextResponse("", 405);
    std::string allowed = "OPTIONS";
    for (const std::string_view method : match.other_methods) allowed += std::format(", {}", method);
    response.headers.emplace("Allow", allowed);
    return response;
  }
  const bool is_read = request.method == "GET" || request.method == "HEAD";
  if (options_.fallback && is_read && !request.path.starts_with("/api/")) return options_.fallback(request);
  Response response;
  response.status = 404;
  response.content_type = "text/plain; charset=utf-8";
  return response;
}

Result<Response> App::Handle(const BoundRoute& route, Request& request) {
  if (!route.record->permission.empty() && options_.authenticator) {
    auto principal = options_.authenticator->Authenticate(request);
    if (!principal) return std::unexpected(principal.error());
    request.principal = std::move(*principal);
  }
  return route.handler(request);
}

Response App::Answer(Request& request, std::string& route_label) {
  RouteMatch match = router_.Find(request.method, RawPath(request));
  route_label = match.route == nullptr ? "none" : std::string(match.route->record->path);
  request.path_params = std::move(match.params);
  try {
    auto response = match.route != nullptr ? Handle(*match.route, request) : Fallback(request, match);
    if (response) return std::move(*response);
    if (TraitsOf(response.error().code).log_level >= LogLevel::Warning) {
      Log(TraitsOf(response.error().code).log_level, response.error().message,
          {{"requestId", request.request_id}, {"detail", response.error().detail}, {"path", request.path}});
    }
    return ErrorResponse(response.error(), request);
  } catch (const std::exception& exception) {
    // The last resort: a library threw where it should not. The caller learns nothing of it, the log everything.
    LogError("A handler threw an exception",
             {{"requestId", request.request_id}, {"detail", exception.what()}, {"path", request.path}});
    return ErrorResponse({ErrorCode::Internal, "Internal server error", {}, nullptr}, request);
  }
}

Response App::Dispatch(Request request) {
  const auto began = std::chrono::steady_clock::now();
  metrics_.AddInFlight(1);
  request.request_id = RequestIdFrom(Header(request, "x-request-id"));
  request.trace_parent = TraceParentFrom(Header(request, "traceparent"));
  request.deadline = began + options_.handler_deadline;
  ReadUrl(request);
  std::string route_label = "preflight";
  const bool preflight = request.method == "OPTIONS";
  Response response = preflight ? NoContent() : Answer(request, route_label);
  AddCors(request, response);
  Finalise(request, response);
  response.headers.emplace("X-Request-Id", request.request_id);
  response.headers.emplace("X-Content-Type-Options", "nosniff");
  const auto duration = std::chrono::steady_clock::now() - began;
  metrics_.AddInFlight(-1);
  metrics_.CountRequest(route_label, request.method, response.status, duration);
  LogAccess(request, response, route_label, duration);
  return response;
}

void App::AddCors(const Request& request, Response& response) const {
  const std::string_view origin = Header(request, "origin");
  if (origin.empty() || options_.cors.origins.empty()) return;
  const auto& origins = options_.cors.origins;
  const bool any = std::ranges::contains(origins, "*");
  if (!any && !std::ranges::contains(origins, origin)) return;
  response.headers.emplace("Access-Control-Allow-Origin",
                           any && !options_.cors.credentials ? "*" : std::string(origin));
  response.headers.emplace("Vary", "Origin");
  if (options_.cors.credentials) response.headers.emplace("Access-Control-Allow-Credentials", "true");
  if (request.method != "OPTIONS") return;
  std::string methods;
  for (const std::string& method : options_.cors.methods) methods += (methods.empty() ? "" : ",") + method;
  response.headers.emplace("Access-Control-Allow-Methods", methods);
  response.headers.emplace("Access-Control-Max-Age", "600");
  if (const std::string_view wanted = Header(request, "access-control-request-headers"); !wanted.empty()) {
    response.headers.emplace("Access-Control-Allow-Headers", wanted);
  }
}

void App::LogAccess(const Request& request, const Response& response, std::string_view route,
                    std::chrono::nanoseconds duration) const {
  Log(route == kReady.path || route == kHealth.path ? LogLevel::Debug : LogLevel::Info, "request",
      {{"method", request.method},
       {"url", request.url},
       {"route", route},
       {"status", response.status},
       {"durationMs", std::chrono::duration<double, std::milli>(duration).count()},
       {"bytes", response.body.size()},
       {"remote", request.remote_address},
       {"user", request.principal.entity_ref},
       {"requestId", request.request_id},
       {"traceId", TraceIdOf(request.trace_parent)}});
}

Response ErrorResponse(const Error& error, const Request& request) {
  const ErrorTraits& traits = TraitsOf(error.code);
  const std::string_view mount = MountOf(RawPath(request));
  Response response =
      JsonResponse({{"error", {{"name", traits.backstage_name}, {"message", error.message}}},
                    {"request", {{"method", request.method}, {"url", request.url.substr(mount.size())}}},
                    {"response", {{"statusCode", traits.http_status}}}},
                   traits.http_status);
  if (error.code == ErrorCode::Unavailable) response.headers.emplace("Retry-After", "2");
  return response;
}

}  // namespace callboard::kit
