#pragma once
// Taking an entity out of the catalog: what goes with it is said first.

#include <string>
#include <vector>

#include "client/store/command.hpp"
#include "client/views/action_state.hpp"
#include "client/views/entity_facts.hpp"
#include "client/views/entity_link.hpp"

namespace callboard::views {

/// Where the entity comes from decides what can be done: the registration of a location can be taken back; what the
/// configuration or a provider brings comes back when it is read next; an orphan has nothing that brings it back.
enum class EntityOrigin : std::uint8_t { Unknown, Registered, Elsewhere, Orphan };

struct UnregisterData {
  store::Need need;  // of the location that it comes from
  bool is_idle = true;
  std::string name;
  std::string uid;
  EntityOrigin origin = EntityOrigin::Unknown;
  std::string location;          // as people read it; "" when there is none
  std::string location_id;       // Registered
  std::vector<EntityLink> also;  // go with a registered location, the first of them
  std::size_t also_total = 0;
  ActionState lookup;
  ActionState unregister;
  ActionState removal;
};

struct UnregisterLocal {
  bool open = false;
};

[[nodiscard]] UnregisterData BuildUnregister(const store::AppState& state, const EntityFacts& facts);
/// Afterwards the page is the catalog's.
void DrawUnregister(ui::Frame& frame, const UnregisterData& data, UnregisterLocal& local,
                    store::CommandQueue& commands);

}  // namespace callboard::views
