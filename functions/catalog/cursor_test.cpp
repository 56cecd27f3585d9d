#include "functions/catalog/cursor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;

TEST(CursorTest, ComesBackWhole) {
  QueryCursor cursor;
  cursor.filters = {"kind=component", "kind=api"};
  cursor.predicate = {{"kind", "x"}};
  cursor.text = {"term", {"metadata.name"}};
  cursor.order = {{"metadata.name", true}, {"kind", false}};
  cursor.anchor = {{"a", std::nullopt}, "component:default/a", true};
  const auto read = DecodeCursor(EncodeCursor(cursor));
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->filters, cursor.filters);
  EXPECT_EQ(read->predicate, cursor.predicate);
  EXPECT_EQ(read->text.term, "term");
  EXPECT_TRUE(read->order[0].descending);
  EXPECT_THAT(read->anchor.order_values, ElementsAre("a", std::nullopt));
  EXPECT_EQ(read->anchor.ref, "component:default/a");
  EXPECT_TRUE(read->anchor.backward);
}

TEST(CursorTest, AnythingElseIsMalformed) {
  for (const std::string_view text : {"", "!", "notacursor", "e30="}) {
    EXPECT_TRUE(DecodeCursor(text).error().message.starts_with("Malformed cursor: ")) << text;
  }
  const std::string unfit = EncodeBase64(R"({"orderFields":[],"isPrevious":false,"orderFieldValues":["x"]})");
  EXPECT_FALSE(DecodeCursor(unfit).has_value());
}

}  // namespace
}  // namespace callboard::catalog
