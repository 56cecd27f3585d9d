#include "client/views/settings_page.hpp"

#include <array>

#include "client/views/entity_list_filter.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

using store::ThemeChoice;

struct ThemeLabel {
  ThemeChoice theme;
  std::string_view label;
};
constexpr std::array kThemes = {ThemeLabel{ThemeChoice::System, "Same as the system"},
                                ThemeLabel{ThemeChoice::Light, "Light"}, ThemeLabel{ThemeChoice::Dark, "Dark"},
                                ThemeLabel{ThemeChoice::HighContrastLight, "High contrast, light"},
                                ThemeLabel{ThemeChoice::HighContrastDark, "High contrast, dark"}};

void DrawTheme(ui::Frame& frame, ThemeChoice current, store::CommandQueue& commands) {
  const auto card = frame.Card("Appearance");
  std::vector<ui::SelectOption> options;
  for (const ThemeLabel& theme : kThemes)
    options.push_back({std::string(store::NameOf(theme.theme)), std::string(theme.label)});
  std::string chosen(store::NameOf(current));
  if (frame.RadioGroup("Theme", chosen, options)) commands.Push(store::ChooseTheme{store::ThemeChoiceFromName(chosen)});
}

void DrawIdentity(ui::Frame& frame, const SettingsPageData& data, store::CommandQueue& commands) {
  const auto card = frame.Card("Identity");
  {
    const auto row = frame.Row();
    frame.Avatar(data.user_name);
    frame.Text(data.user_name, ui::TextStyle::Strong);
  }
  const std::array items = {
      ui::KeyValue{"User", [&] { DrawEntityLink(frame, data.user); }},
      ui::KeyValue{"Ownership", [&] { DrawEntityLinks(frame, data.ownership); }},
  };
  frame.KeyValueList(items);
  if (frame.Button("Sign out", {.icon = ui::Icon::SignOut})) commands.Push(store::SignOut{});
}

void DrawPortal(ui::Frame& frame, const SettingsPageData& data) {
  const auto card = frame.Card("Portal");
  std::vector<ui::KeyValue> items;
  const auto add = [&](std::string_view label, const std::string& text) {
    if (!text.empty()) items.push_back({label, [&frame, &text] { frame.Text(text); }});
  };
  const std::string count = std::to_string(data.entity_count);
  add("Title", data.portal_title);
  add("Organisation", data.organization);
  add("Version", data.version);
  add("Entities in the catalog", count);
  frame.KeyValueList(items);
}

}  // namespace

store::Needs NeedsSettingsPage(const store::Route&) {
  return {store::Need{}};
}

SettingsPageData BuildSettingsPageData(const store::AppState& state, const store::Route&) {
  SettingsPageData data{.title = "Settings", .theme = state.settings.theme};
  data.portal_title = store::PortalTitle(state);
  data.organization = store::OrganizationName(state);
  data.version = store::PortalVersion(state);
  if (const catalog::Index* const index = store::IndexOf(state); index != nullptr) data.entity_count = index->Size();
  const store::Session* const session = store::SignedIn(state);
  if (session == nullptr) return data;
  data.user = LinkTo(state, ToLowerAscii(session->user_ref), {.kind = "user"});
  data.user_name = store::SignedInName(state);
  for (const std::string& ref : OwnershipRefs(state)) data.ownership.push_back(LinkTo(state, ToLowerAscii(ref)));
  return data;
}

void DrawSettingsPage(ui::Frame& frame, const SettingsPageData& data, SettingsPageLocal&,
                      store::CommandQueue& commands) {
  frame.Heading(1, data.title);
  const auto grid = frame.Grid(22);
  DrawTheme(frame, data.theme, commands);
  DrawIdentity(frame, data, commands);
  DrawPortal(frame, data);
}

}  // namespace callboard::views
