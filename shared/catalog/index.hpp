#pragma once
// The in-memory catalog: the same code answers in the catalog function and in the browser.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/catalog/query.hpp"
#include "shared/model/entity.hpp"

namespace callboard::catalog {

/// One entity as it is fed. `document` is its JSON text without `relations`; `relations` is what it says of others, and
/// `relations_json` is the same as text, which costs a fraction: [["type","inverse","target ref"],...]. Both count.
/// `parents` are the refs of the entities (or none) whose processing produced it.
struct EntityRecord {
  std::string ref;  // canonical
  std::string uid;
  std::string etag;
  std::string document;
  std::vector<model::Relation> relations;
  std::string relations_json;
  std::vector<std::string> parents;
  std::uint64_t change_seq = 0;
};

/// One step of the log: an upsert, or a removal when `removed`.
struct Change {
  EntityRecord record;
  bool removed = false;
};

/// An edge as seen from its source.
struct Edge {
  std::string type;
  std::string target_ref;

  friend auto operator<=>(const Edge&, const Edge&) = default;
};

/// Names one entity of the index until the next Apply.
using EntityId = std::uint32_t;

struct Page {
  std::vector<EntityId> items;
  std::size_t total = 0;
  std::optional<PageAnchor> next;      // absent on the last page
  std::optional<PageAnchor> previous;  // absent on the first page
};

struct FacetValue {
  std::string value;  // in the case in which it was written first
  std::size_t count = 0;
};

/// What of the graph around some entities is wanted. An edge is followed from its source to its target; well-known
/// relations have one each way, so that both directions are reached.
struct NeighbourhoodQuery {
  std::vector<EntityId> roots;
  std::size_t depth = 1;
  std::vector<std::string> kinds;           // of the nodes besides the roots; none means all
  std::vector<std::string> relation_types;  // none means all; case counts for neither
  std::size_t max_nodes = 1000;             // roots included
};

struct Neighbourhood {
  struct Node {
    EntityId id = 0;
    std::size_t distance = 0;  // edges from the nearest root
    friend bool operator==(const Node&, const Node&) = default;
  };
  struct Edge {
    EntityId source = 0;
    EntityId target = 0;
    std::string type;
    friend bool operator==(const Edge&, const Edge&) = default;
  };
  std::vector<Node> nodes;  // roots as they were given, then by distance and ref
  std::vector<Edge> edges;  // the wanted ones between nodes, by the place of the source, type, place of the target
  bool was_cut = false;     // there were more nodes than max_nodes
};

/// Runs two things at the same time, or one after the other, and returns when both are done.
using RunBoth = std::function<void(const std::function<void()>& one, const std::function<void()>& other)>;

/// Not synchronised: many readers or one writer. Sized for 750,000 entities in one process.
class Index {
 public:
  Index();
  ~Index();
  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;

  /// Applies the changes in order; a change with a `change_seq` below the entity's own is ignored. InvalidInput
  /// names the record whose document is not a JSON object or whose relations are not such a list; the records before it
  /// are applied. With `run_both`, documents and relations of entities that are all new are indexed side by side.
  Status Apply(std::vector<Change> changes, const RunBoth& run_both = nullptr);

  /// Of entities that come before anybody asked for it, only what lists and searches use is indexed at once. Whoever
  /// first asks for another field waits until all is; the writer may do it before, so many entities at a time. False
  /// when nothing is left.
  bool IndexRest(std::size_t entities);
  /// Makes what the first page and the first search would have to: for a reader with time to spare.
  void Prepare() const;

  /// The highest change_seq applied.
  [[nodiscard]] std::uint64_t Version() const;
  [[nodiscard]] std::size_t Size() const;

  [[nodiscard]] std::optional<EntityId> FindByRef(std::string_view canonical_ref) const;
  [[nodiscard]] std::optional<EntityId> FindByUid(std::string_view uid) const;

  [[nodiscard]] const std::string& Ref(EntityId id) const;
  [[nodiscard]] std::string Uid(EntityId id) const;
  /// JSON text without relations.
  [[nodiscard]] const std::string& Document(EntityId id) const;
  /// As they were fed, present or not.
  [[nodiscard]] std::vector<std::string> Parents(EntityId id) const;

  /// All edges that start at the entity, whoever states them, distinct, sorted by type and target.
  [[nodiscard]] std::vector<Edge> Edges(EntityId id) const;
  /// The document with its assembled `relations`, as the HTTP APIs answer it, appended to `out`.
  void AppendEntityJson(EntityId id, std::string& out) const;

  [[nodiscard]] Page Query(const EntityQuery& query) const;
  [[nodiscard]] std::size_t Count(const Filter& filter) const;
  [[nodiscard]] std::vector<EntityId> Match(const Filter& filter) const;  // in the order of refs
  /// Distinct values of `field` among the matching entities with their counts, sorted by value.
  [[nodiscard]] std::vector<FacetValue> Facet(std::string_view field, const Filter& filter) const;

  /// How many edges end at the entity, whoever states them.
  [[nodiscard]] std::size_t CountIncoming(EntityId id) const;
  /// Those that were fed without parents.
  [[nodiscard]] std::vector<EntityId> WithoutParents() const;
  /// The entity first, then everything that led to it, nearest first; a parent that is gone is left out.
  [[nodiscard]] std::vector<EntityId> Ancestry(EntityId id) const;

  /// Breadth first; ends of relations that are not in the catalog are left out.
  [[nodiscard]] Neighbourhood Neighbours(const NeighbourhoodQuery& query) const;
  /// The edges of the entity that lead to entities which are not in the catalog, as Edges gives them.
  [[nodiscard]] std::vector<Edge> MissingTargets(EntityId id) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace callboard::catalog
