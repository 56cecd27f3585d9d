#pragma once
// How the catalog sees an entity: its identity, why it is there, and its document.

#include <string>
#include <vector>

#include "client/ui/ui.hpp"
#include "client/views/entity_facts.hpp"
#include "client/views/entity_link.hpp"

namespace callboard::views {

struct EntityInspect {
  std::string ref;
  std::string uid;
  std::string etag;
  std::string location;              // where it came from, as the catalog says
  std::vector<EntityLink> ancestry;  // nearest first
  std::string json;
  bool is_whole = false;  // else the definition is still to come
};

[[nodiscard]] EntityInspect BuildEntityInspect(const store::AppState& state, const EntityFacts& facts);
void DrawEntityInspect(ui::Frame& frame, const EntityInspect& inspect);

}  // namespace callboard::views
