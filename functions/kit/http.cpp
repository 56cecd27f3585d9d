#include "functions/kit/http.hpp"

#include <algorithm>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

constexpr char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool HeaderLess::operator()(std::string_view a, std::string_view b) const {
  return std::ranges::lexicographical_compare(a, b, {}, Lower, Lower);
}

std::string_view Header(const Request& request, std::string_view name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::optional<std::string_view> QueryValue(const Request& request, std::string_view key) {
  for (const auto& [name, value] : request.query) {
    if (name == key) return value;
  }
  return std::nullopt;
}

std::vector<std::string_view> QueryValues(const Request& request, std::string_view key) {
  std::vector<std::string_view> values;
  for (const auto& [name, value] : request.query) {
    if (name == key) values.emplace_back(value);
  }
  return values;
}

std::string_view PathParam(const Request& request, std::string_view key) {
  const auto found = request.path_params.find(key);
  return found == request.path_params.end() ? std::string_view{} : std::string_view(found->second);
}

Result<Json> JsonBody(const Request& request) {
  auto json = ParseJson(request.body);
  if (json) return json;
  // The words of Node's parser for the commonest case, a body that was cut short; clients show them to people.
  const auto at_end = std::ranges::count(request.body, '{') + std::ranges::count(request.body, '[') >
                      std::ranges::count(request.body, '}') + std::ranges::count(request.body, ']');
  if (at_end || TrimSpace(request.body).empty()) return Fail(ErrorCode::InvalidInput, "Unexpected end of JSON input");
  return Fail(ErrorCode::InvalidInput, "The request body is " + json.error().message);
}

QueryParams ParseQuery(std::string_view text) {
  QueryParams params;
  if (text.empty()) return params;
  for (const std::string_view pair : Split(text, '&')) {
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    const std::string_view value = equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
    params.emplace_back(PercentDecode(pair.substr(0, equals), true), PercentDecode(value, true));
  }
  return params;
}

Response JsonResponse(const Json& json, int status) {
  return JsonTextResponse(DumpJson(json), status);
}

Response JsonTextResponse(std::string text, int status) {
  Response response;
  response.status = status;
  response.body = std::move(text);
  return response;
}

Response NoContent() {
  Response response;
  response.status = 204;
  response.content_type.clear();
  return response;
}

}  // namespace callboard::kit
