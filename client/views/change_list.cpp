#include "client/views/change_list.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "client/views/time_text.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

constexpr std::string_view kUrlPrefix = "url:";
constexpr std::string_view kPushPrefix = "push:";

struct KindLook {
  std::string_view action;
  std::string_view label;
  ui::Tone tone;
  ui::Icon icon;
};
constexpr std::array kLooks = {KindLook{"created", "Created", ui::Tone::Good, ui::Icon::Plus},
                               KindLook{"updated", "Updated", ui::Tone::Neutral, ui::Icon::Edit},
                               KindLook{"deleted", "Deleted", ui::Tone::Bad, ui::Icon::Trash}};

const KindLook& LookOf(ChangeKind kind) {
  return kLooks[static_cast<std::size_t>(kind)];
}

std::string TextOf(const Json* value) {
  if (value == nullptr) return {};
  return value->is_string() ? value->get<std::string>() : DumpJson(*value);
}

std::string Joined(const Json* list) {
  std::string text;
  if (list == nullptr || !list->is_array()) return text;
  for (const Json& item : *list) text += (text.empty() ? "" : ", ") + TextOf(&item);
  return text;
}

/// "spec.owner" for "/spec/owner".
std::string PathText(std::string_view pointer) {
  std::string text;
  for (const std::string_view part : Split(pointer, '/')) {
    if (!part.empty()) text += (text.empty() ? "" : ".") + UnescapePointerPart(part);
  }
  return text;
}

void TakeFields(const Json* items, CatalogChange& change) {
  if (items == nullptr || !items->is_array()) return;
  for (const Json& item : *items) {
    if (const Json* const more = FindMember(item, "more"); more != nullptr && more->is_number_unsigned()) {
      change.more_fields = more->get<std::size_t>();
      continue;
    }
    FieldChange field{.path = PathText(StringMember(item, "path"))};
    if (FindMember(item, "reordered") != nullptr) {
      field.after = "in another order";
    } else if (FindMember(item, "added") != nullptr || FindMember(item, "removed") != nullptr) {
      field.before = Joined(FindMember(item, "removed"));
      field.after = Joined(FindMember(item, "added"));
    } else {
      field.before = TextOf(FindMember(item, "before"));
      field.after = TextOf(FindMember(item, "after"));
    }
    change.fields.push_back(std::move(field));
  }
}

/// Who did it: a file, somebody, or a source that was pushed.
void TakeActor(const store::AppState& state, const Json& item, CatalogChange& change) {
  const std::string actor(StringMember(item, "actor"));
  const std::string subject(StringMember(item, "subject"));
  if (actor.starts_with(kUrlPrefix)) {
    change.actor = actor.substr(kUrlPrefix.size());
    change.actor_href = SafeHref(change.actor);
  } else if (actor.starts_with("user:")) {
    const EntityLink user = LinkTo(state, ToLowerAscii(actor), {.kind = "user"});
    change.actor = user.text;
    change.actor_href = user.href;
  } else if (actor.starts_with(kPushPrefix)) {
    change.actor = std::format("{}{}", actor.substr(kPushPrefix.size()),
                               subject.empty() ? " (pushed)" : std::format(" (pushed by {})", subject));
  } else {
    change.actor = actor.starts_with("file:") ? actor.substr(5) : actor;
  }
}

void DrawFields(ui::Frame& frame, const CatalogChange& change) {
  for (const FieldChange& field : change.fields) {
    const auto id = frame.Id(field.path);
    const auto row = frame.Row();
    frame.Text(field.path, ui::TextStyle::Mono);
    if (!field.before.empty() && !field.after.empty()) {
      frame.Text(std::format("{} → {}", field.before, field.after));
    } else if (!field.after.empty()) {
      frame.Text(std::format("added: {}", field.after));
    } else {
      frame.Text(std::format("removed: {}", field.before));
    }
  }
  if (change.more_fields > 0) frame.TextMuted(std::format("and {} more fields", change.more_fields));
}

void DrawChange(ui::Frame& frame, const CatalogChange& change, bool names_entities) {
  const KindLook& look = LookOf(change.kind);
  {
    const auto row = frame.Row();
    frame.Chip(look.label, look.tone, look.icon);
    if (names_entities) DrawEntityLink(frame, change.entity);
    frame.TextMuted(std::format("{}, {}", RelativeTime(change.at_secs, frame.WallSecs()), ExactTime(change.at_secs)));
  }
  if (!change.actor.empty() && change.actor_href.empty()) {
    frame.Text(std::format("by {}", change.actor), ui::TextStyle::Small);
  } else if (!change.actor.empty()) {
    const auto row = frame.Row();
    frame.Text("by", ui::TextStyle::Small);
    frame.Link(change.actor, change.actor_href, {.style = ui::TextStyle::Small});
  }
  DrawFields(frame, change);
}

}  // namespace

std::vector<CatalogChange> ChangesFrom(const store::AppState& state, const Json& answer) {
  std::vector<CatalogChange> changes;
  const Json* const items = FindMember(answer, "items");
  if (items == nullptr || !items->is_array()) return changes;
  for (const Json& item : *items) {
    const auto at = SecsFromIso(StringMember(item, "at"));
    const auto look = std::ranges::find(kLooks, StringMember(item, "action"), &KindLook::action);
    if (!at || look == kLooks.end()) continue;
    CatalogChange change{.at_secs = *at, .kind = static_cast<ChangeKind>(look - kLooks.begin())};
    change.entity = LinkTo(state, StringMember(item, "entityRef"));
    TakeActor(state, item, change);
    TakeFields(FindMember(item, "changes"), change);
    changes.push_back(std::move(change));
  }
  return changes;
}

void DrawChangeList(ui::Frame& frame, std::string_view label, std::span<const CatalogChange> changes,
                    bool names_entities) {
  const auto list = frame.List(label);
  for (const CatalogChange& change : changes) {
    const auto id = frame.Id(std::format("{} {}", change.at_secs, change.entity.ref));
    const auto item = frame.ListItem();
    DrawChange(frame, change, names_entities);
  }
}

}  // namespace callboard::views
