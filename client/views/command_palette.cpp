#include "client/views/command_palette.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "client/views/entity_link.hpp"
#include "client/views/entity_search.hpp"
#include "client/views/kind_text.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

constexpr std::size_t kMostEntities = 8;
constexpr std::size_t kMostRecent = 5;

struct PalettePage {
  std::string_view label;
  std::string_view href;
  ui::Icon icon;
};
constexpr std::array kPages = {
    PalettePage{"Home", "/", ui::Icon::Home}, PalettePage{"Catalog", "/catalog", ui::Icon::Catalog},
    PalettePage{"APIs", "/api-docs", ui::Icon::Api},
    PalettePage{"Owned by me", "/catalog?filters[kind]=all&filters[user]=owned", ui::Icon::User},
    PalettePage{"Settings", "/settings", ui::Icon::Settings}};

struct PaletteAction {
  std::string_view label;
  ui::Icon icon;
  store::Command command;
};

std::vector<PaletteAction> Actions() {
  return {{"Use the light theme", ui::Icon::Eye, store::ChooseTheme{store::ThemeChoice::Light}},
          {"Use the dark theme", ui::Icon::Eye, store::ChooseTheme{store::ThemeChoice::Dark}},
          {"Use the theme of the system", ui::Icon::Eye, store::ChooseTheme{store::ThemeChoice::System}},
          {"Sign out", ui::Icon::SignOut, store::SignOut{}}};
}

/// Every word of `text` begins a word of the label.
bool Fits(std::string_view label, std::string_view text) {
  const std::string haystack = " " + ToLowerAscii(label);
  const std::string needles = ToLowerAscii(text);
  return std::ranges::all_of(Split(needles, ' '),
                             [&](std::string_view word) { return haystack.contains(" " + std::string(word)); });
}

PaletteItem ItemOf(const store::AppState& state, const model::Entity& entity) {
  const EntityLink link = LinkTo(entity);
  PaletteItem item{.label = link.text, .detail = KindLabel(link.kind), .href = link.href, .icon = KindIcon(link.kind)};
  const catalog::Index& index = *store::IndexOf(state);
  if (const auto id = index.FindByRef(link.ref)) {
    const std::vector<catalog::Edge> edges = index.Edges(*id);
    for (const EntityLink& owner : LinksOf(state, edges, "ownedBy", {.kind = "group"}))
      item.detail += std::format(" · {}", owner.text);
  }
  return item;
}

void AddRecent(const store::AppState& state, PaletteData& data) {
  for (const std::string& ref : state.settings.visited) {
    if (data.items.size() == kMostRecent) return;
    const model::Entity entity = ReplicaEntity(state, ref);
    if (entity.document.is_object()) data.items.push_back(ItemOf(state, entity));
  }
}

void AddEntities(const store::AppState& state, std::string_view text, PaletteData& data) {
  const catalog::Index* const index = store::IndexOf(state);
  if (index == nullptr) return;
  for (const catalog::EntityId id : SearchEntities(*index, text, store::kAnyKind, kMostEntities).best)
    data.items.push_back(ItemOf(state, {ParseJson(index->Document(id)).value_or(Json())}));
}

void AddPages(std::string_view text, PaletteData& data) {
  for (const PalettePage& page : kPages) {
    if (Fits(page.label, text))
      data.items.push_back({.label = std::string(page.label), .href = std::string(page.href), .icon = page.icon});
  }
}

void AddActions(std::string_view text, PaletteData& data) {
  for (PaletteAction& action : Actions()) {
    if (Fits(action.label, text))
      data.items.push_back(
          {.label = std::string(action.label), .icon = action.icon, .command = std::move(action.command)});
  }
}

void Take(ui::Frame& frame, const PaletteItem& item, PaletteLocal& local, store::CommandQueue& commands) {
  if (item.command) {
    commands.Push(*item.command);
  } else {
    frame.GoTo(item.href);
  }
  local.open = false;
}

void DrawItem(ui::Frame& frame, const PaletteItem& item, PaletteLocal& local, store::CommandQueue& commands) {
  const auto list_item = frame.ListItem();
  const auto row = frame.Row({.wrap = false});
  if (!item.command) {
    frame.Link(item.label, item.href, {.icon = item.icon});
  } else if (frame.Button(item.label, {.kind = ui::ButtonKind::Quiet, .icon = item.icon})) {
    Take(frame, item, local, commands);
  }
  if (!item.detail.empty()) frame.Text(item.detail, ui::TextStyle::Small);
}

}  // namespace

PaletteData BuildPalette(const store::AppState& state, std::string_view text) {
  PaletteData data;
  const std::string_view wanted = TrimSpace(text);
  data.shows_recent = wanted.empty();
  if (data.shows_recent) {
    AddRecent(state, data);
    AddPages("", data);
    return data;
  }
  AddPages(wanted, data);
  AddEntities(state, wanted, data);
  AddActions(wanted, data);
  data.items.push_back({.label = std::format("Search everything for \"{}\"", wanted),
                        .href = store::UrlFromRoute(store::SearchRoute(std::string(wanted))),
                        .icon = ui::Icon::Search});
  return data;
}

void DrawPalette(ui::Frame& frame, const PaletteData& data, PaletteLocal& local, store::CommandQueue& commands) {
  const bool just_opened = local.open && !std::exchange(local.was_open, local.open);
  if (just_opened) local.text.clear();
  local.was_open = local.open;
  const auto dialog = frame.Dialog("Go to", local.open, 38);
  if (!dialog) return;
  const auto search = frame.Search("Go to");
  const ui::TextFieldOptions options{
      .placeholder = "An entity, a page or an action", .search = true, .hide_label = true};
  const ui::TextFieldResult field = frame.TextField("Name", local.text, options);
  if (just_opened) frame.TakeFocus();
  if (field.submitted && !data.items.empty()) return Take(frame, data.items.front(), local, commands);
  const auto list = frame.List(data.shows_recent ? "Recent and pages" : "Matches");
  for (const PaletteItem& item : data.items) {
    const auto id = frame.Id(item.href.empty() ? item.label : item.href);
    DrawItem(frame, item, local, commands);
  }
}

}  // namespace callboard::views
