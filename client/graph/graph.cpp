#include "client/graph/graph.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "client/graph/relation_pairs.hpp"
#include "shared/base/json.hpp"
#include "shared/base/text.hpp"
#include "shared/model/entity.hpp"

namespace callboard::graph {
namespace {

using Place = std::uint32_t;

std::uint64_t KeyOf(Place from, Place to) {
  return (static_cast<std::uint64_t>(from) << 32U) | to;
}

std::vector<std::string> TypesOf(const Request& request) {
  if (!request.impact) return request.relation_types;
  std::vector<std::string> types;
  for (const std::string_view type : ImpactRelations()) {
    if (request.relation_types.empty() || std::ranges::contains(request.relation_types, type)) types.emplace_back(type);
  }
  // None at all would mean every type.
  if (types.empty()) types.emplace_back("none");
  return types;
}

catalog::Neighbourhood Find(const catalog::Index& index, const Request& request, Graph& graph) {
  catalog::NeighbourhoodQuery query{.depth = request.impact ? kAnyDepth : request.depth,
                                    .kinds = request.kinds,
                                    .relation_types = TypesOf(request),
                                    .max_nodes = request.max_nodes};
  for (const std::string& root : request.roots) {
    if (const auto id = index.FindByRef(root)) {
      query.roots.push_back(*id);
    } else {
      graph.missing_roots.push_back(root);
    }
  }
  return index.Neighbours(query);
}

/// Adds edges one by one, and keeps those that say something new.
class EdgeCollector {
 public:
  EdgeCollector(const Request& request, Graph& graph) : request_(request), graph_(graph) {}

  void Add(Place source, Place target, const std::string& type) {
    if (source == target) return;
    if (request_.impact) return Keep(source, target, type);
    // Edges come by the place of their source: the one from nearer to a root is first.
    if (request_.unidirectional && connected_.contains(KeyOf(target, source))) return;
    connected_.insert(KeyOf(source, target));
    const RelationPair* const pair = request_.merge_relations ? PairOf(type) : nullptr;
    if (pair == nullptr) return Keep(source, target, type);
    const bool turned = type == pair->inverse;
    Keep(turned ? target : source, turned ? source : target, std::string(pair->primary));
  }

 private:
  void Keep(Place from, Place to, const std::string& type) {
    const auto [found, is_new] = at_.try_emplace(KeyOf(from, to), graph_.edges.size());
    if (is_new) graph_.edges.push_back({.from = from, .to = to, .types = {}});
    std::vector<std::string>& types = graph_.edges[found->second].types;
    if (!std::ranges::contains(types, type)) types.push_back(type);
  }

  const Request& request_;
  Graph& graph_;
  std::unordered_set<std::uint64_t> connected_;
  std::unordered_map<std::uint64_t, std::size_t> at_;
};

}  // namespace

std::string LabelOf(const catalog::Index& index, catalog::EntityId id) {
  const model::Entity entity{ParseJson(index.Document(id)).value_or(Json())};
  return std::string(model::DisplayName(entity));
}

Graph BuildGraph(const catalog::Index& index, const Request& request) {
  Graph graph;
  const catalog::Neighbourhood found = Find(index, request, graph);
  graph.was_cut = found.was_cut;
  graph.entities = found.nodes.size();
  std::unordered_map<catalog::EntityId, Place> place;
  for (const catalog::Neighbourhood::Node& node : found.nodes) {
    place.emplace(node.id, static_cast<Place>(graph.nodes.size()));
    const std::string& ref = index.Ref(node.id);
    graph.nodes.push_back({.ref = ref,
                           .label = LabelOf(index, node.id),
                           .kind = ref.substr(0, ref.find(':')),
                           .distance = node.distance,
                           .is_root = node.distance == 0});
  }
  EdgeCollector edges(request, graph);
  for (const catalog::Neighbourhood::Edge& edge : found.edges)
    edges.Add(place.at(edge.source), place.at(edge.target), edge.type);
  return request.roll_up == RollUp::None ? graph : RolledUp(index, graph, request.roll_up);
}

}  // namespace callboard::graph
