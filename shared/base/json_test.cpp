#include "shared/base/json.hpp"

#include <gtest/gtest.h>

namespace callboard {
namespace {

TEST(JsonTest, KeepsTheOrderOfKeys) {
  const auto json = ParseJson(R"({"zebra":1,"apple":2})");
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ(DumpJson(*json), R"({"zebra":1,"apple":2})");
}

TEST(JsonTest, SaysWhereTheTextStopsBeingJson) {
  const auto json = ParseJson(R"({"a": tru})");
  ASSERT_FALSE(json.has_value());
  EXPECT_EQ(json.error().code, ErrorCode::InvalidInput);
  EXPECT_EQ(json.error().message, "not valid JSON at byte 10");
}

TEST(JsonTest, RefusesShapesThatCostMoreThanTheirSize) {
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_TRUE(ParseJson(nested(256)));
  EXPECT_EQ(ParseJson(nested(257)).error().message, "JSON at byte 257: more than 256 levels");
  EXPECT_FALSE(ParseJson(nested(200'000)));
  const auto object = [](std::size_t members) {
    std::string text = "{\"0\":0";
    for (std::size_t i = 1; i < members; ++i) text += ",\"" + std::to_string(i) + "\":[1,2]";
    return text + "}";
  };
  EXPECT_TRUE(ParseJson(object(4096)));
  EXPECT_FALSE(ParseJson(object(4097)));
  EXPECT_TRUE(ParseJson(R"(["{{[[,", "\\\"[", {"a,b":"]"}])"));
}

TEST(JsonTest, BrokenUtf8IsReplacedNotThrown) {
  EXPECT_EQ(DumpJson(Json("a\xff")), "\"a\xEF\xBF\xBD\"");
}

TEST(JsonTest, MembersOfOtherTypesAreEmpty) {
  const Json json = {{"name", "x"}, {"count", 3}};
  EXPECT_EQ(StringMember(json, "name"), "x");
  EXPECT_EQ(StringMember(json, "count"), "");
  EXPECT_EQ(StringMember(Json(4), "name"), "");
  EXPECT_EQ(FindMember(json, "missing"), nullptr);
}

}  // namespace
}  // namespace callboard
