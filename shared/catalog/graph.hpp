#pragma once
// Who is related to whom: every edge at both of its ends, and who said so.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "shared/catalog/entity_table.hpp"

namespace callboard::catalog {

using EdgeType = std::uint32_t;

/// One end of an edge, as seen from the other.
struct HalfEdge {
  EntityId other;
  EdgeType type : 24;
  std::uint32_t emitters : 8;
};

/// An edge by names, as it is fed.
struct EmittedEdge {
  std::string_view source;
  std::string_view type;
  std::string_view target;
};

/// Nearly every edge is emitted by one of its ends, so a flag says by which; only edges between two others are listed
/// by emitter. That takes 16 bytes an edge in all.
class Graph {
 public:
  explicit Graph(EntityTable& entities) : entities_(entities) {}

  /// Makes `relations` what the emitter says from now on.
  void SetEmitted(EntityId emitter, std::span<const EmittedEdge> relations);

  /// The same, quicker, for an emitter of which there are no edges yet.
  void AddEmitted(EntityId emitter, std::span<const EmittedEdge> relations);

  /// Sorted by type and id of the target, or of the source. Ends may be absent from the catalog.
  [[nodiscard]] std::span<const HalfEdge> Out(EntityId id) const;
  [[nodiscard]] std::span<const HalfEdge> In(EntityId id) const;
  [[nodiscard]] std::span<const HalfEdge> In(EntityId id, EdgeType type) const;

  [[nodiscard]] const std::string& TypeName(EdgeType type) const { return types_[type].name; }
  /// The types whose folded name this is; all types for "".
  [[nodiscard]] std::vector<EdgeType> TypesNamed(std::string_view folded) const;
  /// The ids with an edge of the type that starts there, or that ends there.
  [[nodiscard]] const IdSet& Sources(EdgeType type) const { return types_[type].sources; }
  [[nodiscard]] const IdSet& Targets(EdgeType type) const { return types_[type].targets; }

 private:
  struct EdgeKey {
    EntityId source;
    EdgeType type;
    EntityId target;
    friend auto operator<=>(const EdgeKey&, const EdgeKey&) = default;
  };
  /// Those that start at an entity, then those that end there.
  struct Links {
    std::vector<HalfEdge> edges;
    std::uint32_t out_count = 0;
  };
  struct Type {
    std::string name;
    std::string folded;
    IdSet sources;
    IdSet targets;
  };
  enum Emitter : std::uint8_t { kSource = 1, kTarget = 2, kOther = 4 };

  [[nodiscard]] EdgeType TypeOf(std::string_view name);
  /// Sorted and distinct; makes the ids that are new, and room for them.
  void ReadEdges(EntityId emitter, std::span<const EmittedEdge> relations, std::vector<EdgeKey>& edges);
  [[nodiscard]] std::vector<EdgeKey> EmittedBy(EntityId emitter) const;
  void Add(EntityId emitter, const EdgeKey& edge);
  void Remove(EntityId emitter, const EdgeKey& edge);
  void Insert(const EdgeKey& edge, std::uint32_t emitters);
  void Erase(const EdgeKey& edge, std::uint32_t emitters);

  EntityTable& entities_;
  std::deque<Links> links_;
  std::vector<Type> types_;
  std::unordered_map<std::string, EdgeType> type_by_name_;
  EdgeType last_type_ = 0;
  std::vector<EdgeKey> wanted_;                                 // kept for its memory
  std::unordered_map<EntityId, std::vector<EdgeKey>> foreign_;  // sorted: edges of which the emitter is no end
  std::map<EdgeKey, std::size_t> foreign_count_;
};

}  // namespace callboard::catalog
