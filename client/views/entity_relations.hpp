#pragma once
// The tabs of an entity that are about others: its APIs, its dependencies, and all of its relations.

#include <string>
#include <vector>

#include "client/store/route.hpp"
#include "client/views/entity_facts.hpp"
#include "client/views/relation_card.hpp"

namespace callboard::views {

/// The cards of the Apis or Dependencies tab, empty ones included.
[[nodiscard]] std::vector<RelationCard> BuildTabCards(const store::AppState& state, const EntityFacts& facts,
                                                      store::EntityTab tab);
void DrawTabCards(ui::Frame& frame, const std::vector<RelationCard>& cards);

struct RelationRow {
  std::string relation;  // "Owned by"
  EntityLink target;
  std::string kind;
};

/// All relations of one entity, by relation and target.
struct RelationTable {
  std::string name;  // the entity's
  std::vector<catalog::Edge> edges;
  const store::AppState* source = nullptr;
};

[[nodiscard]] RelationTable BuildRelationTable(const store::AppState& state, const EntityFacts& facts);
/// Read for each row that comes into sight. `row` < edges.size().
[[nodiscard]] RelationRow RelationAt(const RelationTable& table, std::size_t row);
void DrawRelationTable(ui::Frame& frame, const RelationTable& table);

}  // namespace callboard::views
