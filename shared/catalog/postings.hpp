#pragma once
// Sets of entity ids: a compact one that is stored by the million, and the roaring bitmap that queries compute with.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <roaring/roaring.hh>
#include <utility>
#include <vector>

namespace callboard::catalog {

using EntityId = std::uint32_t;
using IdSet = Roaring;

/// A set with one bit an id: for many membership tests in a row.
class IdBits {
 public:
  explicit IdBits(const IdSet& ids);

  [[nodiscard]] bool Test(EntityId id) const {
    return id / 64 < words_.size() && (words_[id / 64] >> (id % 64) & 1U) != 0;
  }

 private:
  std::vector<std::uint64_t> words_;
};

/// Collects ids in no order: single ones as bits, whole sets as such.
class IdUnion {
 public:
  void Add(EntityId id) {
    if (id / 64 >= words_.size()) words_.resize(id / 64 + 1 + words_.size() / 2);
    words_[id / 64] |= std::uint64_t{1} << (id % 64);
  }
  void Add(const IdSet& ids) { sets_ |= ids; }
  [[nodiscard]] IdSet ToIdSet() const;

 private:
  std::vector<std::uint64_t> words_;
  IdSet sets_;
};

/// A set in which many postings are counted. The bits are made when the first short list needs them.
class CountingSet {
 public:
  explicit CountingSet(const IdSet& ids) : ids_(ids) {}
  [[nodiscard]] const IdSet& ids() const { return ids_; }
  [[nodiscard]] const IdBits& bits() { return bits_ ? *bits_ : bits_.emplace(ids_); }

 private:
  const IdSet& ids_;
  std::optional<IdBits> bits_;
};

/// The entities that have one value, in the space of a pointer: one id in place, up to kListMax in a sorted list, more
/// in a bitmap. Ids are below 2^30.
class Postings {
 public:
  static constexpr std::size_t kListMax = 512;

  Postings() = default;
  ~Postings() { Clear(); }
  Postings(Postings&& other) noexcept : bits_(std::exchange(other.bits_, 0)) {}
  Postings& operator=(Postings&& other) noexcept {
    std::swap(bits_, other.bits_);
    return *this;
  }
  Postings(const Postings&) = delete;
  Postings& operator=(const Postings&) = delete;

  /// True when it was not there.
  bool Add(EntityId id);
  void AddMany(const std::vector<EntityId>& ids);
  void Remove(EntityId id);
  void Clear();

  [[nodiscard]] bool Empty() const { return bits_ == 0; }
  [[nodiscard]] std::size_t Size() const;
  /// The smallest; there must be one.
  [[nodiscard]] EntityId First() const;
  [[nodiscard]] bool Contains(EntityId id) const;
  /// The bitmap, when it is one.
  [[nodiscard]] const IdSet* Bitmap() const;

  void UnionInto(IdSet& ids) const;
  void UnionInto(IdUnion& ids) const;
  [[nodiscard]] IdSet ToIdSet() const;
  [[nodiscard]] IdSet IntersectWith(const IdSet& ids) const;
  [[nodiscard]] std::size_t CountIn(CountingSet& ids) const;

 private:
  enum Tag : std::uintptr_t { kSingle = 1, kList = 2, kBitmap = 3, kTagMask = 3 };
  struct List {
    std::uint32_t size;
    std::uint32_t capacity;
    EntityId* ids() { return reinterpret_cast<EntityId*>(this + 1); }
    const EntityId* ids() const { return reinterpret_cast<const EntityId*>(this + 1); }
  };

  [[nodiscard]] std::uintptr_t tag() const { return bits_ & kTagMask; }
  [[nodiscard]] EntityId single() const { return static_cast<EntityId>(bits_ >> 2U); }
  // The pointer and its tag share one word: that is what makes millions of these small.
  // NOLINTBEGIN(performance-no-int-to-ptr)
  [[nodiscard]] List* list() const { return reinterpret_cast<List*>(bits_ & ~kTagMask); }
  [[nodiscard]] IdSet* bitmap() const { return reinterpret_cast<IdSet*>(bits_ & ~kTagMask); }
  // NOLINTEND(performance-no-int-to-ptr)
  void SetSingle(EntityId id) { bits_ = static_cast<std::uintptr_t>(id) << 2U | kSingle; }
  void SetList(List* list) { bits_ = reinterpret_cast<std::uintptr_t>(list) | kList; }
  bool AddToList(EntityId id);
  void RemoveFromList(EntityId id);

  static List* NewList(std::uint32_t capacity);
  static void FreeList(List* list);

  std::uintptr_t bits_ = 0;
};

}  // namespace callboard::catalog
