#pragma once
// Everything that the client knows. Views read it; only the store changes it, between frames.

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/net/responses.hpp"
#include "client/store/command.hpp"
#include "client/store/remote.hpp"
#include "client/store/settings.hpp"
#include "shared/base/json.hpp"
#include "shared/catalog/index.hpp"
#include "shared/definitions/definition.hpp"

namespace callboard::store {

struct Session {
  std::string user_ref;
  std::vector<std::string> ownership_refs;
  std::string display_name;
  double expires_at_secs = 0;  // wall time
};

/// The browser's copy of the catalog. While the first feed comes in, it has the rows that came so far.
struct CatalogReplica {
  catalog::Index index;
  bool complete = false;  // has been whole once: what is missing does not exist
  std::size_t received = 0;
  std::size_t expected = 0;    // 0: not known
  double current_at_secs = 0;  // wall time at which the server last had nothing newer
};

/// The whole entity, with what the replica leaves out (definitions, templates' steps) and its relations.
struct EntityDetails {
  Json document;
  std::shared_ptr<const definitions::Definition> definition;  // of an API, else null
};

/// Requests to APIs that were tried out, by the keys of their commands.
using ApiTrials = std::map<std::string, Remote<net::ApiAnswer>, std::less<>>;

struct AppState {
  bool started = false;  // the settings of this browser were read
  std::string origin;    // what stands before the paths of links that leave the portal
  Settings settings;
  Remote<net::PortalConfig> portal;
  Remote<Session> session;
  Remote<CatalogReplica> catalog;
  std::map<std::string, Remote<EntityDetails>, std::less<>> entities;  // by canonical ref
  ApiTrials trials;
  std::map<Need, Remote<Json>> reads;                        // answers that are kept as they came
  std::map<std::string, Remote<Json>, std::less<>> actions;  // by ActionKey
};

/// Null while nobody is signed in.
[[nodiscard]] const Session* SignedIn(const AppState& state);
/// What to call who is signed in: by the sign-in, the catalog or the reference; "" when nobody is.
[[nodiscard]] std::string SignedInName(const AppState& state);
/// Null before the first rows have come.
[[nodiscard]] const catalog::Index* IndexOf(const AppState& state);
/// Whether an entity that the index lacks does not exist.
[[nodiscard]] bool IsCatalogComplete(const AppState& state);
/// Null when the entity was never asked for.
[[nodiscard]] const Remote<EntityDetails>* DetailsOf(const AppState& state, std::string_view canonical_ref);
/// The answer to what `need` asks for, which is neither Catalog nor Entity; null when it was never asked for.
[[nodiscard]] const Remote<Json>* ReadOf(const AppState& state, const Need& need);
/// What came of an action; null when it was never asked for, or forgotten. The value is null for an empty answer.
[[nodiscard]] const Remote<Json>* ActionOf(const AppState& state, std::string_view key);
[[nodiscard]] bool IsStarred(const AppState& state, std::string_view canonical_ref);
/// "Callboard" until the portal has told its name.
[[nodiscard]] std::string PortalTitle(const AppState& state);
/// "" until the portal has told it.
[[nodiscard]] std::string OrganizationName(const AppState& state);
/// "" when the portal does not say.
[[nodiscard]] std::string PortalVersion(const AppState& state);

}  // namespace callboard::store
