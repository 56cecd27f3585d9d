#include "shared/catalog/entity_table.hpp"

#include <utility>

namespace callboard::catalog {

std::optional<EntityId> EntityTable::FindRef(std::string_view ref) const {
  const EntityId handle = by_ref_.Find(HashText(ref), [&](EntityId slot) { return slots_[slot - 1].ref == ref; });
  if (handle == 0) return std::nullopt;
  return handle - 1;
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
  by_ref_.Insert(HashText(ref), id + 1, [this](EntityId slot) { return HashText(slots_[slot - 1].ref); });
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
  const auto by_ref = [this](EntityId a, EntityId b) { return slots_[a].ref < slots_[b].ref; };
  std::vector<EntityId> added;
  for (const EntityId id : std::exchange(touched_, {})) {
    EntitySlot& slot = slots_[id];
    slot.touched = false;
    if (slot.present != slot.ordered) {
      if (slot.present) {
        added.push_back(id);
      } else {
        order_.Remove(id, by_ref);
      }
      slot.ordered = slot.present;
    }
    if (slot.present || slot.mentions > 0) continue;
    by_ref_.Erase(HashText(slot.ref), id + 1, [this](EntityId other) { return HashText(slots_[other - 1].ref); });
    slot = {};
    free_.push_back(id);
  }
  order_.Add(std::move(added), by_ref);
}

}  // namespace callboard::catalog
