#pragma once
// The words of one field's texts and who has them: what makes a substring cheap to find in a million texts.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/catalog/flat_table.hpp"
#include "shared/catalog/postings.hpp"

namespace callboard::catalog {

/// A word is a longest run of a-z, 0-9 and bytes beyond ASCII. So a part without other bytes stands in a text exactly
/// if it stands in one of its words, and the distinct words of a catalog are far fewer bytes than its texts.
[[nodiscard]] constexpr bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

template <typename Visit>
void ForEachWord(std::string_view text, Visit&& visit) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    while (at < text.size() && IsWordByte(text[at])) ++at;
    if (at > begin) visit(text.substr(begin, at - begin));
    while (at < text.size() && !IsWordByte(text[at])) ++at;
  }
}

class WordIndex {
 public:
  /// `text` is folded. Adding what is there already changes nothing.
  void Add(EntityId id, std::string_view text);
  /// `before` and `after` are all texts of the entity; only the words in which they differ cost.
  void Replace(EntityId id, const std::vector<std::string_view>& before, const std::vector<std::string_view>& after);

  /// The entities that may have the needle in one text, and do have it when IsOneWord(needle). Nothing is known of a
  /// needle without word bytes.
  void FindInto(std::string_view needle, IdUnion& ids) const;
  [[nodiscard]] static bool IsOneWord(std::string_view needle);
  [[nodiscard]] static bool HasWord(std::string_view needle);

  /// What FindInto reads, in bytes.
  [[nodiscard]] std::size_t TextSize() const { return text_.size(); }

 private:
  struct Word {
    std::uint32_t begin = 0;
    std::uint32_t length = 0;
    Postings postings;
  };

  [[nodiscard]] std::string_view TextOf(const Word& word) const {
    return std::string_view(text_).substr(word.begin, word.length);
  }
  /// The place of a word, or words_.size().
  [[nodiscard]] std::size_t Find(std::string_view word) const;
  [[nodiscard]] Word& FindOrAdd(std::string_view word);
  void Remove(EntityId id, std::string_view word);
  [[nodiscard]] IdSet WithPart(std::string_view word, bool starts, bool ends) const;
  void ScanInto(std::string_view part, IdUnion& ids) const;
  void Compact();

  std::string text_ = {kEnd};       // every word between two ends
  std::vector<Word> words_;         // in the order of the text
  FlatTable<std::uint32_t> table_;  // place + 1
  std::size_t dead_ = 0;            // words that nobody has

  static constexpr char kEnd = '\n';
};

}  // namespace callboard::catalog
