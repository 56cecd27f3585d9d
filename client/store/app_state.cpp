#include "client/store/app_state.hpp"

#include "shared/model/entity.hpp"
#include "shared/model/entity_ref.hpp"

namespace callboard::store {

const Session* SignedIn(const AppState& state) {
  return state.session.value();
}

std::string SignedInName(const AppState& state) {
  const Session* const session = SignedIn(state);
  if (session == nullptr) return {};
  if (!session->display_name.empty()) return session->display_name;
  const auto ref = model::ParseEntityRef(session->user_ref);
  if (!ref) return session->user_ref;
  const catalog::Index* const index = IndexOf(state);
  const auto id = index == nullptr ? std::nullopt : index->FindByRef(model::CanonicalRef(*ref));
  if (!id) return ref->name;
  const model::Entity user{ParseJson(index->Document(*id)).value_or(Json())};
  return std::string(model::DisplayName(user));
}

const catalog::Index* IndexOf(const AppState& state) {
  const CatalogReplica* const replica = state.catalog.value();
  return replica == nullptr ? nullptr : &replica->index;
}

bool IsCatalogComplete(const AppState& state) {
  const CatalogReplica* const replica = state.catalog.value();
  return replica != nullptr && replica->complete;
}

const Remote<EntityDetails>* DetailsOf(const AppState& state, std::string_view canonical_ref) {
  const auto found = state.entities.find(canonical_ref);
  return found == state.entities.end() ? nullptr : &found->second;
}

const Remote<Json>* ReadOf(const AppState& state, const Need& need) {
  const auto found = state.reads.find(need);
  return found == state.reads.end() ? nullptr : &found->second;
}

const Remote<Json>* ActionOf(const AppState& state, std::string_view key) {
  const auto found = state.actions.find(key);
  return found == state.actions.end() ? nullptr : &found->second;
}

bool IsStarred(const AppState& state, std::string_view canonical_ref) {
  return state.settings.starred.contains(canonical_ref);
}

std::string PortalTitle(const AppState& state) {
  const net::PortalConfig* const portal = state.portal.value();
  return portal == nullptr ? "Callboard" : portal->title;
}

std::string OrganizationName(const AppState& state) {
  const net::PortalConfig* const portal = state.portal.value();
  return portal == nullptr ? "" : portal->organization;
}

std::string PortalVersion(const AppState& state) {
  const net::PortalConfig* const portal = state.portal.value();
  return portal == nullptr ? "" : portal->version;
}

}  // namespace callboard::store
