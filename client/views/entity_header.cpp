#include "client/views/entity_header.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "client/store/route.hpp"
#include "client/views/kind_text.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

/// More names than these say no more.
constexpr std::size_t kMostNamed = 5;

std::string ProcessingErrors(const Json& document) {
  std::string messages;
  const Json* const status = FindMember(document, "status");
  const Json* const items = status == nullptr ? nullptr : FindMember(*status, "items");
  if (items == nullptr || !items->is_array()) return messages;
  for (const Json& item : *items) {
    if (StringMember(item, "level") != "error") continue;
    if (!messages.empty()) messages += "\n";
    messages += ProblemText(item);
  }
  return messages;
}

/// How many rely on it, going by its relations.
std::size_t CountUsers(const EntityFacts& facts) {
  constexpr std::array<std::string_view, 2> kUses = {"dependencyOf", "apiConsumedBy"};
  return static_cast<std::size_t>(std::ranges::count_if(
      facts.edges, [&](const catalog::Edge& edge) { return std::ranges::contains(kUses, edge.type); }));
}

EntityNotice DeprecationOf(const EntityFacts& facts) {
  const std::size_t users = CountUsers(facts);
  std::string detail = "Look for something that replaces it before you build on it";
  if (users > 0)
    detail +=
        std::format("; {} {} still rel{} on it", users, users == 1 ? "entity" : "entities", users == 1 ? "ies" : "y");
  return {ui::Tone::Warning, "This entity is deprecated", std::move(detail)};
}

std::string MissingTargets(const store::AppState& state, const EntityFacts& facts) {
  std::string names;
  std::size_t count = 0;
  const catalog::Index* const index = store::IndexOf(state);
  if (!store::IsCatalogComplete(state)) return names;
  for (const catalog::Edge& edge : facts.edges) {
    if (index->FindByRef(edge.target_ref)) continue;
    if (++count <= kMostNamed) names += (names.empty() ? "" : ", ") + edge.target_ref;
  }
  if (count > kMostNamed) names += std::format(" and {} more", count - kMostNamed);
  return names;
}

std::vector<EntityNotice> NoticesOf(const store::AppState& state, const EntityFacts& facts) {
  std::vector<EntityNotice> notices;
  if (std::string errors = ProcessingErrors(facts.entity.document); !errors.empty())
    notices.push_back({ui::Tone::Bad, "This entity could not be processed, and may be out of date", std::move(errors)});
  if (model::Annotation(facts.entity, "backstage.io/orphan") == "true") {
    notices.push_back({ui::Tone::Warning,
                       "This entity is not referenced by any location and is therefore not receiving updates",
                       "Unregister it if nobody needs it any more, or register the location that describes it"});
  }
  if (EqualsIgnoringCase(model::SpecString(facts.entity, "lifecycle"), "deprecated"))
    notices.push_back(DeprecationOf(facts));
  if (std::string missing = MissingTargets(state, facts); !missing.empty()) {
    notices.push_back({ui::Tone::Warning,
                       "This entity has relations to other entities, which can't be found in the catalog",
                       std::format("Entities not found are: {}", missing)});
  }
  return notices;
}

void Copy(ui::Frame& frame, const std::string& text) {
  frame.CopyToClipboard(text);
  frame.Announce(std::format("Copied {}", text));
}

/// True when the entity is to be unregistered.
bool DrawMenu(ui::Frame& frame, const EntityHeader& header) {
  const auto menu = frame.Menu("More actions");
  if (!menu) return false;
  frame.MenuLink("Inspect entity", header.inspect_href, ui::Icon::Code);
  if (frame.MenuItem("Copy reference", ui::Icon::Copy)) Copy(frame, header.ref);
  return frame.MenuItem("Unregister entity", ui::Icon::Trash);
}

