#include "shared/base/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callboard {
namespace {

using testing::ElementsAre;

TEST(TextTest, LowersAsciiOnly) {
  EXPECT_EQ(ToLowerAscii("AbC-Ä"), "abc-Ä");
  EXPECT_TRUE(EqualsIgnoringCase("Component", "cOMPONENT"));
  EXPECT_FALSE(EqualsIgnoringCase("a", "ab"));
}

TEST(TextTest, SplitKeepsEmptyParts) {
  EXPECT_THAT(Split("a,,b", ','), ElementsAre("a", "", "b"));
  EXPECT_THAT(Split("", ','), ElementsAre(""));
}

TEST(TextTest, TrimsBothEnds) {
  EXPECT_EQ(TrimSpace("  a b\r\n"), "a b");
  EXPECT_EQ(TrimSpace(" \t"), "");
}

TEST(TextTest, PercentCodingRoundTrips) {
  const std::string text = "a/b c+ü%";
  EXPECT_EQ(PercentEncode(text), "a%2Fb%20c%2B%C3%BC%25");
  EXPECT_EQ(PercentDecode(PercentEncode(text)), text);
  EXPECT_EQ(PercentDecode("a+b%2", true), "a b%2");
  EXPECT_EQ(PercentDecode("%zz%4"), "%zz%4");
}

TEST(TextTest, Base64RoundTripsAndReadsTheUrlAlphabet) {
  std::string bytes;
  for (const std::string_view text : {"", "a", "ab", "abc", "abcd"}) {
    ASSERT_TRUE(DecodeBase64(EncodeBase64(text), bytes));
    EXPECT_EQ(bytes, text);
  }
  EXPECT_EQ(EncodeBase64("\xfb\xff"), "+/8=");
  ASSERT_TRUE(DecodeBase64("-_8", bytes));
  EXPECT_EQ(bytes, "\xfb\xff");
  EXPECT_FALSE(DecodeBase64("a b", bytes));
}

}  // namespace
}  // namespace callboard
