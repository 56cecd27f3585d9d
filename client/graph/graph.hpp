#pragma once
// A graph of entities as it is shown: its nodes, and at most one edge from one node to another.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "shared/catalog/index.hpp"

namespace callboard::graph {

inline constexpr std::size_t kAnyDepth = std::numeric_limits<std::size_t>::max();
/// More could be laid out, but not read.
inline constexpr std::size_t kMostNodes = 5000;

enum class RollUp : std::uint8_t { None, System, Domain };

/// What is wanted of the graph around `roots`.
struct Request {
  std::vector<std::string> roots;  // canonical refs
  std::size_t depth = 1;
  std::vector<std::string> kinds;           // none: all
  std::vector<std::string> relation_types;  // none: all
  /// Two entities are connected once, as seen from the one that is nearer to a root.
  bool unidirectional = true;
  /// A relation and its inverse are one edge, in the direction of the pair's first; see relation_pairs.hpp.
  bool merge_relations = true;
  /// Instead: everything that is affected when a root changes or fails, at any depth.
  bool impact = false;
  RollUp roll_up = RollUp::None;
  std::size_t max_nodes = kMostNodes;
};

struct Node {
  std::string ref;  // canonical
  std::string label;
  std::string kind;          // lower case
  std::size_t distance = 0;  // from the nearest root
  bool is_root = false;
  std::size_t members = 0;  // rolled up: how many entities it stands for; else 0
};

struct Edge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::vector<std::string> types;
  std::size_t count = 1;  // rolled up: how many edges it stands for
};

struct Graph {
  std::vector<Node> nodes;  // roots first, then by distance
  std::vector<Edge> edges;
  std::vector<std::string> missing_roots;
  std::size_t entities = 0;  // before they were rolled up
  bool was_cut = false;      // there is more than max_nodes
};

[[nodiscard]] Graph BuildGraph(const catalog::Index& index, const Request& request);

/// Every node becomes the system or domain that it is part of, at any depth; what is in none stays as it is.
[[nodiscard]] Graph RolledUp(const catalog::Index& index, const Graph& graph, RollUp by);

/// The fewest edges between two nodes, whatever their direction: the nodes on the way, both ends included. Empty when
/// they are not connected.
[[nodiscard]] std::vector<std::uint32_t> FocusPath(const Graph& graph, std::uint32_t from, std::uint32_t to);

/// What the catalog calls an entity.
[[nodiscard]] std::string LabelOf(const catalog::Index& index, catalog::EntityId id);

}  // namespace callboard::graph
