#include "shared/catalog/term_arena.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace callboard::catalog {
namespace {

constexpr char kCaseBit = 'a' ^ 'A';

/// What it takes to say how `folded` is shown.
Spelling SpellingOf(std::string_view folded, std::string_view shown) {
  if (folded == shown) return Spelling::Folded;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const bool is_capital = shown[i] >= 'A' && shown[i] <= 'Z';
    if (!is_capital && folded[i] != shown[i]) return Spelling::Original;
  }
  return Spelling::Capitals;
}

bool BitAt(const char* bits, std::size_t at) {
  return (static_cast<unsigned char>(bits[at / 8]) >> (at % 8) & 1U) != 0;
}

}  // namespace

std::string Term::Shown() const {
  if (spelling == Spelling::Original) return {Text() + length, length};
  std::string shown(Folded());
  if (spelling == Spelling::Folded) return shown;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (BitAt(Text() + length, i)) shown[i] = static_cast<char>(shown[i] ^ kCaseBit);
  }
  return shown;
}

bool Term::IsShownAs(std::string_view text) const {
  if (spelling == Spelling::Folded) return text == Folded();
  if (spelling == Spelling::Original) return text == std::string_view(Text() + length, length);
  if (text.size() != length) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char folded = Text()[i];
    if (text[i] != (BitAt(Text() + length, i) ? static_cast<char>(folded ^ kCaseBit) : folded)) return false;
  }
  return true;
}

TermArena::~TermArena() {
  for (const Block& block : blocks_) {
    for (std::size_t at = 0; at < block.used;) {
      Term& term = *reinterpret_cast<Term*>(block.bytes.get() + at);
      at += SizeOf(term.length, term.spelling);
      term.~Term();
    }
  }
}

std::byte* TermArena::Take(std::size_t size, TermId& id) {
  const std::size_t size_class = size / kAlign;
  if (size_class < free_.size() && !free_[size_class].empty()) {
    id = free_[size_class].back();
    free_[size_class].pop_back();
    // The record that was freed here ends its life only now, since a scan reads its length.
    Term& freed = At(id);
    freed.~Term();
    return reinterpret_cast<std::byte*>(&freed);
  }
  if (blocks_.empty() || blocks_.back().size - blocks_.back().used < size) {
    const std::size_t wanted =
        blocks_.empty() ? kFirstBlock : std::min<std::size_t>(blocks_.back().size * 2, kLastBlock);
    const std::size_t block_size = std::max(wanted, size);
    blocks_.push_back({.bytes = std::make_unique_for_overwrite<std::byte[]>(block_size),
                       .size = static_cast<std::uint32_t>(block_size),
                       .used = 0});
  }
  Block& block = blocks_.back();
  std::byte* const place = block.bytes.get() + block.used;
  id = static_cast<TermId>(((blocks_.size() - 1) << kUnitBits) + block.used / kAlign + 1);
  block.used += static_cast<std::uint32_t>(size);
  return place;
}

Term& TermArena::Make(std::string_view folded, std::string_view shown, bool from_array) {
  const Spelling spelling = SpellingOf(folded, shown);
  TermId id = 0;
  Term* const term = new (Take(SizeOf(folded.size(), spelling), id)) Term;
  term->id = id;
  term->length = static_cast<std::uint16_t>(folded.size());
  term->from_array = from_array;
  term->spelling = spelling;
  std::memcpy(term->Text(), folded.data(), folded.size());
  char* const behind = term->Text() + folded.size();
  if (spelling == Spelling::Original) std::memcpy(behind, shown.data(), shown.size());
  if (spelling == Spelling::Capitals) {
    std::memset(behind, 0, (folded.size() + 7) / 8);
    for (std::size_t i = 0; i < folded.size(); ++i) {
      if (folded[i] != shown[i]) behind[i / 8] = static_cast<char>(behind[i / 8] | 1U << (i % 8));
    }
  }
  return *term;
}

void TermArena::Free(Term& term) {
  term.postings.Clear();
  term.dead = true;
  const std::size_t size_class = SizeOf(term.length, term.spelling) / kAlign;
  if (size_class >= free_.size()) free_.resize(size_class + 1);
  free_[size_class].push_back(term.id);
}

}  // namespace callboard::catalog
