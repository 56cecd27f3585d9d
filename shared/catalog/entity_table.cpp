#include "shared/catalog/entity_table.hpp"

#include <utility>

#include "shared/catalog/text_sort.hpp"

namespace callboard::catalog {

std::optional<EntityId> EntityTable::FindRef(std::string_view ref) const {
  const std::uint32_t hash = HashText(ref);
  const Place place =
      by_ref_.Find(hash, [&](const Place& other) { return other.hash == hash && slots_[other.handle - 1].ref == ref; });
  if (place.handle == 0) return std::nullopt;
  return place.handle - 1;
}

EntityId EntityTable::IdOf(std::string_view ref) {
  if (const auto known = FindRef(ref)) return *known;
  EntityId id = 0;
  if (free_.empty()) {
    id = static_cast<EntityId>(slots_.size());
    slots_.emplace_back();
  } else {
    id = free_.back();
    free_.pop_back();
  }
  slots_[id].ref = ref;
  const std::uint32_t hash = HashText(ref);
  by_ref_.Insert(hash, {.hash = hash, .handle = id + 1}, [](const Place& place) { return place.hash; });
  Touch(id);
  return id;
}

void EntityTable::Release(EntityId id) {
  if (--slots_[id].mentions == 0) Touch(id);
}

void EntityTable::SetPresent(EntityId id, bool present) {
  slots_[id].present = present;
  if (present) {
    present_.add(id);
  } else {
    present_.remove(id);
  }
  Touch(id);
}

void EntityTable::Touch(EntityId id) {
  if (std::exchange(slots_[id].touched, true)) return;
  touched_.push_back(id);
}

void EntityTable::Settle() {
  constexpr std::size_t kSmallestRebuild = 64;
  constexpr std::size_t kRebuildShare = 16;
  const bool many = touched_.size() > kSmallestRebuild && touched_.size() * kRebuildShare > order_.size();
  const bool keeps_order = order_built_.Done() && !many;
  if (!keeps_order) {
    order_ = {};
    order_built_.Reset();
  }
  const auto by_ref = [this](EntityId a, EntityId b) { return slots_[a].ref < slots_[b].ref; };
  for (const EntityId id : std::exchange(touched_, {})) {
    EntitySlot& slot = slots_[id];
    slot.touched = false;
    if (keeps_order && slot.present && !slot.ordered) order_.Insert(id, by_ref);
    if (keeps_order && !slot.present && slot.ordered) order_.Remove(id, by_ref);
    slot.ordered = slot.present;
    if (slot.present || slot.mentions > 0) continue;
    const std::uint32_t hash = HashText(slot.ref);
    by_ref_.Erase(hash, {.hash = hash, .handle = id + 1}, [](const Place& place) { return place.hash; });
    slot = {};
    free_.push_back(id);
  }
}

const EntityTable::Order& EntityTable::order() const {
  order_built_.Ensure([this] {
    std::vector<EntityId> all(static_cast<std::size_t>(present_.cardinality()));
    if (!all.empty()) present_.toUint32Array(all.data());
    SortByText(
        all, [this](EntityId id) -> std::string_view { return slots_[id].ref; },
        [this](EntityId a, EntityId b) { return slots_[a].ref < slots_[b].ref; });
    order_.Assign(all);
  });
  return order_;
}

}  // namespace callboard::catalog
