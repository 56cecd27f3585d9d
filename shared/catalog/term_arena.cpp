#include "shared/catalog/term_arena.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace callboard::catalog {

TermArena::~TermArena() {
  for (const Block& block : blocks_) {
    for (std::size_t at = 0; at < block.used;) {
      Term& term = *reinterpret_cast<Term*>(block.bytes.get() + at);
      at += SizeOf(term.length, term.has_original);
      term.~Term();
    }
  }
}

std::byte* TermArena::Take(std::size_t size) {
  const std::size_t size_class = size / kAlign;
  if (size_class < free_.size() && !free_[size_class].empty()) {
    std::byte* const place = free_[size_class].back();
    free_[size_class].pop_back();
    // The record that was freed here ends its life only now, since a scan reads its length.
    reinterpret_cast<Term*>(place)->~Term();
    return place;
  }
  if (blocks_.empty() || blocks_.back().size - blocks_.back().used < size) {
    const std::size_t wanted = blocks_.empty() ? kFirstBlock : std::min(blocks_.back().size * 2, kLastBlock);
    const std::size_t block_size = std::max(wanted, size);
    blocks_.push_back(
        {.bytes = std::make_unique_for_overwrite<std::byte[]>(block_size), .size = block_size, .used = 0});
  }
  Block& block = blocks_.back();
  std::byte* const place = block.bytes.get() + block.used;
  block.used += size;
  return place;
}

Term& TermArena::Make(std::string_view folded, std::string_view shown, std::uint32_t hash, bool from_array) {
  const bool has_original = folded != shown;
  Term* const term = new (Take(SizeOf(folded.size(), has_original))) Term;
  term->hash = hash;
  term->length = static_cast<std::uint16_t>(folded.size());
  term->from_array = from_array;
  term->has_original = has_original;
  std::memcpy(term->Text(), folded.data(), folded.size());
  if (has_original) std::memcpy(term->Text() + folded.size(), shown.data(), shown.size());
  return *term;
}

void TermArena::Free(Term& term) {
  term.postings.Clear();
  term.dead = true;
  const std::size_t size_class = SizeOf(term.length, term.has_original) / kAlign;
  if (size_class >= free_.size()) free_.resize(size_class + 1);
  free_[size_class].push_back(reinterpret_cast<std::byte*>(&term));
}

}  // namespace callboard::catalog
