#pragma once
// Which other origins' pages may call.

#include <string>
#include <vector>

#include "functions/kit/http.hpp"

namespace callboard::kit {

/// backend.cors: origins that may call from a browser; "*" for any. Empty means the same origin only.
struct CorsSettings {
  std::vector<std::string> origins;
  std::vector<std::string> methods = {"GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"};
  bool credentials = false;
};

/// A browser's question whether it may send a request that another page asked for.
[[nodiscard]] bool IsPreflight(const Request& request);

/// Adds what the settings allow the request's Origin.
void AddCors(const CorsSettings& settings, const Request& request, Response& response);

}  // namespace callboard::kit
