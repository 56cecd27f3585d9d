#include "shared/catalog/fold.hpp"

#include <gtest/gtest.h>

#include <string>

namespace callboard::catalog {
namespace {

TEST(FoldTest, LowersLettersOfTwoBytesAndKeepsTheLength) {
  const struct {
    std::string_view text;
    std::string_view folded;
  } cases[] = {
      {"Billing-API", "billing-api"},
      {"ÀÉÎÕÜÞ×", "àéîõüþ×"},
      {"ĀĹŽſ", "āĺžſ"},
      {"ΆΈΌΏΑΩΫς", "άέόώαωϋς"},
      {"ЀЯҐ", "ѐяґ"},
      {"ԱՖ", "աֆ"},
      {"İŸẞ日本", "İŸẞ日本"},
      {"", ""},
  };
  for (const auto& [text, folded] : cases) {
    EXPECT_EQ(Fold(text), folded) << text;
    EXPECT_EQ(Fold(text).size(), text.size()) << text;
  }
}

TEST(FoldTest, BrokenUtf8IsLeftAlone) {
  for (const std::string_view text : {"\xC3", "\xC3\x28", "\x80\x80", "\xFF\xFE", "\xE4\xB8", "\xC0\xAF"}) {
    EXPECT_EQ(Fold(text), text);
  }
}

TEST(FoldTest, LimitsCountUtf16Units) {
  EXPECT_EQ(Utf16Length("aé日😀"), 5);
  EXPECT_TRUE(FitsIndex(std::string(200, 'a')));
  EXPECT_FALSE(FitsIndex(std::string(201, 'a')));
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += "日";
  EXPECT_TRUE(FitsIndex(wide));
  EXPECT_FALSE(FitsIndex(wide + "日"));
}

}  // namespace
}  // namespace callboard::catalog
