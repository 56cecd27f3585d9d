#pragma once
// Where the distinct values of one field live: packed in the order in which they came, so that a scan reads memory
// straight through, with places reused by values of about the same length.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "shared/catalog/postings.hpp"

namespace callboard::catalog {

/// A value and the entities that have it. Its text follows in memory: folded, then as first written where that differs.
struct Term {
  Postings postings;
  std::uint32_t hash = 0;
  std::uint16_t length = 0;  // bytes of the folded text, and of the original
  bool from_array : 1 = false;
  bool has_original : 1 = false;
  bool ordered : 1 = false;  // kept by Field
  bool touched : 1 = false;  // kept by Field
  bool dead : 1 = false;

  [[nodiscard]] std::string_view Folded() const { return {Text(), length}; }
  /// As it was written first.
  [[nodiscard]] std::string_view Shown() const { return {Text() + (has_original ? length : 0), length}; }

 private:
  friend class TermArena;
  [[nodiscard]] const char* Text() const { return reinterpret_cast<const char*>(this + 1); }
  [[nodiscard]] char* Text() { return reinterpret_cast<char*>(this + 1); }
};

class TermArena {
 public:
  TermArena() = default;
  ~TermArena();
  TermArena(const TermArena&) = delete;
  TermArena& operator=(const TermArena&) = delete;

  /// The address of a term stays until it is freed. Both texts have the same length, below 64 KiB.
  [[nodiscard]] Term& Make(std::string_view folded, std::string_view shown, std::uint32_t hash, bool from_array);
  void Free(Term& term);

  /// Calls `visit(const Term&)` for every term, in the order of memory.
  template <typename Visit>
  void ForEach(Visit&& visit) const {
    for (const Block& block : blocks_) {
      for (std::size_t at = 0; at < block.used;) {
        const Term& term = *reinterpret_cast<const Term*>(block.bytes.get() + at);
        if (!term.dead) visit(term);
        at += SizeOf(term.length, term.has_original);
      }
    }
  }

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
    std::size_t used = 0;
  };

  static constexpr std::size_t kAlign = alignof(Term);
  static constexpr std::size_t kFirstBlock = 128;
  static constexpr std::size_t kLastBlock = std::size_t{256} * 1024;

  [[nodiscard]] static std::size_t SizeOf(std::size_t length, bool has_original) {
    const std::size_t bytes = sizeof(Term) + length * (has_original ? 2 : 1);
    return (bytes + kAlign - 1) / kAlign * kAlign;
  }
  [[nodiscard]] std::byte* Take(std::size_t size);

  std::vector<Block> blocks_;
  std::vector<std::vector<std::byte*>> free_;  // by size in units of kAlign
};

}  // namespace callboard::catalog
