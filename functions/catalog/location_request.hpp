#pragma once
// What callers say about locations. InvalidInput in Backstage's words.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/location_store.hpp"
#include "functions/kit/http.hpp"
#include "shared/catalog/query.hpp"

namespace callboard::catalog {

/// catalog.readonly, catalog.defaultLocationConflictStrategy, catalog.allowedLocationTypes.
struct RegistrationSettings {
  bool readonly = false;
  bool refresh_on_conflict = false;  // else an existing location is a Conflict
  std::vector<std::string> allowed_types = {"url"};
};

/// The member `name` of a body, which has to be a text. `path` is where `json` stands in the request.
[[nodiscard]] Result<std::string> RequiredText(const Json& json, std::string_view name,
                                               std::string_view path = "request/body");

/// {type, target, presence?} and nothing else; `path` as above.
[[nodiscard]] Result<SourceLocation> LocationInput(const Json& json, std::string_view path = "request/body");

/// Whether a location of this type may be registered.
[[nodiscard]] Status CheckType(const SourceLocation& location, const RegistrationSettings& settings);

/// A flag as npm's "yn" reads it: y, yes, true, 1 and on in any case.
[[nodiscard]] bool IsYes(std::string_view text);

/// One page of registered locations, in the order of ids. `text` is what the filter came from.
struct LocationQuery {
  std::size_t limit = 1000;
  std::string after_id;
  std::optional<Json> text;
  Filter filter;
};

/// From a body {limit?, query?} or {cursor}.
[[nodiscard]] Result<LocationQuery> LocationQueryFrom(const Json& body);

/// {items, totalItems, pageInfo}
[[nodiscard]] Json LocationPage(const LocationQuery& query, std::vector<RegisteredLocation> locations);

[[nodiscard]] Json JsonFromRegistered(const RegisteredLocation& registered);

}  // namespace callboard::catalog
