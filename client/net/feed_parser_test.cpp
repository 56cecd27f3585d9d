#include "client/net/feed_parser.hpp"

#include <gmock/gmock.h>

namespace callboard::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kFeed =
    "{\"feed\":1,\"from\":7,\"version\":9,\"total\":2}\n"
    "{\"seq\":8,\"ref\":\"component:default/x\",\"uid\":\"u\",\"etag\":\"e\",\"entity\":{\"kind\":\"Component\"},"
    "\"relations\":[[\"ownedBy\",\"ownerOf\",\"group:default/t\"]],\"parents\":[\"location:default/y\"]}\n"
    "{\"seq\":9,\"ref\":\"component:default/gone\",\"removed\":true}\n"
    "{\"end\":true,\"version\":9}\n";

void ExpectWholeFeed(const FeedPiece& piece) {
  ASSERT_TRUE(piece.head.has_value());
  EXPECT_EQ(piece.head->from, 7U);
  EXPECT_EQ(piece.head->total, 2U);
  ASSERT_EQ(piece.changes.size(), 2U);
  const catalog::EntityRecord& record = piece.changes[0].record;
  EXPECT_EQ(record.ref, "component:default/x");
  EXPECT_EQ(record.uid, "u");
  EXPECT_EQ(record.document, R"({"kind":"Component"})");
  EXPECT_THAT(record.relations, ElementsAre(model::Relation{"ownedBy", "ownerOf", "group:default/t"}));
  EXPECT_THAT(record.parents, ElementsAre("location:default/y"));
  EXPECT_EQ(record.change_seq, 8U);
  EXPECT_TRUE(piece.changes[1].removed);
  EXPECT_EQ(piece.end, 9U);
}

TEST(FeedParser, ReadsAFeed) {
  FeedParser parser;
  FeedPiece piece;
  ASSERT_TRUE(parser.Read(kFeed, piece).has_value());
  ExpectWholeFeed(piece);
  EXPECT_TRUE(parser.Finish().has_value());
}

TEST(FeedParser, DoesNotCareWhereTheBytesAreCut) {
  for (const std::size_t step : {1U, 7U, 64U}) {
    FeedParser parser;
    FeedPiece piece;
    for (std::size_t at = 0; at < kFeed.size(); at += step) {
      ASSERT_TRUE(parser.Read(kFeed.substr(at, step), piece).has_value());
    }
    ExpectWholeFeed(piece);
    EXPECT_TRUE(parser.Finish().has_value());
  }
}

TEST(FeedParser, AFeedWithoutItsEndIsCutOff) {
  FeedParser parser;
  FeedPiece piece;
  ASSERT_TRUE(parser.Read(kFeed.substr(0, kFeed.rfind("{\"end\"")), piece).has_value());
  EXPECT_EQ(piece.changes.size(), 2U);
  ASSERT_FALSE(parser.Finish().has_value());
  EXPECT_EQ(parser.Finish().error().code, ErrorCode::Unavailable);
}

struct BadFeed {
  std::string_view lines;
  std::string_view message;
};

class FeedParserRefuses : public testing::TestWithParam<BadFeed> {};

TEST_P(FeedParserRefuses, WithTheLine) {
  FeedParser parser;
  FeedPiece piece;
  const Status status = parser.Read(GetParam().lines, piece);
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().code, ErrorCode::InvalidInput);
  EXPECT_THAT(status.error().message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Hostile, FeedParserRefuses,
    testing::Values(
        BadFeed{"\n", "Line 1 of the catalog feed is not a JSON object"}, BadFeed{"[]\n", "not a JSON object"},
        BadFeed{"{\"feed\":2}\n", "Line 1 of the catalog feed is not the head"},
        BadFeed{"{\"seq\":1}\n", "not the head"}, BadFeed{"<!doctype html>\n<html>\n", "Line 1"},
        BadFeed{"{\"feed\":1}\n{\"seq\":1\n", "Line 2"},
        BadFeed{"{\"feed\":1}\n{\"ref\":\"a\"}\n", "Line 2 of the catalog feed has no seq"},
        BadFeed{"{\"feed\":1}\n{\"seq\":-1,\"ref\":\"a\"}\n", "has no seq"},
        BadFeed{"{\"feed\":1}\n{\"seq\":1}\n", "has no ref"},
        BadFeed{"{\"feed\":1}\n{\"seq\":1,\"ref\":\"a\",\"entity\":[]}\n", "has no entity"},
        BadFeed{"{\"feed\":1}\n{\"seq\":1,\"ref\":\"a\",\"entity\":{},\"relations\":[[\"a\",\"b\"]]}\n", "triples"},
        BadFeed{"{\"feed\":1}\n{\"seq\":1,\"ref\":\"a\",\"entity\":{},\"relations\":{}}\n", "triples"},
        BadFeed{"{\"feed\":1}\n{\"seq\":1,\"ref\":\"a\",\"entity\":{},\"parents\":[null]}\n", "parents"},
        BadFeed{"{\"feed\":1}\n{\"end\":true,\"version\":1}\n{}\n", "Line 3 of the catalog feed comes after the end"}));

TEST(FeedParser, KeepsWhatCameBeforeABadLine) {
  FeedParser parser;
  FeedPiece piece;
  EXPECT_FALSE(parser.Read("{\"feed\":1}\n{\"seq\":1,\"ref\":\"a\",\"removed\":true}\nnonsense\n", piece).has_value());
  EXPECT_EQ(piece.changes.size(), 1U);
}

}  // namespace
}  // namespace callboard::net
