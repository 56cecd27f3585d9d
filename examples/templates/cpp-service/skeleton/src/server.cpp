#include "server.hpp"

{% if values.shape == 'rest' %}
#include <nlohmann/json.hpp>
{% endif %}
#include <string>

#include "log.hpp"

namespace ${{ values.namespace }} {
namespace {

void AddOwnRoutes(httplib::Server& server, ServerState& state) {
  server.Get("/healthz",
             [](const httplib::Request&, httplib::Response& response) { response.set_content("ok\n", "text/plain"); });
  server.Get("/readyz", [&state](const httplib::Request&, httplib::Response& response) {
    response.status = state.ready ? 200 : 503;
    response.set_content(state.ready ? "ready\n" : "draining\n", "text/plain");
  });
  server.Get("/metrics", [&state](const httplib::Request&, httplib::Response& response) {
    response.set_content(state.metrics.Text(), "text/plain; version=0.0.4");
  });
}
{% if values.shape == 'rest' %}

void AddApiRoutes(httplib::Server& server) {
  const std::string pattern = R"(${{ values.basePath }}/greetings/([A-Za-z]{1,40}))";
  server.Get(pattern, [](const httplib::Request& request, httplib::Response& response) {
    const nlohmann::json body = {{"text", "Hello, " + request.matches[1].str()}};
    response.set_content(body.dump(), "application/json");
  });
}
{% endif %}

}  // namespace

void AddRoutes(httplib::Server& server, ServerState& state) {
  AddOwnRoutes(server, state);
{% if values.shape == 'rest' %}
  AddApiRoutes(server);
{% endif %}
  server.set_logger([&state](const httplib::Request& request, const httplib::Response& response) {
    state.metrics.Count("http_requests_total", "code=\"" + std::to_string(response.status) + "\"");
    if (response.status >= 500) LogError("request failed", {{"path", request.path}, {"status", response.status}});
  });
{% if values.shape == 'rest' %}
  server.set_error_handler([](const httplib::Request&, httplib::Response& response) {
    if (!response.body.empty()) return;
    const nlohmann::json problem = {{"title", "Not available"}, {"status", response.status}};
    response.set_content(problem.dump(), "application/problem+json");
  });
{% endif %}
}

}  // namespace ${{ values.namespace }}
