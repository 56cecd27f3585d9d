#pragma once
// The one JSON type of the tree. Keys keep the order in which a file wrote them, so that what people see is what they
// wrote.

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

#include "shared/base/error.hpp"

namespace callboard {

using Json = nlohmann::ordered_json;

/// Parses without throwing; InvalidInput names the byte at which the text stops being JSON, or goes beyond what is
/// taken: 256 levels, since values are copied and written by recursion, and 4,096 members an object, which are searched
/// in turn.
[[nodiscard]] Result<Json> ParseJson(std::string_view text);

/// Compact text; bytes that are not UTF-8 become U+FFFD instead of an error.
[[nodiscard]] std::string DumpJson(const Json& json);

/// The member `key` of an object, or null when there is none or `json` is no object.
[[nodiscard]] const Json* FindMember(const Json& json, std::string_view key);

/// The string at `key`, or "" when it is missing or not a string. The view lives as long as `json`.
[[nodiscard]] std::string_view StringMember(const Json& json, std::string_view key);

/// One part of a JSON pointer (RFC 6901), both ways.
[[nodiscard]] std::string EscapePointerPart(std::string_view part);
[[nodiscard]] std::string UnescapePointerPart(std::string_view part);

}  // namespace callboard
