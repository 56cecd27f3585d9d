#include "shared/catalog/word_index.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <string>

#include "shared/catalog/text_scan.hpp"

namespace callboard::catalog {
namespace {

std::vector<EntityId> Find(const WordIndex& words, std::string_view needle) {
  IdUnion bits;
  words.FindInto(needle, bits);
  const IdSet ids = bits.ToIdSet();
  return {ids.begin(), ids.end()};
}

TEST(TextScanTest, FindsWhatTheLibraryFinds) {
  std::mt19937 random(1);
  for (int round = 0; round < 3000; ++round) {
    std::string text(random() % 300, 'a');
    for (char& c : text) c = static_cast<char>('a' + random() % 3);
    std::string needle(1 + random() % 6, 'a');
    for (char& c : needle) c = static_cast<char>('a' + random() % 3);
    const std::size_t from = random() % (text.size() + 1);
    EXPECT_EQ(FindFrom(text, needle, from), text.find(needle, from)) << text << ' ' << needle << ' ' << from;
  }
}

TEST(WordIndexTest, FindsPartsOfWords) {
  WordIndex words;
  words.Add(1, "media-player-0001");
  words.Add(2, "the players of \xc3\xa9t\xc3\xa9");
  EXPECT_EQ(Find(words, "player"), (std::vector<EntityId>{1, 2}));
  EXPECT_EQ(Find(words, "players"), (std::vector<EntityId>{2}));
  EXPECT_EQ(Find(words, "t\xc3\xa9"), (std::vector<EntityId>{2}));
  EXPECT_EQ(Find(words, "playerx"), (std::vector<EntityId>{}));
}

TEST(WordIndexTest, WordsBesideOthersAreWholeOnThatSide) {
  WordIndex words;
  words.Add(1, "media-player-0001");
  words.Add(2, "player-00012");
  words.Add(3, "multimedia player");
  EXPECT_EQ(Find(words, "media-player"), (std::vector<EntityId>{1, 3}));  // 3 has the words, though not the text
  EXPECT_EQ(Find(words, "-0001"), (std::vector<EntityId>{1, 2}));
  EXPECT_EQ(Find(words, "-media-"), (std::vector<EntityId>{1}));
  EXPECT_EQ(Find(words, "-player-0001"), (std::vector<EntityId>{1, 2}));
}

class Texts {
 public:
  std::string Make() {
    std::string text;
    for (std::size_t i = random_() % 8; i > 0; --i) {
      text += kParts[random_() % kParts.size()];
      if (random_() % 3 != 0) text += std::to_string(random_() % 3000);
      text += " -/"[random_() % 3];
    }
    return text;
  }
  std::string Part(const std::string& text) {
    if (text.empty()) return "pay";
    const std::size_t from = random_() % text.size();
    return text.substr(from, 1 + random_() % 9);
  }
  std::size_t Below(std::size_t end) { return random_() % end; }

 private:
  static constexpr std::array<std::string_view, 6> kParts = {"pay", "payment", "play", "player", "er", "\xc3\xa9"};
  std::mt19937 random_{3};
};

TEST(WordIndexTest, FollowsChangingTexts) {
  Texts texts;
  WordIndex words;
  std::map<EntityId, std::string> all;
  for (int step = 0; step < 20000; ++step) {
    const auto id = static_cast<EntityId>(texts.Below(200));
    const std::string after = texts.Make();
    words.Replace(id, {all[id]}, {after});
    all[id] = after;
    if (step % 100 != 0) continue;
    const std::string needle = texts.Part(all.begin()->second);
    if (!WordIndex::HasWord(needle)) continue;
    const std::vector<EntityId> found = Find(words, needle);
    for (const auto& [other, text] : all) {
      const bool is_found = std::ranges::binary_search(found, other);
      if (text.contains(needle)) EXPECT_TRUE(is_found) << text << ' ' << needle;
      if (WordIndex::IsOneWord(needle)) EXPECT_EQ(is_found, text.contains(needle)) << text << ' ' << needle;
    }
  }
}

TEST(WordIndexTest, WordsThatNobodyHasAreForgotten) {
  WordIndex words;
  for (int i = 0; i < 10000; ++i) words.Replace(7, {std::to_string(i)}, {std::to_string(i + 1)});
  EXPECT_EQ(Find(words, "10000"), (std::vector<EntityId>{7}));
  EXPECT_LT(words.TextSize(), 20'000U);
}

}  // namespace
}  // namespace callboard::catalog