bool DrawTitle(ui::Frame& frame, const EntityHeader& header, EntityHeaderLocal& local, store::CommandQueue& commands) {
  const auto row = frame.Row();
  frame.Heading(1, header.name);
  const ui::ButtonOptions star{.kind = ui::ButtonKind::Quiet, .pressed = header.starred};
  if (frame.IconButton(header.starred ? ui::Icon::StarFilled : ui::Icon::Star, "Star", star))
    commands.Push(store::ToggleStar{header.ref});
  const ui::ButtonOptions refresh{.kind = ui::ButtonKind::Quiet, .disabled = header.refresh.is_running};
  if (frame.IconButton(ui::Icon::Refresh, "Schedule refresh", refresh)) {
    local = {.refreshed = true};
    commands.Push(store::RefreshEntity{header.ref});
  }
  frame.Tooltip("Reads the files that describe this entity again");
  if (frame.IconButton(ui::Icon::Link, "Copy link", {.kind = ui::ButtonKind::Quiet})) Copy(frame, header.link);
  frame.Tooltip(header.link);
  return DrawMenu(frame, header);
}

/// What came of the refresh that was asked for on this visit.
void DrawRefresh(ui::Frame& frame, const EntityHeader& header, EntityHeaderLocal& local) {
  if (header.refresh.is_running) return frame.ProgressIndicator("Reading the sources of this entity");
  if (header.refresh.failed) return DrawActionError(frame, "The entity could not be refreshed", header.refresh);
  if (!header.refresh.is_done) return;
  constexpr std::string_view kDone = "The sources of this entity were read again";
  frame.Banner(ui::Tone::Good, kDone);
  if (std::exchange(local.announced, kDone) != kDone) frame.Announce(kDone);
}

}  // namespace

ui::Tone LifecycleTone(std::string_view lifecycle) {
  if (EqualsIgnoringCase(lifecycle, "production")) return ui::Tone::Good;
  if (EqualsIgnoringCase(lifecycle, "deprecated")) return ui::Tone::Bad;
  if (EqualsIgnoringCase(lifecycle, "experimental")) return ui::Tone::Warning;
  return ui::Tone::Neutral;
}

EntityHeader BuildEntityHeader(const store::AppState& state, const EntityFacts& facts) {
  const std::string kind = KindLabel(model::Kind(facts.entity));
  const std::string_view type = model::SpecString(facts.entity, "type");
  const model::EntityRef ref = model::RefOf(facts.entity);
  return {.ref = facts.ref,
          .overline = type.empty() ? kind : std::format("{} · {}", kind, type),
          .name = std::string(model::DisplayName(facts.entity)),
          .owners = LinksOf(state, facts.edges, "ownedBy", {.kind = "group"}),
          .lifecycle = std::string(model::SpecString(facts.entity, "lifecycle")),
          .starred = store::IsStarred(state, facts.ref),
          .link = state.origin + store::EntityUrl(ref),
          .inspect_href = store::EntityUrl(ref, store::EntityTab::Inspect),
          .refresh = StateOfAction(state, store::ActionKey(store::RefreshEntity{facts.ref})),
          .notices = NoticesOf(state, facts)};
}

bool DrawEntityHeader(ui::Frame& frame, const EntityHeader& header, EntityHeaderLocal& local,
                      store::CommandQueue& commands) {
  frame.Text(header.overline, ui::TextStyle::Small);
  const bool unregisters = DrawTitle(frame, header, local, commands);
  if (!header.owners.empty() || !header.lifecycle.empty()) {
    const auto row = frame.Row();
    if (!header.owners.empty()) {
      frame.Text("Owner", ui::TextStyle::SmallStrong);
      DrawEntityLinks(frame, header.owners);
    }
    if (!header.lifecycle.empty()) frame.Chip(header.lifecycle, LifecycleTone(header.lifecycle));
  }
  if (local.refreshed) DrawRefresh(frame, header, local);
  return unregisters;
}

void DrawEntityNotices(ui::Frame& frame, const EntityHeader& header) {
  for (const EntityNotice& notice : header.notices) frame.Banner(notice.tone, notice.title, notice.detail);
}

}  // namespace callboard::views
