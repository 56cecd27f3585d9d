#include "client/app/shell.hpp"

#include <algorithm>
#include <array>

#include "client/ui/context.hpp"

namespace callboard::app {
namespace {

struct SidebarLink {
  std::string_view label;
  std::string_view href;
  ui::Icon icon;
};

constexpr std::array kSidebar = {
    SidebarLink{"Home", "/", ui::Icon::Home},
    SidebarLink{"Catalog", "/catalog", ui::Icon::Catalog},
    SidebarLink{"APIs", "/api-docs", ui::Icon::Api},
    SidebarLink{"Graph", "/catalog-graph", ui::Icon::Graph},
    SidebarLink{"Register", "/catalog-import", ui::Icon::Create},
    SidebarLink{"Ingestion", "/ingestion", ui::Icon::Refresh},
    SidebarLink{"Settings", "/settings", ui::Icon::Settings},
};

// Lines longer than this are hard to follow, and tables have what they need.
constexpr float kWidestPageEm = 100;

struct Places {
  float bar = 0;
  float side = 0;
  float margin = 0;
};

bool IsUnder(std::string_view path, std::string_view href) {
  return path == href || (href != "/" && path.starts_with(href) && path[href.size()] == '/');
}

void DrawLinks(ui::Frame& frame, std::string_view path) {
  const auto navigation = frame.Navigation("sidebar nav");
  for (const SidebarLink& link : kSidebar) frame.NavLink(link.label, link.href, link.icon, IsUnder(path, link.href));
}

void DrawSearch(ui::Frame& frame, ShellLocal& local, ShellResult& result, float width_em) {
  const auto search = frame.Search("Portal");
  const auto field =
      frame.TextField("Search", local.search,
                      {.placeholder = "Search the catalog", .search = true, .hide_label = true, .width_em = width_em});
  if (field.submitted) result.search = local.search;
}

void DrawPaletteButton(ui::Frame& frame, ShellResult& result) {
  result.palette = frame.IconButton(ui::Icon::Jump, "Go to", {.shortcut = "Control+K Meta+K"});
  frame.Tooltip("Ctrl+K");
}

void DrawUser(ui::Frame& frame, const ShellData& data, ShellResult& result) {
  if (data.user.empty()) return;
  frame.Avatar(data.user, 1.8F);
  if (const auto menu = frame.Menu("Account", ui::Icon::ChevronDown); menu) {
    result.sign_out = frame.MenuItem("Sign out", ui::Icon::SignOut);
  }
}

void DrawBar(ui::Frame& frame, const ShellData& data, ShellLocal& local, ShellResult& result) {
  const auto header = frame.Header();
  frame.Space(0.65F);
  const auto row = frame.Row({.gap_em = 0.6F, .wrap = false});
  frame.Space(1.2F);
  frame.Link(data.app_title, "/", {.style = ui::TextStyle::Strong, .icon = ui::Icon::Graph, .current = false});
  frame.Spring();
  DrawSearch(frame, local, result, std::clamp(frame.AvailableEm() - 13, 8.F, 26.F));
  DrawPaletteButton(frame, result);
  DrawUser(frame, data, result);
  frame.Space(1);
}

ShellResult DrawWideBars(ui::Frame& frame, const ShellData& data, ShellLocal& local, const Places& places) {
  ShellResult result;
  const ui::Context& context = frame.context();
  const ui::Size window = context.environment().window;
  const float em = context.metrics().em;
  frame.context().SetCoveredTop(places.bar);
  {
    const auto box = frame.FixedBox({0, 0, window.w, places.bar}, context.theme().surface);
    DrawBar(frame, data, local, result);
  }
  const auto box = frame.FixedBox({0, places.bar, places.side, window.h - places.bar}, context.theme().sidebar);
  const auto inner = frame.PageBox({em * 0.7F, places.bar + em, places.side - em * 1.4F, 0}, 0.2F);
  DrawLinks(frame, data.path);
  return result;
}

/// On narrow windows the bar scrolls away with the page, and a button shows and hides the links.
ShellResult DrawNarrowBars(ui::Frame& frame, const ShellData& data, ShellLocal& local, float margin, float& bottom) {
  ShellResult result;
  const ui::Context& context = frame.context();
  const ui::Size window = context.environment().window;
  const float em = context.metrics().em;
  frame.context().SetCoveredTop(0);
  ui::Painter& painter = frame.context().painter();
  painter.OpenGroup();
  const auto box = frame.PageBox({margin, em * 0.5F, window.w - 2 * margin, 0}, 0.5F);
  {
    const auto header = frame.Header();
    {
      const auto row = frame.Row({.wrap = false});
      if (frame.IconButton(ui::Icon::Menu, "Navigation", {.pressed = local.menu_open}))
        local.menu_open = !local.menu_open;
      frame.Link(data.app_title, "/", {.style = ui::TextStyle::Strong});
      frame.Spring();
      DrawPaletteButton(frame, result);
      DrawUser(frame, data, result);
    }
    DrawSearch(frame, local, result, 0);
  }
  if (local.menu_open) DrawLinks(frame, data.path);
  bottom = frame.context().layout().Bottom() + em * 0.5F;
  painter.BeginBackground();
  painter.Fill({0, 0, window.w, bottom}, context.theme().surface);
  painter.EndBackground();
  return result;
}

}  // namespace

ShellResult DrawShell(ui::Frame& frame, const ShellData& data, ShellLocal& local,
                      const std::function<void()>& draw_page) {
  const ui::Metrics& metrics = frame.context().metrics();
  const ui::Size window = frame.context().environment().window;
  const bool narrow = frame.IsNarrow();
  Places places{.bar = metrics.control + metrics.em * 1.3F,
                .side = narrow ? 0 : 12 * metrics.em,
                .margin = metrics.em * (narrow ? 0.8F : 2)};
  const ShellResult result =
      narrow ? DrawNarrowBars(frame, data, local, places.margin, places.bar) : DrawWideBars(frame, data, local, places);
  const float width = std::min(window.w - places.side - 2 * places.margin, kWidestPageEm * metrics.em);
  const auto box = frame.PageBox({places.side + places.margin, places.bar + metrics.em * 1.5F, width, 0}, 1);
  const auto main = frame.Main();
  if (!data.stale.empty()) frame.Banner(ui::Tone::Warning, "The catalog may be out of date", data.stale);
  draw_page();
  frame.Space(2);
  return result;
}

}  // namespace callboard::app
