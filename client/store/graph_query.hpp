#pragma once
// What /catalog-graph shows, as its query string says it. Names up to `curve` are those of Backstage's catalog-graph.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/graph/graph.hpp"
#include "client/graph/layout.hpp"

namespace callboard::store {

enum class GraphLayout : std::uint8_t { Layered, Force };

struct GraphQuery {
  std::vector<std::string> roots;      // rootEntityRefs[]: canonical refs
  std::size_t depth = 2;               // maxDepth: graph::kAnyDepth is "∞"
  std::vector<std::string> kinds;      // selectedKinds[]: lower case; none means all
  std::vector<std::string> relations;  // selectedRelations[]: none means all
  bool unidirectional = true;
  bool merge_relations = true;  // mergeRelations
  graph::Direction direction = graph::Direction::LeftRight;
  bool show_filters = true;  // showFilters
  bool steps = false;        // curve: curveStepBefore instead of curveMonotoneX
  GraphLayout layout = GraphLayout::Layered;
  graph::RollUp roll_up = graph::RollUp::None;  // rollUp
  bool impact = false;
  std::string focus;   // canonical ref of the chosen node
  bool table = false;  // view=table

  friend bool operator==(const GraphQuery&, const GraphQuery&) = default;
};

/// Of a query string without its question mark. What cannot be read keeps its default.
[[nodiscard]] GraphQuery GraphFromQuery(std::string_view query);
/// With its question mark; "" for the default.
[[nodiscard]] std::string QueryFromGraph(const GraphQuery& graph);

}  // namespace callboard::store
