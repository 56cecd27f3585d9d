#pragma once
// What is known of one entity: from the replica, from its own request, or from both.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/store/app_state.hpp"
#include "shared/catalog/index.hpp"
#include "shared/model/entity.hpp"

namespace callboard::views {

/// `is_whole` is false while only the replica's part is here, which has no definition.
struct EntityFacts {
  std::string ref;  // canonical
  model::Entity entity;
  std::vector<catalog::Edge> edges;
  bool is_whole = false;
};

enum class Presence : std::uint8_t { Loading, Found, Missing, Failed };

/// `facts` when Found; `error` for people when Failed.
struct EntityLookup {
  Presence presence = Presence::Loading;
  EntityFacts facts;
  std::string error;
};

[[nodiscard]] EntityLookup LookUpEntity(const store::AppState& state, std::string_view canonical_ref);

/// The string at a path of keys ("spec", "profile", "email"), or "".
[[nodiscard]] std::string TextAt(const Json& json, std::initializer_list<std::string_view> path);
/// The strings of an array at a path of keys.
[[nodiscard]] std::vector<std::string> TextsAt(const Json& json, std::initializer_list<std::string_view> path);
/// The strings of an object at a path of keys, by key.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> PairsAt(const Json& json,
                                                                       std::initializer_list<std::string_view> path);

}  // namespace callboard::views
