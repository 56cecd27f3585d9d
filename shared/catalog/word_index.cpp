#include "shared/catalog/word_index.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "shared/catalog/text_scan.hpp"

namespace callboard::catalog {
namespace {

std::vector<std::string_view> WordsOf(const std::vector<std::string_view>& texts) {
  std::vector<std::string_view> words;
  for (const std::string_view text : texts) {
    ForEachWord(text, [&](std::string_view word) { words.push_back(word); });
  }
  std::ranges::sort(words);
  const auto rest = std::ranges::unique(words);
  words.erase(rest.begin(), rest.end());
  return words;
}

}  // namespace

bool WordIndex::IsOneWord(std::string_view needle) {
  return !needle.empty() && std::ranges::all_of(needle, IsWordByte);
}

bool WordIndex::HasWord(std::string_view needle) {
  return std::ranges::any_of(needle, IsWordByte);
}

std::size_t WordIndex::Find(std::string_view word) const {
  const std::uint32_t place =
      table_.Find(HashText(word), [&](std::uint32_t slot) { return TextOf(words_[slot - 1]) == word; });
  return place == 0 ? words_.size() : place - 1;
}

WordIndex::Word& WordIndex::FindOrAdd(std::string_view word) {
  if (const std::size_t known = Find(word); known < words_.size()) {
    if (words_[known].postings.Empty()) --dead_;
    return words_[known];
  }
  words_.push_back({.begin = static_cast<std::uint32_t>(text_.size()),
                    .length = static_cast<std::uint32_t>(word.size()),
                    .postings = {}});
  text_ += word;
  text_ += kEnd;
  table_.Insert(HashText(word), static_cast<std::uint32_t>(words_.size()),
                [this](std::uint32_t slot) { return HashText(TextOf(words_[slot - 1])); });
  return words_.back();
}

void WordIndex::Add(EntityId id, std::string_view text) {
  ForEachWord(text, [&](std::string_view word) { FindOrAdd(word).postings.Add(id); });
}

void WordIndex::Remove(EntityId id, std::string_view word) {
  const std::size_t known = Find(word);
  if (known == words_.size() || words_[known].postings.Empty()) return;
  words_[known].postings.Remove(id);
  if (words_[known].postings.Empty()) ++dead_;
}

void WordIndex::Replace(EntityId id, const std::vector<std::string_view>& before,
                        const std::vector<std::string_view>& after) {
  const std::vector<std::string_view> old_words = WordsOf(before);
  const std::vector<std::string_view> new_words = WordsOf(after);
  std::vector<std::string_view> difference;
  std::ranges::set_difference(old_words, new_words, std::back_inserter(difference));
  for (const std::string_view word : difference) Remove(id, word);
  difference.clear();
  std::ranges::set_difference(new_words, old_words, std::back_inserter(difference));
  for (const std::string_view word : difference) FindOrAdd(word).postings.Add(id);
  constexpr std::size_t kFewWords = 1000;
  if (dead_ > kFewWords && dead_ * 2 > words_.size()) Compact();
}

void WordIndex::Compact() {
  WordIndex compact;
  for (Word& word : words_) {
    if (word.postings.Empty()) continue;
    compact.FindOrAdd(TextOf(word)).postings = std::move(word.postings);
  }
  *this = std::move(compact);
}

/// Every word with the part in it; an end at either side of the part asks for the start or the end of a word.
void WordIndex::ScanInto(std::string_view part, IdUnion& ids) const {
  auto word = words_.begin();
  for (std::size_t at = FindFrom(text_, part, 0); at != std::string::npos;) {
    const std::size_t inside = part.front() == kEnd ? at + 1 : at;
    // Hits come in the order of the words, and many of them close together.
    std::ptrdiff_t step = 1;
    while (words_.end() - word > step && word[step].begin <= inside) {
      word += step;
      step *= 2;
    }
    const auto end = word + std::min<std::ptrdiff_t>(step, words_.end() - word);
    word = std::prev(
        std::upper_bound(word, end, inside, [](std::size_t place, const Word& other) { return place < other.begin; }));
    word->postings.UnionInto(ids);
    // The end of this word is the one before the next.
    at = FindFrom(text_, part, word->begin + word->length);
  }
}

IdSet WordIndex::WithPart(std::string_view word, bool starts, bool ends) const {
  if (starts && ends) {
    const std::size_t known = Find(word);
    return known == words_.size() ? IdSet() : words_[known].postings.ToIdSet();
  }
  std::string part(starts ? 1 : 0, kEnd);
  part.append(word).append(ends ? 1 : 0, kEnd);
  IdUnion ids;
  ScanInto(part, ids);
  return ids.ToIdSet();
}

void WordIndex::FindInto(std::string_view needle, IdUnion& ids) const {
  if (IsOneWord(needle)) return ScanInto(needle, ids);
  std::vector<IdSet> sets;
  ForEachWord(needle, [&](std::string_view word) {
    const bool starts = word.data() > needle.data();
    const bool ends = word.data() + word.size() < needle.data() + needle.size();
    sets.push_back(WithPart(word, starts, ends));
  });
  if (sets.empty()) return;
  std::ranges::sort(sets, {}, &IdSet::cardinality);
  for (std::size_t i = 1; i < sets.size(); ++i) sets.front() &= sets[i];
  ids.Add(sets.front());
}

}  // namespace callboard::catalog
