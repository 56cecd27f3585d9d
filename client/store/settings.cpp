#include "client/store/settings.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace callboard::store {
namespace {

constexpr std::array<std::string_view, kThemeChoiceCount> kThemeNames = {"system", "light", "dark",
                                                                         "high-contrast-light", "high-contrast-dark"};

constexpr std::size_t kMostVisited = 20;

std::vector<std::string> RefsAt(const Json& json, std::string_view key) {
  std::vector<std::string> refs;
  const Json* const list = FindMember(json, key);
  if (list == nullptr || !list->is_array()) return refs;
  for (const Json& ref : *list) {
    if (ref.is_string()) refs.push_back(ref.get<std::string>());
  }
  return refs;
}

std::vector<SavedView> ViewsAt(const Json& json, std::string_view key) {
  std::vector<SavedView> views;
  const Json* const list = FindMember(json, key);
  if (list == nullptr || !list->is_array()) return views;
  for (const Json& item : *list) {
    SavedView view{std::string(StringMember(item, "name")), std::string(StringMember(item, "url"))};
    if (!view.name.empty() && view.url.starts_with('/')) views.push_back(std::move(view));
  }
  return views;
}

}  // namespace

std::string_view NameOf(ThemeChoice choice) {
  return kThemeNames[static_cast<std::size_t>(choice)];
}

ThemeChoice ThemeChoiceFromName(std::string_view name) {
  const auto found = std::ranges::find(kThemeNames, name);
  if (found == kThemeNames.end()) return ThemeChoice::System;
  return static_cast<ThemeChoice>(found - kThemeNames.begin());
}

void Visit(Settings& settings, std::string_view ref) {
  std::erase(settings.visited, ref);
  settings.visited.insert(settings.visited.begin(), std::string(ref));
  if (settings.visited.size() > kMostVisited) settings.visited.resize(kMostVisited);
}

void SaveView(Settings& settings, SavedView view) {
  const auto known = std::ranges::find(settings.views, view.name, &SavedView::name);
  if (known == settings.views.end()) {
    settings.views.push_back(std::move(view));
  } else {
    *known = std::move(view);
  }
}

Json JsonFromSettings(const Settings& settings) {
  Json views = Json::array();
  for (const SavedView& view : settings.views) views.push_back({{"name", view.name}, {"url", view.url}});
  return {{"theme", NameOf(settings.theme)},
          {"starredEntities", settings.starred},
          {"visitedEntities", settings.visited},
          {"views", std::move(views)},
          {"provider", settings.provider}};
}

Settings SettingsFromJson(const Json& json) {
  Settings settings;
  settings.theme = ThemeChoiceFromName(StringMember(json, "theme"));
  settings.provider = StringMember(json, "provider");
  settings.starred = RefsAt(json, "starredEntities") | std::ranges::to<std::set<std::string, std::less<>>>();
  settings.views = ViewsAt(json, "views");
  settings.visited = RefsAt(json, "visitedEntities");
  return settings;
}

}  // namespace callboard::store
