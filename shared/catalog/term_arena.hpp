#pragma once
// Where the distinct values of one field live: packed in the order in which they came, so that a scan reads memory
// straight through, with places reused by values of about the same length.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/catalog/postings.hpp"

namespace callboard::catalog {

/// Names a term within its field, in half the space of a pointer; 0 is none.
using TermId = std::uint32_t;

/// How a value was written, beside its folded text.
enum class Spelling : std::uint8_t { Folded, Capitals, Original };

/// A value and the entities that have it. Its folded text follows in memory, and then what tells the spelling: a bit a
/// byte where only ASCII capitals differ, the whole text elsewhere.
struct Term {
  Postings postings;
  TermId id = 0;
  std::uint16_t length = 0;  // bytes of the folded text, and of the original
  Spelling spelling = Spelling::Folded;
  bool from_array : 1 = false;
  bool mixed : 1 = false;    // other entities spell it otherwise
  bool ordered : 1 = false;  // kept by Field
  bool touched : 1 = false;  // kept by Field
  bool dead : 1 = false;

  [[nodiscard]] std::string_view Folded() const { return {Text(), length}; }
  [[nodiscard]] std::string Shown() const;
  [[nodiscard]] bool IsShownAs(std::string_view text) const;

 private:
  friend class TermArena;
  [[nodiscard]] const char* Text() const { return reinterpret_cast<const char*>(this + 1); }
  [[nodiscard]] char* Text() { return reinterpret_cast<char*>(this + 1); }
};
static_assert(sizeof(Term) == 16 || sizeof(void*) == 4);

class TermArena {
 public:
  TermArena() = default;
  ~TermArena();
  TermArena(const TermArena&) = delete;
  TermArena& operator=(const TermArena&) = delete;

  /// The address of a term stays until it is freed. Both texts have the same length, below 16 KiB.
  [[nodiscard]] Term& Make(std::string_view folded, std::string_view shown, bool from_array);
  void Free(Term& term);

  [[nodiscard]] Term& At(TermId id) const {
    return *reinterpret_cast<Term*>(blocks_[(id - 1) >> kUnitBits].bytes.get() + ((id - 1) & kUnitMask) * kAlign);
  }

  /// Calls `visit(const Term&)` for every term, in the order of memory.
  template <typename Visit>
  void ForEach(Visit&& visit) const {
    for (const Block& block : blocks_) {
      for (std::size_t at = 0; at < block.used;) {
        const Term& term = *reinterpret_cast<const Term*>(block.bytes.get() + at);
        if (!term.dead) visit(term);
        at += SizeOf(term.length, term.spelling);
      }
    }
  }

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::uint32_t size = 0;
    std::uint32_t used = 0;
  };

  static constexpr std::size_t kAlign = alignof(Term);
  static constexpr std::size_t kFirstBlock = 128;
  static constexpr std::size_t kLastBlock = std::size_t{64} * 1024;
  static constexpr std::uint32_t kUnitBits = 16;  // for the largest block in the smallest units
  static constexpr std::uint32_t kUnitMask = (1U << kUnitBits) - 1;
  static_assert(kLastBlock / kAlign <= kUnitMask + 1);

  [[nodiscard]] static std::size_t SizeOf(std::size_t length, Spelling spelling);
  [[nodiscard]] std::byte* Take(std::size_t size, TermId& id);

  std::vector<Block> blocks_;
  std::vector<std::vector<TermId>> free_;  // by size in units of kAlign
};

inline std::size_t TermArena::SizeOf(std::size_t length, Spelling spelling) {
  std::size_t bytes = sizeof(Term) + length;
  if (spelling == Spelling::Capitals) bytes += (length + 7) / 8;
  if (spelling == Spelling::Original) bytes += length;
  return (bytes + kAlign - 1) / kAlign * kAlign;
}

}  // namespace callboard::catalog
