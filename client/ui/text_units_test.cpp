#include "client/ui/text_units.hpp"

#include <gmock/gmock.h>

namespace callboard::ui {
namespace {

std::vector<std::string> Parts(std::string_view text) {
  std::vector<RawUnit> units;
  SplitUnits(text, units);
  std::vector<std::string> parts;
  std::size_t at = 0;
  for (const RawUnit& unit : units) {
    parts.emplace_back(text.substr(at, unit.bytes));
    at += unit.bytes;
  }
  EXPECT_EQ(at, text.size());
  return parts;
}

using testing::ElementsAre;

TEST(TextUnits, LettersStandAlone) {
  EXPECT_THAT(Parts("aб漢"), ElementsAre("a", "б", "漢"));
}
TEST(TextUnits, MarksStayWithTheirBase) {
  EXPECT_THAT(Parts("e\u0301x"), ElementsAre("e\u0301", "x"));
}
TEST(TextUnits, JoinedEmojiAreOne) {
  EXPECT_THAT(Parts("👩‍🚀!"), ElementsAre("👩‍🚀", "!"));
}
TEST(TextUnits, FlagsArePairs) {
  EXPECT_THAT(Parts("🇩🇪🇫🇷"), ElementsAre("🇩🇪", "🇫🇷"));
}
TEST(TextUnits, ArabicWordsAreOneRun) {
  EXPECT_THAT(Parts("a مرحبا بك b"), ElementsAre("a", " ", "مرحبا بك", " ", "b"));
}

TEST(TextUnits, BrokenBytesAreCovered) {
  for (const std::string_view bytes :
       {"\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x92", "\xED\xA0\x80", "\xC0\x80", "\xF5\x80\x80\x80"}) {
    static_cast<void>(Parts(bytes));
  }
}

}  // namespace
}  // namespace callboard::ui
