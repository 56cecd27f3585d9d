#include "shared/catalog/neighbours.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "shared/catalog/filter_eval.hpp"
#include "shared/catalog/fold.hpp"

namespace callboard::catalog {
namespace {

class Walk {
 public:
  Walk(const Store& store, const NeighbourhoodQuery& query) : store_(store), max_nodes_(query.max_nodes) {
    if (!query.kinds.empty()) {
      allowed_ = Evaluate(store, {.op = Filter::Op::In, .children = {}, .field = "kind", .values = query.kinds});
    } else {
      allowed_ = store.entities.present();
    }
    for (const EdgeType type : store.graph.TypesNamed("")) {
      const std::string folded = Fold(store.graph.TypeName(type));
      const bool is_wanted =
          query.relation_types.empty() ||
          std::ranges::any_of(query.relation_types, [&](const auto& name) { return Fold(name) == folded; });
      wanted_.push_back(is_wanted);
    }
    for (const EntityId root : query.roots) Add(root, 0);
  }

  void Run(std::size_t depth) {
    std::size_t begin = 0;
    for (std::size_t distance = 1; distance <= depth && begin < found_.nodes.size() && !found_.was_cut; ++distance) {
      const std::size_t end = found_.nodes.size();
      for (const EntityId id : Beyond(begin, end)) Add(id, distance);
      begin = end;
    }
  }

  [[nodiscard]] Neighbourhood Take() {
    for (const Neighbourhood::Node& node : found_.nodes) AddEdges(node.id);
    return std::move(found_);
  }

 private:
  void Add(EntityId id, std::size_t distance) {
    if (place_.contains(id)) return;
    if (found_.nodes.size() >= max_nodes_) {
      found_.was_cut = true;
      return;
    }
    place_.emplace(id, found_.nodes.size());
    found_.nodes.push_back({.id = id, .distance = distance});
  }

  /// What the nodes from `begin` to `end` lead to and is new, by ref.
  [[nodiscard]] std::vector<EntityId> Beyond(std::size_t begin, std::size_t end) const {
    IdSet reached;
    for (std::size_t i = begin; i < end; ++i) {
      for (const HalfEdge& edge : store_.graph.Out(found_.nodes[i].id)) {
        if (wanted_[edge.type] && !place_.contains(edge.other)) reached.add(edge.other);
      }
    }
    reached &= allowed_;
    std::vector<EntityId> ids(static_cast<std::size_t>(reached.cardinality()));
    if (!ids.empty()) reached.toUint32Array(ids.data());
    std::ranges::sort(ids, {}, [this](EntityId id) -> const std::string& { return store_.entities.At(id).ref; });
    return ids;
  }

  void AddEdges(EntityId source) {
    std::vector<std::tuple<std::string_view, std::size_t, EntityId>> edges;
    for (const HalfEdge& edge : store_.graph.Out(source)) {
      if (!wanted_[edge.type]) continue;
      const auto target = place_.find(edge.other);
      if (target != place_.end()) edges.emplace_back(store_.graph.TypeName(edge.type), target->second, edge.other);
    }
    std::ranges::sort(edges);
    for (const auto& [type, place, target] : edges) {
      found_.edges.push_back({.source = source, .target = target, .type = std::string(type)});
    }
  }

  const Store& store_;
  std::size_t max_nodes_;
  IdSet allowed_;
  std::vector<bool> wanted_;  // by type
  std::unordered_map<EntityId, std::size_t> place_;
  Neighbourhood found_;
};

}  // namespace

Neighbourhood FindNeighbours(const Store& store, const NeighbourhoodQuery& query) {
  Walk walk(store, query);
  walk.Run(query.depth);
  return walk.Take();
}

}  // namespace callboard::catalog
