#pragma once
// What one person has set in one browser; kept there, never sent.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/json.hpp"

namespace callboard::store {

/// System follows what the system asks for.
enum class ThemeChoice : std::uint8_t { System, Light, Dark, HighContrastLight, HighContrastDark };
inline constexpr std::size_t kThemeChoiceCount = 5;

/// "system", "light", "dark", "high-contrast-light", "high-contrast-dark".
[[nodiscard]] std::string_view NameOf(ThemeChoice choice);
/// System for a name that is none.
[[nodiscard]] ThemeChoice ThemeChoiceFromName(std::string_view name);

/// A list with its filters, under a name of one's own.
struct SavedView {
  std::string name;
  std::string url;  // a path of the portal with its query
  friend bool operator==(const SavedView&, const SavedView&) = default;
};

struct Settings {
  ThemeChoice theme = ThemeChoice::System;
  std::set<std::string, std::less<>> starred;  // canonical refs
  std::vector<std::string> visited;            // canonical refs, the last one first; see Visit
  std::vector<SavedView> views;                // in the order in which they were saved; each name once
  std::string provider;                        // how this browser signed in last; "" after signing out
};

/// Puts `ref` in front of what was visited; only the latest are kept.
void Visit(Settings& settings, std::string_view ref);

/// Saves the view, or replaces the one of its name.
void SaveView(Settings& settings, SavedView view);

[[nodiscard]] Json JsonFromSettings(const Settings& settings);
/// Anything that cannot be read keeps its default.
[[nodiscard]] Settings SettingsFromJson(const Json& json);

}  // namespace callboard::store
