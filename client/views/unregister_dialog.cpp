#include "client/views/unregister_dialog.hpp"

#include <format>

namespace callboard::views {
namespace {

constexpr std::size_t kMostNamed = 8;
constexpr float kWidthEm = 42;
constexpr std::string_view kOriginAnnotation = "backstage.io/managed-by-origin-location";
constexpr std::string_view kLocationAnnotation = "backstage.io/managed-by-location";

/// The entity that stands for a registration itself.
constexpr std::string_view kRegistrationPrefix = "location:default/generated-";

std::string LocationOf(const model::Entity& entity) {
  const std::string origin(model::Annotation(entity, kOriginAnnotation));
  return origin.empty() ? std::string(model::Annotation(entity, kLocationAnnotation)) : origin;
}

/// Everything else that the catalog has from the same origin.
void TakeOthers(const store::AppState& state, const EntityFacts& facts, UnregisterData& data) {
  const catalog::Index* const index = store::IndexOf(state);
  const std::string origin(model::Annotation(facts.entity, kOriginAnnotation));
  if (index == nullptr || origin.empty()) return;
  catalog::Filter filter{.op = catalog::Filter::Op::In,
                         .field = std::format("metadata.annotations.{}", kOriginAnnotation),
                         .values = {origin}};
  for (const catalog::EntityId id : index->Match(filter)) {
    if (index->Ref(id) == facts.ref || index->Ref(id).starts_with(kRegistrationPrefix)) continue;
    if (++data.also_total <= kMostNamed) data.also.push_back(LinkTo(state, index->Ref(id)));
  }
}

EntityOrigin OriginOf(const EntityFacts& facts, const store::Remote<Json>& read) {
  if (read.value() != nullptr && read.error() == nullptr) return EntityOrigin::Registered;
  if (read.error() == nullptr || read.error()->code != ErrorCode::NotFound) return EntityOrigin::Unknown;
  const bool is_orphan = model::Annotation(facts.entity, "backstage.io/orphan") == "true";
  return is_orphan || LocationOf(facts.entity).empty() ? EntityOrigin::Orphan : EntityOrigin::Elsewhere;
}

std::string UidOf(const store::AppState& state, const EntityFacts& facts) {
  std::string uid = TextAt(facts.entity.document, {"metadata", "uid"});
  const catalog::Index* const index = store::IndexOf(state);
  const auto id = index == nullptr ? std::nullopt : index->FindByRef(facts.ref);
  return uid.empty() && id ? index->Uid(*id) : uid;
}

void DrawConsequences(ui::Frame& frame, const UnregisterData& data) {
  switch (data.origin) {
    case EntityOrigin::Registered:
      frame.Text("This takes back the registration of this location:");
      frame.Text(data.location, ui::TextStyle::Mono);
      break;
    case EntityOrigin::Elsewhere:
      frame.Text("It comes from a location that the portal's configuration or another source brings:");
      frame.Text(data.location, ui::TextStyle::Mono);
      return frame.Text(
          "There is no registration to take back. If you delete the entity, it comes back when that location is read "
          "next: take it out of its file to be rid of it.");
    case EntityOrigin::Orphan:
      return frame.Text("No location leads to it any more. If you delete it, it does not come back.");
    case EntityOrigin::Unknown:
      return;
  }
  if (data.also.empty()) return frame.Text("No other entity comes from it.");
  frame.Text(data.also_total == 1 ? "One other entity goes with it:"
                                  : std::format("{} other entities go with it:", data.also_total));
  const auto list = frame.List("Entities that go too");
  for (const EntityLink& link : data.also) {
    const auto id = frame.Id(link.ref);
    const auto item = frame.ListItem();
    const auto row = frame.Row();
    DrawEntityLink(frame, link);
  }
  if (data.also_total > data.also.size())
    frame.TextMuted(std::format("and {} more", data.also_total - data.also.size()));
}

void DrawChoices(ui::Frame& frame, const UnregisterData& data, UnregisterLocal& local, store::CommandQueue& commands) {
  const bool is_busy = data.unregister.is_running || data.removal.is_running;
  const bool is_registered = data.origin == EntityOrigin::Registered;
  if (is_registered)
    frame.TextMuted("To delete only this entity helps for a while: it comes back when the location is read next");
  const auto row = frame.Row({.align_end = true});
  if (frame.Button("Cancel")) local.open = false;
  const ui::ButtonOptions only{.kind = is_registered ? ui::ButtonKind::Secondary : ui::ButtonKind::Danger,
                               .disabled = is_busy || data.uid.empty()};
  if (frame.Button(is_registered ? "Delete only this entity" : "Delete entity", only))
    commands.Push(store::DeleteEntity{data.uid});
  if (!is_registered) return;
  if (frame.Button("Unregister location", {.kind = ui::ButtonKind::Danger, .disabled = is_busy}))
    commands.Push(store::UnregisterLocation{data.location_id});
}

/// Says what was done, and leaves the page of what is gone.
bool LeavesAfter(ui::Frame& frame, const UnregisterData& data, UnregisterLocal& local, store::CommandQueue& commands) {
  if (!data.unregister.is_done && !data.removal.is_done) return false;
  const bool whole = data.unregister.is_done;
  frame.Announce(whole ? std::format("{} was unregistered with its location", data.name)
                       : std::format("{} was deleted", data.name));
  commands.Push(store::ForgetAction{whole ? store::ActionKey(store::UnregisterLocation{data.location_id})
                                          : store::ActionKey(store::DeleteEntity{data.uid})});
  commands.Push(store::ShowRoute{
      store::ListRoute(store::Screen::CatalogIndex, store::DefaultList(store::Screen::CatalogIndex)), false});
  local.open = false;
  return true;
}

}  // namespace

UnregisterData BuildUnregister(const store::AppState& state, const EntityFacts& facts) {
  UnregisterData data{.need = {store::Need::What::LocationOfEntity, facts.ref}};
  const store::Remote<Json>* const read = store::ReadOf(state, data.need);
  data.is_idle = read == nullptr || read->state() == store::RemoteState::Idle;
  if (read == nullptr) return data;
  data.name = model::DisplayName(facts.entity);
  data.uid = UidOf(state, facts);
  data.lookup = StateOfAnswer(read);
  data.origin = OriginOf(facts, *read);
  data.location = LocationOf(facts.entity);
  if (data.origin == EntityOrigin::Registered) {
    data.location_id = StringMember(*read->value(), "id");
    data.location = StringMember(*read->value(), "target");
    TakeOthers(state, facts, data);
  }
  data.unregister = StateOfAction(state, store::ActionKey(store::UnregisterLocation{data.location_id}));
  data.removal = StateOfAction(state, store::ActionKey(store::DeleteEntity{data.uid}));
  return data;
}

void DrawUnregister(ui::Frame& frame, const UnregisterData& data, UnregisterLocal& local,
                    store::CommandQueue& commands) {
  if (local.open && LeavesAfter(frame, data, local, commands)) return;
  const auto dialog = frame.Dialog("Unregister entity", local.open, kWidthEm);
  if (!dialog) return;
  if (data.is_idle) commands.Push(store::Load{data.need});
  if (data.origin == EntityOrigin::Unknown) {
    if (!data.lookup.failed) return frame.ProgressIndicator("Looking up where the entity comes from");
    return DrawActionError(frame, "Where the entity comes from could not be looked up", data.lookup);
  }
  frame.Text(data.name, ui::TextStyle::Strong);
  DrawConsequences(frame, data);
  if (data.unregister.failed) DrawActionError(frame, "The location could not be unregistered", data.unregister);
  if (data.removal.failed) DrawActionError(frame, "The entity could not be deleted", data.removal);
  if (data.unregister.is_running || data.removal.is_running) frame.ProgressIndicator("Removing");
  DrawChoices(frame, data, local, commands);
}

}  // namespace callboard::views
