#include "client/views/entity_history.hpp"

#include <array>
#include <format>

#include "client/views/time_text.hpp"

namespace callboard::views {
namespace {

store::Need HistoryNeed(const std::string& ref) {
  return {store::Need::What::EntityHistory, ref};
}

void DrawTime(ui::Frame& frame, const std::optional<double>& secs) {
  if (!secs) return frame.TextMuted("Not known");
  frame.Text(std::format("{}, {}", RelativeTime(*secs, frame.WallSecs()), ExactTime(*secs)));
}

}  // namespace

EntityHistory BuildEntityHistory(const store::AppState& state, const EntityFacts& facts) {
  EntityHistory history{.ref = facts.ref};
  const store::Remote<Json>* const read = store::ReadOf(state, HistoryNeed(facts.ref));
  history.is_loading = read == nullptr || read->state() == store::RemoteState::Idle || read->IsLoading();
  if (read == nullptr) return history;
  if (const Error* const error = read->error(); error != nullptr) history.error = error->message;
  if (read->value() == nullptr) return history;
  const Json& answer = *read->value();
  history.created_secs = SecsFromIso(StringMember(answer, "createdAt"));
  history.updated_secs = SecsFromIso(StringMember(answer, "updatedAt"));
  history.changes = ChangesFrom(state, answer);
  const Json* const page = FindMember(answer, "pageInfo");
  history.has_more = page != nullptr && FindMember(*page, "nextCursor") != nullptr;
  return history;
}

void DrawEntityHistory(ui::Frame& frame, const EntityHistory& history, store::CommandQueue& commands) {
  if (!history.error.empty()) {
    if (frame.ErrorPanel("The history could not be loaded", history.error))
      commands.Push(store::Retry{HistoryNeed(history.ref)});
    return;
  }
  const auto card = frame.Card("History");
  if (history.changes.empty() && history.is_loading) return frame.Skeleton("Loading the history", 6);
  const std::array times = {ui::KeyValue{"Created", [&] { DrawTime(frame, history.created_secs); }},
                            ui::KeyValue{"Last changed", [&] { DrawTime(frame, history.updated_secs); }}};
  frame.KeyValueList(times);
  if (history.changes.empty()) return frame.TextMuted("No changes are kept of this entity");
  frame.Divider();
  DrawChangeList(frame, "Changes", history.changes, false);
  if (history.has_more) frame.TextMuted(std::format("The newest {} changes", history.changes.size()));
}

}  // namespace callboard::views
