#include "shared/catalog/graph.hpp"

#include <algorithm>
#include <iterator>

#include "shared/catalog/fold.hpp"

namespace callboard::catalog {
namespace {

bool Before(const HalfEdge& edge, EdgeType type, EntityId other) {
  return edge.type != type ? edge.type < type : edge.other < other;
}

auto PlaceOf(std::vector<HalfEdge>& edges, EdgeType type, EntityId other) {
  return std::partition_point(edges.begin(), edges.end(),
                              [&](const HalfEdge& edge) { return Before(edge, type, other); });
}

/// Adds one half and its emitters; `holders` gains `holder` with its first edge of the type. True when the half is new.
bool InsertHalf(std::vector<HalfEdge>& edges, EdgeType type, EntityId other, std::uint32_t emitters, EntityId holder,
                IdSet& holders) {
  const auto at = PlaceOf(edges, type, other);
  if (at != edges.end() && at->type == type && at->other == other) {
    at->emitters = at->emitters | emitters;
    return false;
  }
  edges.insert(at, HalfEdge{.other = other, .type = type, .emitters = emitters});
  holders.add(holder);
  return true;
}

/// Takes the emitters from one half, and the half away when nobody emits it any more: then true.
bool EraseHalf(std::vector<HalfEdge>& edges, EdgeType type, EntityId other, std::uint32_t emitters, EntityId holder,
               IdSet& holders) {
  auto at = PlaceOf(edges, type, other);
  at->emitters = at->emitters & ~emitters;
  if (at->emitters != 0) return false;
  at = edges.erase(at);
  const bool has_next = at != edges.end() && at->type == type;
  const bool has_previous = at != edges.begin() && std::prev(at)->type == type;
  if (!has_next && !has_previous) holders.remove(holder);
  return true;
}

}  // namespace

void Graph::SetEmitted(EntityId emitter, const std::vector<model::Relation>& relations) {
  std::vector<EdgeKey> wanted;
  wanted.reserve(relations.size());
  for (const model::Relation& relation : relations) {
    wanted.push_back({.source = entities_.IdOf(relation.source_ref),
                      .type = TypeOf(relation.type),
                      .target = entities_.IdOf(relation.target_ref)});
  }
  std::ranges::sort(wanted);
  const auto rest = std::ranges::unique(wanted);
  wanted.erase(rest.begin(), rest.end());
  if (links_.size() < entities_.capacity()) links_.resize(entities_.capacity());

  const std::vector<EdgeKey> known = EmittedBy(emitter);
  std::vector<EdgeKey> difference;
  std::ranges::set_difference(known, wanted, std::back_inserter(difference));
  for (const EdgeKey& edge : difference) Remove(emitter, edge);
  difference.clear();
  std::ranges::set_difference(wanted, known, std::back_inserter(difference));
  for (const EdgeKey& edge : difference) Add(emitter, edge);
}

std::vector<Graph::EdgeKey> Graph::EmittedBy(EntityId emitter) const {
  std::vector<EdgeKey> edges;
  for (const HalfEdge& edge : Out(emitter)) {
    if ((edge.emitters & kSource) != 0) edges.push_back({.source = emitter, .type = edge.type, .target = edge.other});
  }
  for (const HalfEdge& edge : In(emitter)) {
    if ((edge.emitters & kTarget) != 0) edges.push_back({.source = edge.other, .type = edge.type, .target = emitter});
  }
  if (const auto at = foreign_.find(emitter); at != foreign_.end()) {
    edges.insert(edges.end(), at->second.begin(), at->second.end());
  }
  std::ranges::sort(edges);
  return edges;
}

void Graph::Add(EntityId emitter, const EdgeKey& edge) {
  if (emitter == edge.source) return Insert(edge, kSource);
  if (emitter == edge.target) return Insert(edge, kTarget);
  std::vector<EdgeKey>& own = foreign_[emitter];
  own.insert(std::ranges::lower_bound(own, edge), edge);
  if (++foreign_count_[edge] == 1) Insert(edge, kOther);
}

void Graph::Remove(EntityId emitter, const EdgeKey& edge) {
  if (emitter == edge.source) return Erase(edge, kSource);
  if (emitter == edge.target) return Erase(edge, kTarget);
  std::vector<EdgeKey>& own = foreign_[emitter];
  own.erase(std::ranges::lower_bound(own, edge));
  if (own.empty()) foreign_.erase(emitter);
  const auto count = foreign_count_.find(edge);
  if (--count->second > 0) return;
  foreign_count_.erase(count);
  Erase(edge, kOther);
}

void Graph::Insert(const EdgeKey& edge, std::uint32_t emitters) {
  Type& type = types_[edge.type];
  const bool is_new = InsertHalf(links_[edge.source].out, edge.type, edge.target, emitters, edge.source, type.sources);
  InsertHalf(links_[edge.target].in, edge.type, edge.source, emitters, edge.target, type.targets);
  if (!is_new) return;
  entities_.Retain(edge.source);
  entities_.Retain(edge.target);
}

void Graph::Erase(const EdgeKey& edge, std::uint32_t emitters) {
  Type& type = types_[edge.type];
  const bool is_gone = EraseHalf(links_[edge.source].out, edge.type, edge.target, emitters, edge.source, type.sources);
  EraseHalf(links_[edge.target].in, edge.type, edge.source, emitters, edge.target, type.targets);
  if (!is_gone) return;
  entities_.Release(edge.source);
  entities_.Release(edge.target);
}

std::span<const HalfEdge> Graph::Out(EntityId id) const {
  if (id >= links_.size()) return {};
  return links_[id].out;
}

std::span<const HalfEdge> Graph::In(EntityId id) const {
  if (id >= links_.size()) return {};
  return links_[id].in;
}

std::span<const HalfEdge> Graph::In(EntityId id, EdgeType type) const {
  const std::span<const HalfEdge> edges = In(id);
  const auto first = std::ranges::partition_point(edges, [&](const HalfEdge& edge) { return edge.type < type; });
  const auto last = std::partition_point(first, edges.end(), [&](const HalfEdge& edge) { return edge.type == type; });
  return {first, last};
}

EdgeType Graph::TypeOf(std::string_view name) {
  const auto [at, is_new] = type_by_name_.try_emplace(std::string(name), static_cast<EdgeType>(types_.size()));
  if (is_new) types_.push_back({.name = at->first, .folded = Fold(name), .sources = {}, .targets = {}});
  return at->second;
}

std::vector<EdgeType> Graph::TypesNamed(std::string_view folded) const {
  std::vector<EdgeType> found;
  for (EdgeType type = 0; type < types_.size(); ++type) {
    if (folded.empty() || types_[type].folded == folded) found.push_back(type);
  }
  return found;
}

}  // namespace callboard::catalog
