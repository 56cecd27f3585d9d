#include "shared/catalog/graph.hpp"

#include <algorithm>
#include <iterator>

#include "shared/catalog/fold.hpp"

namespace callboard::catalog {
namespace {

bool Before(const HalfEdge& edge, EdgeType type, EntityId other) {
  return edge.type != type ? edge.type < type : edge.other < other;
}

using Edges = std::vector<HalfEdge>;

/// The part of the edges in which one direction is kept.
struct Range {
  Edges::iterator begin;
  Edges::iterator end;

  [[nodiscard]] Edges::iterator PlaceOf(EdgeType type, EntityId other) const {
    return std::partition_point(begin, end, [&](const HalfEdge& edge) { return Before(edge, type, other); });
  }
  /// Whether an edge of the type stands beside the place.
  [[nodiscard]] bool HasType(EdgeType type, Edges::iterator before, Edges::iterator after) const {
    return (before != begin && std::prev(before)->type == type) || (after != end && after->type == type);
  }
};

/// Adds one half and who states it; `holders` gains `holder` with its first edge of the type. True when the half is
/// new.
bool InsertHalf(Edges& edges, const Range& range, const HalfEdge& half, EntityId holder, IdSet& holders) {
  const auto at = range.PlaceOf(half.type, half.other);
  if (at != range.end && at->type == half.type && at->other == half.other) {
    at->stated_by = at->stated_by | half.stated_by;
    return false;
  }
  if (!range.HasType(half.type, at, at)) holders.add(holder);
  edges.insert(at, half);
  return true;
}

/// Takes who states it from one half, and the half away when nobody does any more: then true.
bool EraseHalf(Edges& edges, const Range& range, const HalfEdge& half, EntityId holder, IdSet& holders) {
  const auto at = range.PlaceOf(half.type, half.other);
  at->stated_by = at->stated_by & ~half.stated_by;
  if (at->stated_by != 0) return false;
  if (!range.HasType(half.type, at, std::next(at))) holders.remove(holder);
  edges.erase(at);
  return true;
}

}  // namespace

void Graph::ReadEdges(EntityId entity, std::span<const StatedRelation> relations, std::vector<EdgeKey>& edges) {
  edges.clear();
  for (const StatedRelation& relation : relations) {
    const EntityId other = entities_.IdOf(relation.target);
    if (!relation.type.empty())
      edges.push_back({.source = entity, .type = TypeOf(relation.type, last_type_), .target = other});
    if (!relation.inverse.empty())
      edges.push_back({.source = other, .type = TypeOf(relation.inverse, last_inverse_), .target = entity});
  }
  std::ranges::sort(edges);
  const auto rest = std::ranges::unique(edges);
  edges.erase(rest.begin(), rest.end());
  if (links_.size() < entities_.capacity()) links_.resize(entities_.capacity());
}

void Graph::AddStated(EntityId entity, std::span<const StatedRelation> relations) {
  ReadEdges(entity, relations, wanted_);
  Edges& own = links_[entity].edges;
  own.reserve(own.size() + wanted_.size());
  for (const EdgeKey& edge : wanted_) Insert(entity, edge);
}

void Graph::SetStated(EntityId entity, std::span<const StatedRelation> relations) {
  ReadEdges(entity, relations, wanted_);
  const std::vector<EdgeKey> known = StatedBy(entity);
  std::vector<EdgeKey> difference;
  std::ranges::set_difference(known, wanted_, std::back_inserter(difference));
  for (const EdgeKey& edge : difference) Erase(entity, edge);
  difference.clear();
  std::ranges::set_difference(wanted_, known, std::back_inserter(difference));
  for (const EdgeKey& edge : difference) Insert(entity, edge);
}

std::vector<Graph::EdgeKey> Graph::StatedBy(EntityId entity) const {
  std::vector<EdgeKey> edges;
  for (const HalfEdge& edge : Out(entity)) {
    if ((edge.stated_by & kSource) != 0) edges.push_back({.source = entity, .type = edge.type, .target = edge.other});
  }
  for (const HalfEdge& edge : In(entity)) {
    if ((edge.stated_by & kTarget) != 0) edges.push_back({.source = edge.other, .type = edge.type, .target = entity});
  }
  std::ranges::sort(edges);
  return edges;
}

void Graph::Insert(EntityId stated_by, const EdgeKey& edge) {
  const std::uint32_t end = stated_by == edge.source ? kSource : kTarget;
  Type& type = types_[edge.type];
  Links& source = links_[edge.source];
  const HalfEdge out{.other = edge.target, .type = edge.type, .stated_by = end};
  const bool is_new =
      InsertHalf(source.edges, {.begin = source.edges.begin(), .end = source.edges.begin() + source.out_count}, out,
                 edge.source, type.sources);
  if (is_new) ++source.out_count;
  Links& target = links_[edge.target];
  const HalfEdge in{.other = edge.source, .type = edge.type, .stated_by = end};
  InsertHalf(target.edges, {.begin = target.edges.begin() + target.out_count, .end = target.edges.end()}, in,
             edge.target, type.targets);
  if (!is_new) return;
  entities_.Retain(edge.source);
  entities_.Retain(edge.target);
}

void Graph::Erase(EntityId stated_by, const EdgeKey& edge) {
  const std::uint32_t end = stated_by == edge.source ? kSource : kTarget;
  Type& type = types_[edge.type];
  Links& source = links_[edge.source];
  const HalfEdge out{.other = edge.target, .type = edge.type, .stated_by = end};
  const bool is_gone =
      EraseHalf(source.edges, {.begin = source.edges.begin(), .end = source.edges.begin() + source.out_count}, out,
                edge.source, type.sources);
  if (is_gone) --source.out_count;
  Links& target = links_[edge.target];
  const HalfEdge in{.other = edge.source, .type = edge.type, .stated_by = end};
  EraseHalf(target.edges, {.begin = target.edges.begin() + target.out_count, .end = target.edges.end()}, in,
            edge.target, type.targets);
  if (!is_gone) return;
  entities_.Release(edge.source);
  entities_.Release(edge.target);
}

std::span<const HalfEdge> Graph::Out(EntityId id) const {
  if (id >= links_.size()) return {};
  return std::span(links_[id].edges).first(links_[id].out_count);
}

std::span<const HalfEdge> Graph::In(EntityId id) const {
  if (id >= links_.size()) return {};
  return std::span(links_[id].edges).subspan(links_[id].out_count);
}

std::span<const HalfEdge> Graph::In(EntityId id, EdgeType type) const {
  const std::span<const HalfEdge> edges = In(id);
  const auto first = std::ranges::partition_point(edges, [&](const HalfEdge& edge) { return edge.type < type; });
  const auto last = std::partition_point(first, edges.end(), [&](const HalfEdge& edge) { return edge.type == type; });
  return {first, last};
}

EdgeType Graph::TypeOf(std::string_view name, EdgeType& last) {
  if (last < types_.size() && types_[last].name == name) return last;
  const auto [at, is_new] = type_by_name_.try_emplace(std::string(name), static_cast<EdgeType>(types_.size()));
  if (is_new) types_.push_back({.name = at->first, .folded = Fold(name), .sources = {}, .targets = {}});
  last = at->second;
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
