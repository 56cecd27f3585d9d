#pragma once
// Relations come in pairs, and some of them carry the effect of a change.

#include <span>
#include <string_view>

namespace callboard::graph {

/// The relation that an edge is drawn by, and its inverse. Source: ALL_RELATION_PAIRS of Backstage's catalog-graph.
struct RelationPair {
  std::string_view primary;
  std::string_view inverse;
};
[[nodiscard]] std::span<const RelationPair> RelationPairs();

/// Null when the type belongs to no pair.
[[nodiscard]] const RelationPair* PairOf(std::string_view type);

/// The relations that lead from what changes to what is affected by it.
[[nodiscard]] std::span<const std::string_view> ImpactRelations();

}  // namespace callboard::graph
