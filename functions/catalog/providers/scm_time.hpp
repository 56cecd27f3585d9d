#pragma once
// Points in time as the hosts' APIs and the database write them.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace callboard::catalog {

using SystemTime = std::chrono::system_clock::time_point;

/// RFC 3339 with Z or an offset, to the second; nothing for other texts.
[[nodiscard]] std::optional<SystemTime> ParseTime(std::string_view text);

/// "2026-01-31T12:00:00Z"
[[nodiscard]] std::string TimeText(SystemTime time);

}  // namespace callboard::catalog
