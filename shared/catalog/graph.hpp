#pragma once
// Who is related to whom: every edge at both of its ends, and who said so.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/catalog/entity_table.hpp"

namespace callboard::catalog {

using EdgeType = std::uint32_t;

/// One end of an edge, as seen from the other.
struct HalfEdge {
  EntityId other;
  EdgeType type : 24;
  std::uint32_t stated_by : 8;
};

/// What one entity says of another, as it is fed: an edge there and one back, of which one may be missing ("").
struct StatedRelation {
  std::string_view type;
  std::string_view inverse;
  std::string_view target;
};

/// Every edge is stated by one of its ends or by both, and flags say by which. That takes 16 bytes an edge in all.
class Graph {
 public:
  explicit Graph(EntityTable& entities) : entities_(entities) {}

  /// Makes `relations` what the entity says from now on.
  void SetStated(EntityId entity, std::span<const StatedRelation> relations);

  /// The same, quicker, for an entity that has said nothing yet.
  void AddStated(EntityId entity, std::span<const StatedRelation> relations);

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
  enum End : std::uint8_t { kSource = 1, kTarget = 2 };

  /// `last` is the type that was asked for the last time.
  [[nodiscard]] EdgeType TypeOf(std::string_view name, EdgeType& last);
  /// Sorted and distinct; makes the ids that are new, and room for them.
  void ReadEdges(EntityId entity, std::span<const StatedRelation> relations, std::vector<EdgeKey>& edges);
  [[nodiscard]] std::vector<EdgeKey> StatedBy(EntityId entity) const;
  void Insert(EntityId stated_by, const EdgeKey& edge);
  void Erase(EntityId stated_by, const EdgeKey& edge);

  EntityTable& entities_;
  std::deque<Links> links_;
  std::vector<Type> types_;
  std::unordered_map<std::string, EdgeType> type_by_name_;
  EdgeType last_type_ = 0;
  EdgeType last_inverse_ = 0;
  std::vector<EdgeKey> wanted_;  // kept for its memory
};

}  // namespace callboard::catalog
