#include "functions/kit/http.hpp"

#include <algorithm>
#include <format>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

constexpr char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The size of the UTF-8 sequence at the start of `text`, which is not ASCII; 0 when it is malformed, overlong or a
/// surrogate. Source: RFC 3629, 4.
std::size_t SequenceSize(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t size = lead >= 0xF0 && lead <= 0xF4  ? 4
                           : lead >= 0xE0 && lead < 0xF0 ? 3
                           : lead >= 0xC2 && lead < 0xE0 ? 2
                                                         : 0;
  if (size == 0 || text.size() < size) return 0;
  const auto is_continuation = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  if (!std::ranges::all_of(text.substr(1, size - 1), is_continuation)) return 0;
  const auto second = static_cast<unsigned char>(text[1]);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool beyond = (lead == 0xED && second >= 0xA0) || (lead == 0xF4 && second >= 0x90);
  return overlong || beyond ? 0 : size;
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
  const std::string_view type = Header(request, "content-type");
  const bool is_json = type.contains("json");
  if (!is_json && (!type.empty() || request.body.empty())) {
    return Fail(ErrorCode::InvalidInput, std::format("unsupported media type {}", type.empty() ? "undefined" : type));
  }
  auto json = ParseJson(request.body);
  if (json) return json;
  // The words of Node's parser for the commonest case, a body that was cut short; clients show them to people.
  const auto at_end = std::ranges::count(request.body, '{') + std::ranges::count(request.body, '[') >
                      std::ranges::count(request.body, '}') + std::ranges::count(request.body, ']');
  if (at_end || TrimSpace(request.body).empty()) return Fail(ErrorCode::InvalidInput, "Unexpected end of JSON input");
  return Fail(ErrorCode::InvalidInput, "The request body is " + json.error().message);
}

bool IsPlainText(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead == 0) return false;
    if (lead < 0x80) {
      ++at;
      continue;
    }
    const std::size_t size = SequenceSize(text.substr(at));
    if (size == 0) return false;
    at += size;
  }
  return true;
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
