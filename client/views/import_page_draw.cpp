#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "client/store/route.hpp"
#include "client/views/import_page.hpp"
#include "client/views/kind_text.hpp"

namespace callboard::views {
namespace {

constexpr std::string_view kFileName = "catalog-info.yaml";

/// The steps in order; the current one is marked by more than its colour.
void DrawSteps(ui::Frame& frame, ImportStep current) {
  constexpr std::array<std::string_view, 3> kSteps = {"Choose a URL", "Review what it brings", "See it in the catalog"};
  const auto list = frame.List("Steps");
  for (std::size_t i = 0; i < kSteps.size(); ++i) {
    const auto item = frame.ListItem();
    const auto at = static_cast<std::size_t>(current);
    const ui::Tone tone = i == at ? ui::Tone::Accent : i < at ? ui::Tone::Good : ui::Tone::Neutral;
    const std::string_view mark = i == at ? " (current step)" : i < at ? " (done)" : "";
    frame.Chip(std::format("{}. {}{}", i + 1, kSteps[i], mark), tone, i < at ? ui::Icon::Check : ui::Icon::None);
  }
}

void Look(const std::string& url, const ImportPageData& data, store::CommandQueue& commands) {
  for (const ImportTarget& target : data.targets)
    commands.Push(store::ForgetAction{store::ActionKey(store::RegisterLocation{target.url})});
  if (url != data.url) commands.Push(store::ShowRoute{store::ImportRoute(url), false});
  commands.Push(store::AnalyzeLocation{url});
  if (IsDescriptorUrl(url)) commands.Push(store::PreviewLocation{url});
}

void DrawUrl(ui::Frame& frame, const ImportPageData& data, ImportPageLocal& local, store::CommandQueue& commands) {
  if (std::exchange(local.text_of, data.url) != data.url) local.text = data.url;
  const auto card = frame.Card("URL");
  const bool is_url = local.text.starts_with("https://") || local.text.starts_with("http://");
  const ui::TextFieldOptions options{
      .placeholder = "https://github.com/acme/shop",
      .error = local.text.empty() || is_url || data.url != local.text ? "" : "Enter a URL that begins with https://",
      .help = "A repository, or a descriptor file in one",
      .autocomplete = "url"};
  const ui::TextFieldResult field = frame.TextField("Repository or file URL", local.text, options);
  const bool pressed = frame.Button(
      "Analyze", {.kind = ui::ButtonKind::Primary, .icon = ui::Icon::Search, .disabled = !is_url || data.is_looking});
  if ((pressed || field.submitted) && is_url && !data.is_looking) Look(local.text, data, commands);
  if (data.is_looking) frame.ProgressIndicator("Reading what is there");
}

void DrawEntity(ui::Frame& frame, const ImportEntity& entity, bool is_registered) {
  const auto id = frame.Id(entity.link.ref);
  const auto item = frame.ListItem();
  {
    const auto row = frame.Row();
    if (is_registered && !entity.link.missing) {
      DrawEntityLink(frame, entity.link);
    } else {
      frame.IconPicture(KindIcon(entity.link.kind));
      frame.Text(entity.link.text, ui::TextStyle::Strong);
    }
    frame.Chip(entity.kind);
    if (!entity.type.empty()) frame.Chip(entity.type);
    if (!entity.note.empty()) frame.TextMuted(entity.note);
  }
  for (const std::string& problem : entity.problems) {
    const auto row = frame.Row({.centred = false, .wrap = false});
    frame.IconPicture(ui::Icon::Warning, "Warning", ui::Tone::Warning);
    const auto column = frame.Column();
    frame.Text(problem);
  }
}

void DrawEntities(ui::Frame& frame, const ImportPageData& data) {
  if (data.entities.empty()) return;
  const bool is_done = data.step == ImportStep::Done;
  const auto card =
      frame.Card(std::format("{} ({})", is_done ? "Registered entities" : "Entities found", data.entities.size()));
  const auto list = frame.List("Entities");
  for (const ImportEntity& entity : data.entities) DrawEntity(frame, entity, is_done);
}

bool IsOpen(const ImportTarget& target) {
  return !target.is_registered && !target.registration.is_done;
}

/// What is registered, how that went, and the button.
void DrawRegistration(ui::Frame& frame, const ImportPageData& data, store::CommandQueue& commands) {
  if (data.targets.empty()) return;
  const auto card = frame.Card("Locations");
  {
    const auto list = frame.List("Locations");
    for (const ImportTarget& target : data.targets) {
      const auto id = frame.Id(target.url);
      const auto item = frame.ListItem();
      {
        const auto row = frame.Row();
        frame.Text(target.url, ui::TextStyle::Mono);
        if (target.is_registered) frame.Chip("Registered already", ui::Tone::Neutral, ui::Icon::Check);
        if (target.registration.is_done) frame.Chip("Registered", ui::Tone::Good, ui::Icon::Check);
      }
      if (target.registration.failed)
        DrawActionError(frame, "This location could not be registered", target.registration);
    }
  }
  const auto open = std::ranges::count_if(data.targets, IsOpen);
  if (data.is_registering) return frame.ProgressIndicator("Registering");
  if (open == 0) return;
  const std::string label = open == 1 ? "Register" : std::format("Register {} locations", open);
  if (!frame.Button(label, {.kind = ui::ButtonKind::Primary, .icon = ui::Icon::Create})) return;
  for (const ImportTarget& target : data.targets) {
    if (IsOpen(target)) commands.Push(store::RegisterLocation{target.url});
  }
}

void DrawGenerated(ui::Frame& frame, const ImportPageData& data) {
  if (data.generated.empty()) return;
  const auto card = frame.Card("There is no descriptor yet");
  frame.Text(std::format("Put this into the repository as {}, correct owner and type, then analyze its URL again.",
                         kFileName));
  frame.CodeBlock(kFileName, data.generated);
}

/// A refusal to read is the portal's, not the file's.
void DrawFailures(ui::Frame& frame, const ImportPageData& data) {
  if (data.analysis.failed) DrawActionError(frame, "The URL could not be analyzed", data.analysis);
  if (!data.preview.failed) return;
  ActionState preview = data.preview;
  if (preview.error.contains("not allowed") && preview.code == ErrorCode::InvalidInput)
    preview.advice = "Whoever runs the portal can allow it, in backend.reading.allow, integrations or catalog.rules";
  DrawActionError(frame, "The catalog would not take this file", preview);
}

void DrawDone(ui::Frame& frame, const ImportPageData& data, ImportPageLocal& local) {
  const std::string done =
      data.entities.size() == 1 ? "Registered one entity" : std::format("Registered {} entities", data.entities.size());
  frame.Banner(ui::Tone::Good, done, "They stay in step with their files from now on");
  if (std::exchange(local.announced, data.url) != data.url) frame.Announce(done);
  const auto row = frame.Row({.gap_em = 1});
  frame.Link("Register another", "/catalog-import", {.icon = ui::Icon::Create});
  frame.Link("Go to the catalog", "/catalog", {.icon = ui::Icon::Catalog});
  frame.Link("See how ingestion goes", "/ingestion", {.icon = ui::Icon::Refresh});
}

}  // namespace

void DrawImportPage(ui::Frame& frame, const ImportPageData& data, ImportPageLocal& local,
                    store::CommandQueue& commands) {
  frame.Heading(1, data.title);
  frame.TextMuted("Brings what a repository says of itself into the catalog, and keeps it in step");
  DrawSteps(frame, data.step);
  if (data.step == ImportStep::Done) {
    DrawDone(frame, data, local);
    DrawEntities(frame, data);
    return DrawRegistration(frame, data, commands);
  }
  DrawUrl(frame, data, local, commands);
  if (data.step != ImportStep::Review) return;
  DrawFailures(frame, data);
  DrawEntities(frame, data);
  DrawRegistration(frame, data, commands);
  DrawGenerated(frame, data);
}

}  // namespace callboard::views
