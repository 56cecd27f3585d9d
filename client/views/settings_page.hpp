#pragma once
// /settings: how the portal looks here, who is signed in, and which portal this is.

#include <string>
#include <vector>

#include "client/store/command.hpp"
#include "client/views/entity_link.hpp"

namespace callboard::views {

struct SettingsPageData {
  std::string title;
  store::ThemeChoice theme = store::ThemeChoice::System;
  std::string user_name;
  EntityLink user;
  std::vector<EntityLink> ownership;
  std::string portal_title;
  std::string organization;
  std::string version;  // "" when the portal does not say
  std::size_t entity_count = 0;
};

struct SettingsPageLocal {};

[[nodiscard]] store::Needs NeedsSettingsPage(const store::Route& route);
[[nodiscard]] SettingsPageData BuildSettingsPageData(const store::AppState& state, const store::Route& route);
void DrawSettingsPage(ui::Frame& frame, const SettingsPageData& data, SettingsPageLocal& local,
                      store::CommandQueue& commands);

}  // namespace callboard::views
