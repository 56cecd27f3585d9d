#pragma once
// Members of documents that others wrote: a member of another type counts as missing.

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/json.hpp"

namespace callboard::catalog {

[[nodiscard]] inline long long IntegerMember(const Json& json, std::string_view key) {
  const Json* const value = FindMember(json, key);
  return value != nullptr && value->is_number_integer() ? value->get<long long>() : 0;
}

[[nodiscard]] inline bool BoolMember(const Json& json, std::string_view key) {
  const Json* const value = FindMember(json, key);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

/// The strings of a list.
[[nodiscard]] inline std::vector<std::string> StringsMember(const Json& json, std::string_view key) {
  std::vector<std::string> texts;
  const Json* const value = FindMember(json, key);
  if (value == nullptr || !value->is_array()) return texts;
  for (const Json& item : *value) {
    if (item.is_string()) texts.push_back(item.get<std::string>());
  }
  return texts;
}

/// The member `key` itself, or null.
[[nodiscard]] inline const Json& MemberOrNull(const Json& json, std::string_view key) {
  static const Json kNull;
  const Json* const value = FindMember(json, key);
  return value == nullptr ? kNull : *value;
}

}  // namespace callboard::catalog
