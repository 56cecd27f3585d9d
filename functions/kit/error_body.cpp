#include "functions/kit/error_body.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "functions/kit/router.hpp"

namespace callboard::kit {
namespace {

constexpr std::string_view kRetryAfterSeconds = "2";

/// The names that Express gives these.
constexpr std::array<std::pair<int, std::string_view>, 9> kRefusals = {{
    {400, "InputError"},
    {405, "MethodNotAllowedError"},
    {408, "RequestTimeoutError"},
    {412, "PreconditionFailedError"},
    {413, "PayloadTooLargeError"},
    {414, "URITooLongError"},
    {415, "UnsupportedMediaTypeError"},
    {431, "RequestHeaderFieldsTooLargeError"},
    {505, "HTTPVersionNotSupportedError"},
}};

Response Describe(int status, std::string_view name, std::string_view message, const Request& request) {
  const std::string_view url = request.url;
  return JsonResponse({{"error", {{"name", name}, {"message", message}}},
                       {"request", {{"method", request.method}, {"url", url.substr(MountOf(url).size())}}},
                       {"response", {{"statusCode", status}}}},
                      status);
}

}  // namespace

Response ErrorResponse(const Error& error, const Request& request) {
  const ErrorTraits& traits = TraitsOf(error.code);
  Response response = Describe(traits.http_status, traits.backstage_name, error.message, request);
  if (error.code == ErrorCode::Unavailable) response.headers.emplace("Retry-After", kRetryAfterSeconds);
  return response;
}

Response RefusalResponse(int status, std::string_view message, const Request& request) {
  const auto* const found = std::ranges::find(kRefusals, status, &std::pair<int, std::string_view>::first);
  return Describe(status, found == kRefusals.end() ? "InputError" : found->second, message, request);
}

}  // namespace callboard::kit
