#include "client/views/entity_header.hpp"

#include <algorithm>
#include <format>

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
    messages += StringMember(item, "message");
  }
  return messages;
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
                       {}});
  }
  if (std::string missing = MissingTargets(state, facts); !missing.empty()) {
    notices.push_back({ui::Tone::Warning,
                       "This entity has relations to other entities, which can't be found in the catalog",
                       std::format("Entities not found are: {}", missing)});
  }
  return notices;
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
  return {.ref = facts.ref,
          .overline = type.empty() ? kind : std::format("{} · {}", kind, type),
          .name = std::string(model::DisplayName(facts.entity)),
          .owners = LinksOf(state, facts.edges, "ownedBy", {.kind = "group"}),
          .lifecycle = std::string(model::SpecString(facts.entity, "lifecycle")),
          .starred = store::IsStarred(state, facts.ref),
          .notices = NoticesOf(state, facts)};
}

void DrawEntityHeader(ui::Frame& frame, const EntityHeader& header, store::CommandQueue& commands) {
  frame.Text(header.overline, ui::TextStyle::Small);
  {
    const auto row = frame.Row();
    frame.Heading(1, header.name);
    const ui::ButtonOptions star{.kind = ui::ButtonKind::Quiet, .pressed = header.starred};
    if (frame.IconButton(header.starred ? ui::Icon::StarFilled : ui::Icon::Star, "Star", star))
      commands.Push(store::ToggleStar{header.ref});
    if (frame.IconButton(ui::Icon::Copy, "Copy reference", {.kind = ui::ButtonKind::Quiet})) {
      frame.CopyToClipboard(header.ref);
      frame.Announce(std::format("Copied {}", header.ref));
    }
    frame.Tooltip(header.ref);
  }
  if (header.owners.empty() && header.lifecycle.empty()) return;
  const auto row = frame.Row();
  if (!header.owners.empty()) {
    frame.Text("Owner", ui::TextStyle::SmallStrong);
    DrawEntityLinks(frame, header.owners);
  }
  if (!header.lifecycle.empty()) frame.Chip(header.lifecycle, LifecycleTone(header.lifecycle));
}

void DrawEntityNotices(ui::Frame& frame, const EntityHeader& header) {
  for (const EntityNotice& notice : header.notices) frame.Banner(notice.tone, notice.title, notice.detail);
}

}  // namespace callboard::views
