#pragma once
// The card of an entity's overview with a small graph: the entity and what it is related to.

#include <string>

#include "client/store/app_state.hpp"
#include "client/ui/ui.hpp"
#include "client/views/graph_picture.hpp"

namespace callboard::views {

/// The graph is empty when there are no relations, or too many for a card.
struct RelationsGraph {
  /// More could not be read in a card.
  static constexpr std::size_t kMostNodes = 25;
  GraphPlan plan;
  std::string name;  // the entity's
  bool has_relations = false;
  std::string page_href;  // the same on the page of graphs
};

[[nodiscard]] RelationsGraph BuildRelationsGraph(const store::AppState& state, std::string_view canonical_ref);
/// Nothing when the entity has no relations.
void DrawRelationsGraph(ui::Frame& frame, const RelationsGraph& relations, GraphCache& cache);

}  // namespace callboard::views
