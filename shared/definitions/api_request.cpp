#include "shared/definitions/api_request.hpp"

#include <algorithm>
#include <format>

#include "shared/base/text.hpp"

namespace callboard::definitions {
namespace {

std::string ValueOf(const ApiInput& input, const ApiParameter& parameter) {
  const auto found = input.values.find(ParameterKey(parameter));
  return found == input.values.end() ? "" : found->second;
}

/// Single quotes keep everything but themselves.
std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

Result<std::string> FillPath(const ApiOperation& operation, const ApiInput& input) {
  std::string path = operation.path;
  for (const ApiParameter& parameter : operation.parameters) {
    if (parameter.in != "path") continue;
    const std::string value = ValueOf(input, parameter);
    if (value.empty())
      return Fail(ErrorCode::InvalidInput, std::format("The path needs a value for {}", parameter.name));
    const std::string place = "{" + parameter.name + "}";
    if (const std::size_t at = path.find(place); at != std::string::npos)
      path.replace(at, place.size(), PercentEncode(value));
  }
  return path;
}

}  // namespace

std::string ParameterKey(const ApiParameter& parameter) {
  return std::format("{}/{}", parameter.in, parameter.name);
}

Result<ApiRequest> MakeRequest(const ApiOperation& operation, const ApiInput& input) {
  std::string_view server = TrimSpace(input.server);
  if (!server.starts_with("https://") && !server.starts_with("http://"))
    return Fail(ErrorCode::InvalidInput, "The address of the server has to begin with https:// or http://");
  while (server.ends_with('/')) server.remove_suffix(1);
  const auto path = FillPath(operation, input);
  if (!path) return std::unexpected(path.error());
  ApiRequest request{.method = operation.method, .url = std::string(server) + *path};
  char separator = request.url.contains('?') ? '&' : '?';
  for (const ApiParameter& parameter : operation.parameters) {
    const std::string value = ValueOf(input, parameter);
    if (value.empty()) continue;
    if (parameter.in == "query") {
      request.url += std::format("{}{}={}", separator, PercentEncode(parameter.name), PercentEncode(value));
      separator = '&';
    } else if (parameter.in == "header") {
      request.headers.emplace_back(parameter.name, value);
    } else if (parameter.in == "cookie") {
      request.headers.emplace_back("Cookie", std::format("{}={}", parameter.name, value));
    }
  }
  const bool may_have_body = operation.method != "GET" && operation.method != "HEAD";
  if (!input.body.empty() && may_have_body) {
    if (!input.media_type.empty()) request.headers.emplace_back("Content-Type", input.media_type);
    request.body = input.body;
  }
  return request;
}

std::string CurlOf(const ApiRequest& request) {
  std::string command = std::format("curl -X {} {}", request.method, Quoted(request.url));
  for (const auto& [name, value] : request.headers)
    command += std::format(" \\\n  -H {}", Quoted(std::format("{}: {}", name, value)));
  if (!request.body.empty()) command += std::format(" \\\n  --data-raw {}", Quoted(request.body));
  return command;
}

}  // namespace callboard::definitions
