#include "functions/catalog/location_request.hpp"

#include <gtest/gtest.h>

namespace callboard::catalog {
namespace {

/// "" for a body that is taken, else what is said about it.
std::string Refusal(std::string_view body) {
  const auto location = LocationInput(*ParseJson(body));
  return location ? "" : location.error().message;
}

TEST(LocationInputTest, RefusesAsBackstage) {
  EXPECT_EQ(Refusal(R"({"type":"url","target":"https://h/x","presence":"optional"})"), "");
  EXPECT_EQ(Refusal(R"({"type":"url"})"), "request/body must have required property 'target'");
  EXPECT_EQ(Refusal(R"({"target":"x"})"), "request/body must have required property 'type'");
  EXPECT_EQ(Refusal(R"({"type":1,"target":"x"})"), "request/body/type must be string");
  EXPECT_EQ(Refusal(R"({"type":"url","target":"x","presence":"never"})"),
            "request/body/presence must be required or optional");
  EXPECT_EQ(Refusal("[]"), "request/body must be object");
}

TEST(LocationInputTest, RefusesTargetsThatCannotBeKept) {
  EXPECT_EQ(Refusal(R"({"type":"url","target":""})"), "Location target must not be empty");
  EXPECT_EQ(Refusal(R"({"type":"url","target":"a\u0000"})"), "Location target must not hold NUL characters");
  const std::string longest(kMaxTargetBytes, 'x');
  EXPECT_EQ(Refusal(DumpJson({{"type", "url"}, {"target", longest}})), "");
  EXPECT_NE(Refusal(DumpJson({{"type", "url"}, {"target", longest + "x"}})), "");
}

TEST(LocationRequestTest, FlagsAreReadAsNpmYnDoes) {
  for (const std::string_view yes : {"y", "Yes", "TRUE", "1", "on", " true "}) EXPECT_TRUE(IsYes(yes)) << yes;
  for (const std::string_view no : {"", "n", "no", "false", "0", "off", "2", "maybe"}) EXPECT_FALSE(IsYes(no)) << no;
}

TEST(LocationQueryTest, AskedInPagesEveryLocationComesOnce) {
  std::vector<RegisteredLocation> locations;
  for (const std::string id : {"c", "a", "b"}) locations.push_back({id, {"url", "https://h/" + id}, "", ""});
  Json body = {{"limit", 2U}, {"query", {{"target", {{"$hasPrefix", "HTTPS://h/"}}}}}};
  const auto first = LocationQueryFrom(body);
  ASSERT_TRUE(first.has_value()) << first.error().message;
  const Json page = LocationPage(*first, locations);
  EXPECT_EQ(page["items"][0]["id"], "a");
  EXPECT_EQ(page["items"][1]["id"], "b");
  EXPECT_EQ(page["totalItems"], 3);
  const auto second = LocationQueryFrom({{"cursor", page["pageInfo"]["nextCursor"]}});
  ASSERT_TRUE(second.has_value()) << second.error().message;
  const Json last = LocationPage(*second, locations);
  EXPECT_EQ(last["items"].size(), 1U);
  EXPECT_EQ(last["items"][0]["id"], "c");
  EXPECT_FALSE(last["pageInfo"].contains("nextCursor"));
}

}  // namespace
}  // namespace callboard::catalog
