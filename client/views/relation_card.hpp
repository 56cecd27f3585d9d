#pragma once
// A card with the entities at the other end of one relation.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "client/views/entity_facts.hpp"
#include "client/views/entity_link.hpp"

namespace callboard::views {

/// `target_kind` "" takes every kind.
struct RelationSpec {
  std::string_view title;
  std::string_view relation;
  std::string_view target_kind;
};

struct RelationItem {
  EntityLink link;
  std::string type;
  std::string description;
};

/// At most kMostItems of the `total` entities.
struct RelationCard {
  static constexpr std::size_t kMostItems = 50;
  std::string title;
  std::vector<RelationItem> items;
  std::size_t total = 0;
  std::string all_href;  // the tab with all relations
};

[[nodiscard]] RelationCard BuildRelationCard(const store::AppState& state, const EntityFacts& facts,
                                             const RelationSpec& spec);
void DrawRelationCard(ui::Frame& frame, const RelationCard& card);

}  // namespace callboard::views
