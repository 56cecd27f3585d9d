#pragma once
// The fields that lists, tables and searches use, which are indexed at once; all others follow when they are asked for.

#include <algorithm>
#include <array>
#include <string_view>

namespace callboard::catalog {

inline constexpr std::string_view kUidField = "metadata.uid";

/// The fields by which the tables of the client and the clients of the API sort, and the long texts that people search;
/// each costs four bytes an entity. The uid is kept nowhere else.
inline constexpr std::array<std::string_view, 11> kColumnFields = {
    kUidField,   "kind",       "metadata.name", "metadata.namespace",       "metadata.title",      "spec.lifecycle",
    "spec.type", "spec.owner", "spec.system",   "spec.profile.displayname", "metadata.description"};

/// What people see of an entity and search for; their words are kept (docs/adr/005).
inline constexpr std::array<std::string_view, 6> kPeopleFields = {"metadata.name",        "metadata.title",
                                                                  "metadata.description", "metadata.tags",
                                                                  "spec.profile.email",   "spec.profile.displayname"};

/// Whether a field is indexed at once: these, what lies below them (members of the tags), and what they lie below.
/// `path` is folded.
[[nodiscard]] constexpr bool IsCoreField(std::string_view path) {
  const auto is_below = [](std::string_view below, std::string_view above) {
    return above.empty() || (below.size() > above.size() && below.starts_with(above) && below[above.size()] == '.');
  };
  const auto is_related = [&](std::string_view field) {
    return field == path || is_below(field, path) || is_below(path, field);
  };
  return std::ranges::any_of(kColumnFields, is_related) || std::ranges::any_of(kPeopleFields, is_related);
}

}  // namespace callboard::catalog
