#pragma once
// The entities by id and ref. A ref that is only mentioned, by a relation or as a parent, has an id too.

#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/catalog/chunked_order.hpp"
#include "shared/catalog/flat_table.hpp"
#include "shared/catalog/once.hpp"
#include "shared/catalog/postings.hpp"

namespace callboard::catalog {

/// Nearly all entities have one parent or none, which then stands in place.
class ParentList {
 public:
  [[nodiscard]] std::span<const EntityId> Ids() const {
    if (many_ != nullptr) return *many_;
    return {&one_, one_ == kNone ? 0U : 1U};
  }
  void Set(std::vector<EntityId> ids) {
    one_ = ids.size() == 1 ? ids.front() : kNone;
    many_ = ids.size() > 1 ? std::make_unique<std::vector<EntityId>>(std::move(ids)) : nullptr;
  }

 private:
  static constexpr EntityId kNone = std::numeric_limits<EntityId>::max();
  EntityId one_ = kNone;
  std::unique_ptr<std::vector<EntityId>> many_;
};

struct EntitySlot {
  std::string ref;
  std::string document;
  ParentList parents;  // retained
  std::uint64_t change_seq = 0;
  std::uint32_t mentions = 0;
  bool present = false;
  bool ordered = false;  // the flags below are kept by the table
  bool touched = false;
};

class EntityTable {
 public:
  using Order = ChunkedOrder<EntityId>;

  /// The id of a ref, whether or not there is such an entity.
  [[nodiscard]] std::optional<EntityId> FindRef(std::string_view ref) const;
  /// Makes the id when it is new. It lasts while it is present or mentioned, at least until Settle().
  [[nodiscard]] EntityId IdOf(std::string_view ref);
  void Retain(EntityId id) { ++slots_[id].mentions; }
  void Release(EntityId id);
  void SetPresent(EntityId id, bool present);
  /// Brings what is kept up to date and frees the ids that nothing uses.
  void Settle();

  [[nodiscard]] EntitySlot& At(EntityId id) { return slots_[id]; }
  [[nodiscard]] const EntitySlot& At(EntityId id) const { return slots_[id]; }
  [[nodiscard]] const IdSet& present() const { return present_; }
  /// The present entities by ref; made when first asked for, and then kept.
  [[nodiscard]] const Order& order() const;
  [[nodiscard]] std::size_t capacity() const { return slots_.size(); }

 private:
  struct Place {
    std::uint32_t hash = 0;
    std::uint32_t handle = 0;  // id + 1
    friend bool operator==(const Place&, const Place&) = default;
  };

  void Touch(EntityId id);

  std::deque<EntitySlot> slots_;
  FlatTable<Place> by_ref_;
  std::vector<EntityId> free_;
  std::vector<EntityId> touched_;
  IdSet present_;
  mutable Order order_;
  Once order_built_;
};

}  // namespace callboard::catalog
