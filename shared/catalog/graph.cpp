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

/// Adds one half and its emitters; `holders` gains `holder` with its first edge of the type. True when the half is new.
bool InsertHalf(Edges& edges, const Range& range, const HalfEdge& half, EntityId holder, IdSet& holders) {
  const auto at = range.PlaceOf(half.type, half.other);
  if (at != range.end && at->type == half.type && at->other == half.other) {
    at->emitters = at->emitters | half.emitters;
    return false;
  }
  if (!range.HasType(half.type, at, at)) holders.add(holder);
  edges.insert(at, half);
  return true;
}

/// Takes the emitters from one half, and the half away when nobody emits it any more: then true.
bool EraseHalf(Edges& edges, const Range& range, const HalfEdge& half, EntityId holder, IdSet& holders) {
  const auto at = range.PlaceOf(half.type, half.other);
  at->emitters = at->emitters & ~half.emitters;
  if (at->emitters != 0) return false;
  if (!range.HasType(half.type, at, std::next(at))) holders.remove(holder);
  edges.erase(at);
  return true;
}

}  // namespace

void Graph::ReadEdges(EntityId emitter, std::span<const EmittedEdge> relations, std::vector<EdgeKey>& edges) {
  edges.clear();
  // Most edges have the emitter at one end, and come in pairs, there and back.
  EntityId last = emitter;
  const auto id_of = [&](std::string_view ref) {
    if (ref == entities_.At(emitter).ref) return emitter;
    if (ref != entities_.At(last).ref) last = entities_.IdOf(ref);
    return last;
  };
  for (const EmittedEdge& relation : relations) {
    const EntityId source = id_of(relation.source);
    edges.push_back({.source = source, .type = TypeOf(relation.type), .target = id_of(relation.target)});
  }
  std::ranges::sort(edges);
  const auto rest = std::ranges::unique(edges);
  edges.erase(rest.begin(), rest.end());
  if (links_.size() < entities_.capacity()) links_.resize(entities_.capacity());
}

void Graph::AddEmitted(EntityId emitter, std::span<const EmittedEdge> relations) {
  ReadEdges(emitter, relations, wanted_);
  Edges& own = links_[emitter].edges;
  const auto halves =
      std::ranges::count(wanted_, emitter, &EdgeKey::source) + std::ranges::count(wanted_, emitter, &EdgeKey::target);
  own.reserve(own.size() + static_cast<std::size_t>(halves));
  for (const EdgeKey& edge : wanted_) Add(emitter, edge);
}

void Graph::SetEmitted(EntityId emitter, std::span<const EmittedEdge> relations) {
  ReadEdges(emitter, relations, wanted_);
  const std::vector<EdgeKey>& wanted = wanted_;
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
  Links& source = links_[edge.source];
  const HalfEdge out{.other = edge.target, .type = edge.type, .emitters = emitters};
  const bool is_new =
      InsertHalf(source.edges, {.begin = source.edges.begin(), .end = source.edges.begin() + source.out_count}, out,
                 edge.source, type.sources);
  if (is_new) ++source.out_count;
  Links& target = links_[edge.target];
  const HalfEdge in{.other = edge.source, .type = edge.type, .emitters = emitters};
  InsertHalf(target.edges, {.begin = target.edges.begin() + target.out_count, .end = target.edges.end()}, in,
             edge.target, type.targets);
  if (!is_new) return;
  entities_.Retain(edge.source);
  entities_.Retain(edge.target);
}

void Graph::Erase(const EdgeKey& edge, std::uint32_t emitters) {
  Type& type = types_[edge.type];
  Links& source = links_[edge.source];
  const HalfEdge out{.other = edge.target, .type = edge.type, .emitters = emitters};
  const bool is_gone =
      EraseHalf(source.edges, {.begin = source.edges.begin(), .end = source.edges.begin() + source.out_count}, out,
                edge.source, type.sources);
  if (is_gone) --source.out_count;
  Links& target = links_[edge.target];
  const HalfEdge in{.other = edge.source, .type = edge.type, .emitters = emitters};
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

EdgeType Graph::TypeOf(std::string_view name) {
  if (last_type_ < types_.size() && types_[last_type_].name == name) return last_type_;
  const auto [at, is_new] = type_by_name_.try_emplace(std::string(name), static_cast<EdgeType>(types_.size()));
  if (is_new) types_.push_back({.name = at->first, .folded = Fold(name), .sources = {}, .targets = {}});
  last_type_ = at->second;
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
