#include "functions/catalog/document_diff.hpp"

#include <gtest/gtest.h>

#include "functions/catalog/history.hpp"

namespace callboard::catalog {
namespace {

std::string Diff(std::string_view before, std::string_view after) {
  return DumpJson(DiffDocuments(*ParseJson(before), *ParseJson(after)));
}

TEST(DocumentDiffTest, NamesFieldsWithWhatTheyWereAndAre) {
  EXPECT_EQ(Diff(R"({"spec":{"owner":"a","system":"s"}})", R"({"spec":{"owner":"b","type":"service"}})"),
            R"([{"path":"/spec/owner","before":"a","after":"b"},{"path":"/spec/system","before":"s"},)"
            R"({"path":"/spec/type","after":"service"}])");
  EXPECT_EQ(Diff(R"({"a":{"b":1}})", R"({"a":null})"), R"([{"path":"/a","before":{"b":1},"after":null}])");
  EXPECT_EQ(Diff(R"({"metadata":{"labels":{"a/b~c":"1"}}})", R"({"metadata":{"labels":{}}})"),
            R"([{"path":"/metadata/labels/a~1b~0c","before":"1"}])");
}

TEST(DocumentDiffTest, WhatTheCatalogAddsIsNoChange) {
  EXPECT_EQ(Diff(R"({"metadata":{"name":"a","uid":"1","etag":"x"},"relations":[]})",
                 R"({"metadata":{"etag":"y","uid":"2","name":"a"},"status":{"items":[{}]}})"),
            "[]");
}

TEST(DocumentDiffTest, ListsOfTextsTellWhatCameAndWent) {
  EXPECT_EQ(Diff(R"({"t":["a","b","b"]})", R"({"t":["c","b"]})"),
            R"([{"path":"/t","added":["c"],"removed":["a","b"]}])");
  EXPECT_EQ(Diff(R"({"t":["a","b"]})", R"({"t":["b","a"]})"), R"([{"path":"/t","reordered":true}])");
  EXPECT_EQ(Diff(R"({"t":["a"]})", R"({"t":["a"]})"), "[]");
}

TEST(DocumentDiffTest, OtherListsOfOneLengthAreComparedItemByItem) {
  EXPECT_EQ(Diff(R"({"links":[{"url":"a"},{"url":"b"}]})", R"({"links":[{"url":"a"},{"url":"c"}]})"),
            R"([{"path":"/links/1/url","before":"b","after":"c"}])");
  EXPECT_EQ(Diff(R"({"l":[1]})", R"({"l":[1,2]})"), R"([{"path":"/l","before":[1],"after":[1,2]}])");
}

TEST(DocumentDiffTest, LargeValuesAreShortenedAtACharacter) {
  std::string text = "x";
  for (int i = 0; i < 400; ++i) text += "é";
  const Json diff = DiffDocuments({{"d", text}}, {{"d", "short"}});
  EXPECT_EQ(diff[0]["truncated"], true);
  EXPECT_EQ(diff[0]["after"], "short");
  const auto before = diff[0]["before"].get<std::string>();
  EXPECT_LE(before.size(), kMaxDiffValueBytes + 3);
  EXPECT_TRUE(ParseJson(diff.dump()).has_value());
  EXPECT_TRUE(text.starts_with(before.substr(0, before.size() - 3)));
  Json many = Json::array();
  for (int i = 0; i < 200; ++i) many.push_back("group:default/team-" + std::to_string(i));
  const Json members = DiffDocuments({{"m", Json::array()}}, {{"m", many}});
  EXPECT_EQ(members[0]["truncated"], true);
  EXPECT_LT(members[0]["added"].size(), 40U);
  EXPECT_GT(members[0]["added"].size(), 10U);
}

TEST(DocumentDiffTest, ManyChangesEndWithTheNumberOfTheRest) {
  Json before = Json::object();
  for (std::size_t i = 0; i < kMaxDiffChanges + 5; ++i) before["k" + std::to_string(i)] = i;
  const Json diff = DiffDocuments(before, Json::object());
  ASSERT_EQ(diff.size(), kMaxDiffChanges + 1);
  EXPECT_EQ(diff.back(), Json({{"more", 5}}));
}

TEST(HistoryTest, AnUpdateIsByTheLocationUnlessSomebodyDidIt) {
  const std::string before =
      R"({"metadata":{"annotations":{"backstage.io/managed-by-location":"url:https://a"},"etag":"1"},"spec":{"owner":"a"}})";
  std::string after = before;
  after.replace(after.find("\"1\""), 3, "\"2\"");
  EXPECT_FALSE(UpdateEntry("r", "u", before, after).has_value());
  after.replace(after.find("\"a\"}}"), 3, "\"b\"");
  const auto entry = UpdateEntry("r", "u", before, after);
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->actor, "url:https://a");
  EXPECT_EQ(entry->action, HistoryAction::Updated);
  EXPECT_EQ(entry->diff, R"([{"path":"/spec/owner","before":"a","after":"b"}])");
  EXPECT_EQ(UpdateEntry("r", "u", before, after, "user:default/jane")->actor, "user:default/jane");
  EXPECT_EQ(DeletionEntry("r", "u", before).actor, "url:https://a");
  EXPECT_EQ(DeletionEntry("r", "u", before, "user:default/jane").actor, "user:default/jane");
  EXPECT_EQ(DeletionEntry("r", "u", "no document").actor, "");
}

}  // namespace
}  // namespace callboard::catalog
