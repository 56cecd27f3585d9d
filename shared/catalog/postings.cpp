#include "shared/catalog/postings.hpp"

#include <algorithm>
#include <bit>
#include <new>

namespace callboard::catalog {

IdBits::IdBits(const IdSet& ids) {
  if (ids.isEmpty()) return;
  words_.resize(ids.maximum() / 64 + 1);
  ids.iterate(
      [](std::uint32_t id, void* words) {
        (*static_cast<std::vector<std::uint64_t>*>(words))[id / 64] |= std::uint64_t{1} << (id % 64);
        return true;
      },
      &words_);
}

IdSet IdUnion::ToIdSet() const {
  std::vector<EntityId> ids;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
      ids.push_back(static_cast<EntityId>(i * 64 + static_cast<std::size_t>(std::countr_zero(word))));
    }
  }
  IdSet all = ids.empty() ? IdSet() : IdSet(ids.size(), ids.data());
  all |= sets_;
  return all;
}

Postings::List* Postings::NewList(std::uint32_t capacity) {
  void* const memory = ::operator new(sizeof(List) + capacity * sizeof(EntityId));
  return new (memory) List{.size = 0, .capacity = capacity};
}

void Postings::FreeList(List* list) {
  ::operator delete(list);
}

bool Postings::Add(EntityId id) {
  switch (tag()) {
    case kSingle: {
      const EntityId first = single();
      if (first == id) return false;
      List* const created = NewList(2);
      created->size = 2;
      created->ids()[0] = std::min(first, id);
      created->ids()[1] = std::max(first, id);
      SetList(created);
      return true;
    }
    case kList:
      return AddToList(id);
    case kBitmap:
      return bitmap()->addChecked(id);
    default:
      SetSingle(id);
      return true;
  }
}

void Postings::AddMany(const std::vector<EntityId>& ids) {
  if (ids.size() > kListMax && tag() != kBitmap) {
    auto* const made = new IdSet(ToIdSet());
    Clear();
    bits_ = reinterpret_cast<std::uintptr_t>(made) | kBitmap;
  }
  if (tag() == kBitmap) return bitmap()->addMany(ids.size(), ids.data());
  for (const EntityId id : ids) Add(id);
}

bool Postings::AddToList(EntityId id) {
  List* current = list();
  EntityId* const end = current->ids() + current->size;
  // Most come in the order of their numbers.
  EntityId* const at = id > end[-1] ? end : std::lower_bound(current->ids(), end, id);
  if (at != end && *at == id) return false;
  if (current->size == kListMax) {
    auto* const grown = new IdSet(current->size, current->ids());
    grown->add(id);
    FreeList(current);
    bits_ = reinterpret_cast<std::uintptr_t>(grown) | kBitmap;
    return true;
  }
  const auto position = at - current->ids();
  if (current->size == current->capacity) {
    List* const grown = NewList(current->capacity * 2);
    grown->size = current->size;
    std::copy_n(current->ids(), current->size, grown->ids());
    FreeList(current);
    current = grown;
    SetList(current);
  }
  EntityId* const ids = current->ids();
  std::copy_backward(ids + position, ids + current->size, ids + current->size + 1);
  ids[position] = id;
  ++current->size;
  return true;
}

void Postings::Remove(EntityId id) {
  switch (tag()) {
    case kSingle:
      if (single() == id) bits_ = 0;
      return;
    case kList:
      return RemoveFromList(id);
    case kBitmap:
      bitmap()->remove(id);
      if (bitmap()->isEmpty()) Clear();
      return;
    default:
      return;
  }
}

void Postings::RemoveFromList(EntityId id) {
  List* const current = list();
  EntityId* const end = current->ids() + current->size;
  EntityId* const at = std::lower_bound(current->ids(), end, id);
  if (at == end || *at != id) return;
  std::copy(at + 1, end, at);
  if (--current->size == 1) {
    const EntityId last = current->ids()[0];
    FreeList(current);
    SetSingle(last);
  }
}

void Postings::Clear() {
  if (tag() == kList) FreeList(list());
  if (tag() == kBitmap) delete bitmap();
  bits_ = 0;
}

std::size_t Postings::Size() const {
  switch (tag()) {
    case kSingle:
      return 1;
    case kList:
      return list()->size;
    case kBitmap:
      return static_cast<std::size_t>(bitmap()->cardinality());
    default:
      return 0;
  }
}

EntityId Postings::First() const {
  if (tag() == kSingle) return single();
  return tag() == kList ? list()->ids()[0] : bitmap()->minimum();
}

bool Postings::Contains(EntityId id) const {
  switch (tag()) {
    case kSingle:
      return single() == id;
    case kList:
      return std::binary_search(list()->ids(), list()->ids() + list()->size, id);
    case kBitmap:
      return bitmap()->contains(id);
    default:
      return false;
  }
}

const IdSet* Postings::Bitmap() const {
  return tag() == kBitmap ? bitmap() : nullptr;
}

void Postings::UnionInto(IdSet& ids) const {
  switch (tag()) {
    case kSingle:
      return ids.add(single());
    case kList:
      return ids.addMany(list()->size, list()->ids());
    case kBitmap:
      ids |= *bitmap();
      return;
    default:
      return;
  }
}

void Postings::UnionInto(IdUnion& ids) const {
  if (tag() == kSingle) ids.Add(single());
  if (tag() == kBitmap) ids.Add(*bitmap());
  if (tag() == kList) std::for_each_n(list()->ids(), list()->size, [&](EntityId id) { ids.Add(id); });
}

IdSet Postings::ToIdSet() const {
  IdSet ids;
  UnionInto(ids);
  return ids;
}

IdSet Postings::IntersectWith(const IdSet& ids) const {
  if (tag() == kBitmap) return *bitmap() & ids;
  IdSet common;
  if (tag() == kSingle && ids.contains(single())) common.add(single());
  if (tag() == kList) {
    for (std::size_t i = 0; i < list()->size; ++i) {
      if (ids.contains(list()->ids()[i])) common.add(list()->ids()[i]);
    }
  }
  return common;
}

std::size_t Postings::CountIn(CountingSet& ids) const {
  switch (tag()) {
    case kSingle:
      return ids.bits().Test(single()) ? 1 : 0;
    case kList: {
      const IdBits& bits = ids.bits();
      const EntityId* const first = list()->ids();
      return static_cast<std::size_t>(
          std::count_if(first, first + list()->size, [&](EntityId id) { return bits.Test(id); }));
    }
    case kBitmap:
      return static_cast<std::size_t>(bitmap()->and_cardinality(ids.ids()));
    default:
      return 0;
  }
}

}  // namespace callboard::catalog
