#pragma once
// Times and durations as people say them.

#include <optional>
#include <string>
#include <string_view>

namespace callboard::views {

/// Seconds since 1970 of a time in UTC ("2026-11-25T08:00:00.123Z"); nothing when it is none.
[[nodiscard]] std::optional<double> SecsFromIso(std::string_view text);

/// "3 minutes ago", "in 2 hours", "just now". Both in seconds since 1970.
[[nodiscard]] std::string RelativeTime(double secs, double now_secs);
/// "2026-11-25 08:00 UTC".
[[nodiscard]] std::string ExactTime(double secs);
/// "41 ms", "2.3 s", "4 min".
[[nodiscard]] std::string DurationText(double millisecs);

}  // namespace callboard::views
