#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "client/graph/graph.hpp"

namespace callboard::graph {
namespace {

// A component in a component in a system in a domain in a domain, and something to spare.
constexpr int kMostLevels = 8;

std::string_view KindOf(std::string_view ref) {
  return ref.substr(0, ref.find(':'));
}

/// The nearest entity of `kind` that contains `ref`, or nothing.
std::optional<std::string> ContainerOf(const catalog::Index& index, std::string ref, std::string_view kind) {
  for (int level = 0; level < kMostLevels; ++level) {
    if (KindOf(ref) == kind) return ref;
    const auto id = index.FindByRef(ref);
    if (!id) return std::nullopt;
    std::vector<catalog::Edge> parents = index.Edges(*id);
    std::erase_if(parents, [](const catalog::Edge& edge) { return edge.type != "partOf"; });
    if (parents.empty()) return std::nullopt;
    const auto wanted = std::ranges::find(parents, kind, [](const auto& edge) { return KindOf(edge.target_ref); });
    ref = wanted == parents.end() ? parents.front().target_ref : wanted->target_ref;
  }
  return std::nullopt;
}

class Roller {
 public:
  Roller(const catalog::Index& index, const Graph& graph, RollUp by)
      : index_(index), kind_(by == RollUp::Domain ? "domain" : "system") {
    rolled_.missing_roots = graph.missing_roots;
    rolled_.entities = graph.entities;
    rolled_.was_cut = graph.was_cut;
    for (const Node& node : graph.nodes) place_.push_back(PlaceOf(node));
    for (const Edge& edge : graph.edges) AddEdge(edge);
  }
  [[nodiscard]] Graph Take() { return std::move(rolled_); }

 private:
  std::uint32_t PlaceOf(const Node& node) {
    const std::optional<std::string> container = ContainerOf(index_, node.ref, kind_);
    const std::string& ref = container ? *container : node.ref;
    const auto [found, is_new] = by_ref_.try_emplace(ref, static_cast<std::uint32_t>(rolled_.nodes.size()));
    if (is_new) {
      rolled_.nodes.push_back(node);
      const auto id = container ? index_.FindByRef(ref) : std::nullopt;
      if (id) rolled_.nodes.back().label = LabelOf(index_, *id);
      if (container) rolled_.nodes.back().kind = kind_;
      rolled_.nodes.back().ref = ref;
    }
    Node& into = rolled_.nodes[found->second];
    into.distance = std::min(into.distance, node.distance);
    into.is_root = into.is_root || node.is_root;
    if (container && ref != node.ref) ++into.members;
    return found->second;
  }

  void AddEdge(const Edge& edge) {
    const std::uint32_t from = place_[edge.from];
    const std::uint32_t to = place_[edge.to];
    if (from == to) return;
    const std::uint64_t key = (static_cast<std::uint64_t>(from) << 32U) | to;
    const auto [found, is_new] = at_.try_emplace(key, rolled_.edges.size());
    if (is_new) {
      rolled_.edges.push_back({.from = from, .to = to, .types = edge.types, .count = edge.count});
      return;
    }
    Edge& into = rolled_.edges[found->second];
    into.count += edge.count;
    for (const std::string& type : edge.types) {
      if (!std::ranges::contains(into.types, type)) into.types.push_back(type);
    }
  }

  const catalog::Index& index_;
  std::string kind_;
  Graph rolled_;
  std::vector<std::uint32_t> place_;
  std::unordered_map<std::string, std::uint32_t> by_ref_;
  std::unordered_map<std::uint64_t, std::size_t> at_;
};

}  // namespace

Graph RolledUp(const catalog::Index& index, const Graph& graph, RollUp by) {
  return by == RollUp::None ? graph : Roller(index, graph, by).Take();
}

}  // namespace callboard::graph
