#include "functions/kit/app.hpp"
#include "functions/kit/openapi.hpp"

namespace callboard::kit {
namespace {

using api::RouteRecord;

constexpr RouteRecord kHealth{.name = "GetHealth",
                              .method = "GET",
                              .path = "/healthz",
                              .response = "Health",
                              .summary = "Whether the process runs",
                              .example = "/healthz"};
constexpr RouteRecord kReady{.name = "GetReadiness",
                             .method = "GET",
                             .path = "/readyz",
                             .response = "Health",
                             .summary = "Whether the process can serve",
                             .example = "/readyz"};
constexpr RouteRecord kMetrics{.name = "GetMetrics",
                               .method = "GET",
                               .path = "/metrics",
                               .response = "text",
                               .summary = "Metrics in Prometheus' format",
                               .example = "/metrics"};
constexpr RouteRecord kOpenApi{.name = "GetOpenApi",
                               .method = "GET",
                               .path = "/openapi.json",
                               .response = "OpenApi",
                               .summary = "This document",
                               .example = "/openapi.json"};
constexpr RouteRecord kBackstageLiveness{.name = "GetBackstageLiveness",
                                         .method = "GET",
                                         .path = "/.backstage/health/v1/liveness",
                                         .response = "Health",
                                         .summary = "As /healthz",
                                         .example = "/.backstage/health/v1/liveness"};
constexpr RouteRecord kBackstageReadiness{.name = "GetBackstageReadiness",
                                          .method = "GET",
                                          .path = "/.backstage/health/v1/readiness",
                                          .response = "Health",
                                          .summary = "As /readyz",
                                          .example = "/.backstage/health/v1/readiness"};

/// Answers that are new each time are not to be kept by anybody.
Response Uncached(Response response) {
  response.headers.emplace("Cache-Control", "no-store");
  return response;
}

}  // namespace

void App::AddOwnRoutes(Routes& routes) {
  const Handler alive = [](const Request&) -> Result<Response> { return Uncached(JsonResponse({{"status", "ok"}})); };
  const Handler ready = [this](const Request&) { return Readiness(); };
  routes.push_back({&kHealth, alive});
  routes.push_back({&kBackstageLiveness, alive});
  routes.push_back({&kReady, ready});
  routes.push_back({&kBackstageReadiness, ready});
  routes.push_back({&kMetrics, [this](const Request&) -> Result<Response> {
                      Response response = Uncached({});
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
  if (ready) return Uncached(JsonResponse({{"status", "ok"}}));
  return Uncached(JsonResponse({{"status", "error"}, {"message", ready.error().message}},
                               TraitsOf(ErrorCode::Unavailable).http_status));
}

}  // namespace callboard::kit
