#pragma once
// Routes as records: the dispatcher, the client's calls, the OpenAPI page and the contract tests are made from them.

#include <cstdint>
#include <string_view>

namespace callboard::api {

/// Whose credentials a route takes, beside the permission that it needs.
enum class Callers : std::uint8_t { Everyone, Services };

/// `path` has parameters in braces ("/api/catalog/entities/by-uid/{uid}"); a last "{name...}" takes the rest of the
/// path. `permission` is the Backstage permission that the caller needs, or "" when none. `request` and `response` name
/// schema types
/// ("" for no body), `example` is a path and query that works on the example organisation.
struct RouteRecord {
  std::string_view name;
  std::string_view method;
  std::string_view path;
  std::string_view permission;
  std::string_view request;
  std::string_view response;
  std::string_view summary;
  std::string_view example;
  Callers callers = Callers::Everyone;
};

}  // namespace callboard::api
