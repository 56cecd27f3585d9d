#include "functions/kit/openapi.hpp"

#include <format>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

Json ParametersOf(std::string_view path) {
  Json parameters = Json::array();
  for (std::string_view segment : Split(path, '/')) {
    if (!segment.starts_with('{')) continue;
    segment = segment.substr(1, segment.find_first_of(".}") - 1);
    parameters.push_back({{"name", segment}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  return parameters;
}

Json ContentOf(std::string_view type) {
  return {{"application/json", {{"schema", {{"title", type}}}}}};
}

Json OperationOf(const api::RouteRecord& record) {
  Json operation = {
      {"operationId", record.name}, {"summary", record.summary}, {"parameters", ParametersOf(record.path)}};
  if (!record.request.empty()) operation["requestBody"] = {{"content", ContentOf(record.request)}};
  Json success = {{"description", record.response.empty() ? "Done" : record.response}};
  if (!record.response.empty()) success["content"] = ContentOf(record.response);
  operation["responses"] = {{record.response.empty() ? "204" : "200", std::move(success)},
                            {"default", {{"description", "Error"}, {"content", ContentOf("ErrorResponse")}}}};
  if (!record.permission.empty()) operation["x-permission"] = record.permission;
  if (record.callers == api::Callers::Services) operation["x-callers"] = "services";
  if (!record.example.empty()) operation["x-example"] = record.example;
  return operation;
}

}  // namespace

Json OpenApiFromRoutes(const Routes& routes) {
  Json paths = Json::object();
  for (const BoundRoute& route : routes) {
    if (route.record->method == "*") continue;
    std::string path(route.record->path);
    if (const std::size_t rest = path.find("...}"); rest != std::string::npos) path.erase(rest, 3);
    paths[path][ToLowerAscii(route.record->method)] = OperationOf(*route.record);
  }
  return {{"openapi", "3.1.0"}, {"info", {{"title", "Callboard"}, {"version", "1"}}}, {"paths", std::move(paths)}};
}

}  // namespace callboard::kit
