#pragma once
// The patterns of catalog.rules.

#include <string_view>

namespace callboard::catalog {

/// As minimatch matches with the options nocase and dot: `*`, `?`, `[…]` and `+(a|b)` within a part between slashes,
/// `**` for any number of parts, `{a,b}`, and `!` in front for the contrary.
[[nodiscard]] bool MatchesPattern(std::string_view target, std::string_view pattern);

}  // namespace callboard::catalog
