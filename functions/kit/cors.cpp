#include "functions/kit/cors.hpp"

#include <algorithm>

namespace callboard::kit {
namespace {

constexpr std::string_view kMaxAgeSeconds = "600";

}  // namespace

bool IsPreflight(const Request& request) {
  return request.method == "OPTIONS" && !Header(request, "origin").empty() &&
         !Header(request, "access-control-request-method").empty();
}

void AddCors(const CorsSettings& settings, const Request& request, Response& response) {
  if (settings.origins.empty()) return;
  // Said to everybody, since a cache may hand the answer for one origin to another.
  response.headers.emplace("Vary", "Origin");
  const std::string_view origin = Header(request, "origin");
  const bool any = std::ranges::contains(settings.origins, "*");
  if (origin.empty() || (!any && !std::ranges::contains(settings.origins, origin))) return;
  // Credentials go to origins that are named only: "*" with them would let every page act as the user.
  const bool named = std::ranges::contains(settings.origins, origin);
  response.headers.emplace("Access-Control-Allow-Origin", named ? origin : "*");
  if (named && settings.credentials) response.headers.emplace("Access-Control-Allow-Credentials", "true");
  if (!IsPreflight(request)) return;
  std::string methods;
  for (const std::string& method : settings.methods) methods += (methods.empty() ? "" : ",") + method;
  response.headers.emplace("Access-Control-Allow-Methods", methods);
  response.headers.emplace("Access-Control-Max-Age", kMaxAgeSeconds);
  if (const std::string_view wanted = Header(request, "access-control-request-headers"); !wanted.empty()) {
    response.headers.emplace("Access-Control-Allow-Headers", wanted);
  }
}

}  // namespace callboard::kit
