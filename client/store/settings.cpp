#include "client/store/settings.hpp"

#include <algorithm>
#include <array>

namespace callboard::store {
namespace {

constexpr std::array<std::string_view, kThemeChoiceCount> kThemeNames = {"system", "light", "dark",
                                                                         "high-contrast-light", "high-contrast-dark"};

}  // namespace

std::string_view NameOf(ThemeChoice choice) {
  return kThemeNames[static_cast<std::size_t>(choice)];
}

ThemeChoice ThemeChoiceFromName(std::string_view name) {
  const auto found = std::ranges::find(kThemeNames, name);
  if (found == kThemeNames.end()) return ThemeChoice::System;
  return static_cast<ThemeChoice>(found - kThemeNames.begin());
}

Json JsonFromSettings(const Settings& settings) {
  Json starred = Json::array();
  for (const std::string& ref : settings.starred) starred.push_back(ref);
  return {{"theme", NameOf(settings.theme)}, {"starredEntities", std::move(starred)}, {"provider", settings.provider}};
}

Settings SettingsFromJson(const Json& json) {
  Settings settings;
  settings.theme = ThemeChoiceFromName(StringMember(json, "theme"));
  settings.provider = StringMember(json, "provider");
  const Json* const starred = FindMember(json, "starredEntities");
  if (starred == nullptr || !starred->is_array()) return settings;
  for (const Json& ref : *starred) {
    if (ref.is_string()) settings.starred.insert(ref.get<std::string>());
  }
  return settings;
}

}  // namespace callboard::store
