#include "functions/catalog/plain_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace callboard::catalog {
namespace {

TEST(PlainTextTest, Utf8OfEveryLengthIsPlain) {
  EXPECT_TRUE(IsPlainText(""));
  EXPECT_TRUE(IsPlainText("a\t\xC3\xBC\xE2\x82\xAC\xF0\x9F\x8E\xAB"));
}

TEST(PlainTextTest, StopsAtTheFirstByteThatIsNot) {
  EXPECT_EQ(PlainTextLength("Gr\xFCn"), 2U);  // Latin-1
  EXPECT_EQ(PlainTextLength(std::string_view("a\0b", 3)), 1U);
  EXPECT_EQ(PlainTextLength("a\xC0\xAF"), 1U);          // overlong
  EXPECT_EQ(PlainTextLength("a\xED\xA0\x80"), 1U);      // surrogate
  EXPECT_EQ(PlainTextLength("a\xF4\x90\x80\x80"), 1U);  // above U+10FFFF
  EXPECT_EQ(PlainTextLength("a\xE2\x82"), 1U);          // cut off
}

}  // namespace
}  // namespace callboard::catalog
