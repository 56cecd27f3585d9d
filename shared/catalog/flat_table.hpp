#pragma once
// An open-addressed hash table of small handles whose keys live elsewhere: four or eight bytes an entry.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace callboard::catalog {

/// Eight bytes at a time, each mixed in by a multiplication. Constants: the digits of e and of the golden ratio.
[[nodiscard]] inline std::uint32_t HashText(std::string_view text) {
  constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = 0xB7E151628AED2A6BU ^ text.size();
  const auto mix = [&](std::uint64_t word) {
    hash = (hash ^ word) * kMix;
    hash ^= hash >> 29U;
  };
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t word = 0;
  for (; left >= sizeof(word); left -= sizeof(word), at += sizeof(word)) {
    std::memcpy(&word, at, sizeof(word));
    mix(word);
  }
  word = 0;
  if (left > 0) std::memcpy(&word, at, left);
  mix(word);
  return static_cast<std::uint32_t>(hash >> 32U);
}

/// `Slot` is a trivial handle; Slot{} means a free place and is never stored. Hashes come from the caller:
/// `hash_of(slot)` must give the hash under which the slot was inserted.
template <typename Slot>
class FlatTable {
 public:
  /// The slot with this hash for which `equal(slot)` holds, or Slot{}.
  template <typename Equal>
  [[nodiscard]] Slot Find(std::uint32_t hash, Equal&& equal) const {
    if (slots_.empty()) return Slot{};
    for (std::size_t at = hash & Mask(); slots_[at] != Slot{}; at = (at + 1) & Mask()) {
      if (equal(slots_[at])) return slots_[at];
    }
    return Slot{};
  }

  template <typename HashOf>
  void Insert(std::uint32_t hash, Slot slot, HashOf&& hash_of) {
    if ((size_ + 1) * 8 > slots_.size() * 7) Grow(hash_of);
    Place(hash, slot);
    ++size_;
  }

  /// The slot must be in the table.
  template <typename HashOf>
  void Erase(std::uint32_t hash, Slot slot, HashOf&& hash_of) {
    std::size_t hole = hash & Mask();
    while (slots_[hole] != slot) hole = (hole + 1) & Mask();
    // Entries that were pushed past the hole move back, so that no search stops short and no tombstones pile up.
    for (std::size_t at = (hole + 1) & Mask(); slots_[at] != Slot{}; at = (at + 1) & Mask()) {
      const std::size_t home = hash_of(slots_[at]) & Mask();
      if (((at - home) & Mask()) >= ((at - hole) & Mask())) {
        slots_[hole] = slots_[at];
        hole = at;
      }
    }
    slots_[hole] = Slot{};
    --size_;
  }

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  [[nodiscard]] std::size_t Mask() const { return slots_.size() - 1; }

  void Place(std::uint32_t hash, Slot slot) {
    std::size_t at = hash & Mask();
    while (slots_[at] != Slot{}) at = (at + 1) & Mask();
    slots_[at] = slot;
  }

  template <typename HashOf>
  void Grow(HashOf& hash_of) {
    std::vector<Slot> old(slots_.empty() ? 4 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot slot : old) {
      if (slot != Slot{}) Place(hash_of(slot), slot);
    }
  }

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace callboard::catalog
