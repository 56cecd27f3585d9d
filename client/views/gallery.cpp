#include "client/views/gallery.hpp"

#include <array>
#include <format>

namespace callboard::views {
namespace {

using ui::ButtonKind;
using ui::Icon;
using ui::TextStyle;
using ui::Tone;

constexpr std::array kButtonKinds = {ButtonKind::Primary, ButtonKind::Secondary, ButtonKind::Quiet, ButtonKind::Danger};
constexpr std::array<std::string_view, 4> kButtonNames = {"Primary", "Secondary", "Quiet", "Danger"};
constexpr std::array kTones = {Tone::Neutral, Tone::Accent, Tone::Good, Tone::Warning, Tone::Bad};
constexpr std::array<std::string_view, 5> kToneNames = {"Neutral", "Accent", "Good", "Warning", "Bad"};

void DrawTexts(ui::Frame& frame) {
  const auto card = frame.Card("Text");
  frame.Heading(3, "Heading of level 3");
  frame.Text("Body text wraps where the line ends, and can be selected and copied like any text of a page");
  {
    const auto row = frame.Row({.gap_em = 1.2F});
    frame.Text("Strong", TextStyle::Strong);
    frame.Text("Muted", TextStyle::Muted);
    frame.Text("Small", TextStyle::Small);
    frame.Text("Small and strong", TextStyle::SmallStrong);
    frame.Text("Monospaced", TextStyle::Mono);
  }
  frame.Text("Ελληνικά · Русский · 日本語 · العربية · 👩‍🚀 🚀");
  const auto row = frame.Row({.gap_em = 1.2F});
  frame.Link("Link", "/catalog");
  frame.Link("With icon", "/api-docs", {.icon = Icon::Api});
  frame.Link("Other site", "https://backstage.io");
  frame.Link("Current", "/_gallery", {.current = true});
}

void DrawButtonRow(ui::Frame& frame, std::string_view title, bool disabled, GalleryLocal& local) {
  const auto id = frame.Id(title);
  frame.Text(title, TextStyle::SmallStrong);
  const auto row = frame.Row();
  for (std::size_t i = 0; i < kButtonKinds.size(); ++i) {
    if (frame.Button(kButtonNames[i], {.kind = kButtonKinds[i], .disabled = disabled})) ++local.presses;
  }
}

void DrawButtons(ui::Frame& frame, GalleryLocal& local) {
  const auto card = frame.Card("Buttons");
  DrawButtonRow(frame, "Ready", false, local);
  DrawButtonRow(frame, "Disabled", true, local);
  frame.Text("With icon, switched on and off, icon only, menu", TextStyle::SmallStrong);
  {
    const auto row = frame.Row();
    if (frame.Button("Create", {.kind = ButtonKind::Primary, .icon = Icon::Plus})) ++local.presses;
    if (frame.Button("On", {.pressed = true})) ++local.presses;
    if (frame.Button("Off", {.pressed = false})) ++local.presses;
    if (frame.IconButton(Icon::Star, "Star")) ++local.presses;
    frame.Tooltip("Keeps it on your home page");
    if (const auto menu = frame.Menu("More"); menu) {
      if (frame.MenuItem("Refresh", Icon::Refresh)) ++local.presses;
      frame.MenuLink("Go to the catalog", "/catalog", Icon::Catalog);
    }
  }
  frame.TextMuted(std::format("Pressed {} time{}", local.presses, local.presses == 1 ? "" : "s"));
}

void DrawChips(ui::Frame& frame) {
  const auto card = frame.Card("Chips, icons and avatars");
  {
    const auto row = frame.Row();
    for (std::size_t i = 0; i < kTones.size(); ++i) frame.Chip(kToneNames[i], kTones[i]);
    frame.Chip("With icon", Tone::Good, Icon::Check);
  }
  {
    const auto row = frame.Row();
    for (std::size_t i = 0; i < kTones.size(); ++i)
      frame.IconPicture(Icon::Component, std::format("Component, {}", kToneNames[i]), kTones[i]);
  }
  for (const std::string_view name : {"Alice Liddell", "Team A", "payments-platform"}) {
    const auto row = frame.Row();
    frame.Avatar(name);
    frame.Text(name);
  }
}

void DrawNavigation(ui::Frame& frame, GalleryLocal& local) {
  const auto card = frame.Card("Tabs and steps");
  const std::array links = {ui::TabLink{"Overview", "/_gallery", true}, ui::TabLink{"Catalog", "/catalog"},
                            ui::TabLink{"APIs", "/api-docs"}};
  frame.Text("Links", TextStyle::SmallStrong);
  frame.Tabs("Pages of the gallery", links);
  frame.Text("Panels", TextStyle::SmallStrong);
  constexpr std::array<std::string_view, 3> kTabs = {"Request", "Response", "Headers"};
  frame.TabList("Parts of a call", kTabs, local.tab);
  {
    const auto panel = frame.TabPanel(kTabs[local.tab]);
    frame.Text(std::format("What {} holds", kTabs[local.tab]));
  }
  constexpr std::array kSteps = {ui::Step{"Choose a source", "A repository"}, ui::Step{"Review", "3 entities"},
                                 ui::Step{"Register"}};
  frame.Stepper("Registration", kSteps, 1);
}

void DrawOverlays(ui::Frame& frame, GalleryLocal& local) {
  const auto card = frame.Card("Over the page");
  {
    const auto row = frame.Row();
    if (frame.Button("Open dialog")) local.dialog_open = true;
    if (frame.Button("Open drawer")) local.drawer_open = true;
    if (frame.Button("Show toast")) local.toast_open = true;
  }
  if (const auto dialog = frame.Dialog("Unregister petstore", local.dialog_open); dialog) {
    frame.Text("Three entities will be gone from the catalog");
    const auto row = frame.Row({.align_end = true});
    if (frame.Button("Cancel") || frame.Button("Unregister", {.kind = ButtonKind::Danger})) local.dialog_open = false;
  }
  if (const auto drawer = frame.Drawer("Details of petstore", local.drawer_open); drawer)
    frame.Text("A drawer shows more about a thing without leaving the page");
  if (frame.Toast("Petstore was removed", local.toast_open, {.tone = Tone::Good, .action = "Undo"})) ++local.presses;
}

}  // namespace

store::Needs NeedsGallery(const store::Route&) {
  return {};
}

GalleryData BuildGalleryData(const store::AppState&, const store::Route&) {
  return {.title = "Gallery"};
}

void DrawGallery(ui::Frame& frame, const GalleryData& data, GalleryLocal& local, store::CommandQueue&) {
  frame.Heading(1, data.title);
  frame.TextMuted("Every widget in every state");
  {
    const auto grid = frame.Grid(30);
    DrawTexts(frame);
    DrawButtons(frame, local);
    DrawChips(frame);
    DrawNavigation(frame, local);
  }
  DrawGalleryFields(frame, local);
  DrawGalleryStates(frame, local);
  DrawOverlays(frame, local);
  DrawGalleryCharts(frame);
  DrawGalleryTable(frame, local);
  DrawGalleryCode(frame, local);
}

}  // namespace callboard::views
