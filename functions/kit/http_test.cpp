#include "functions/kit/http.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callboard::kit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(HttpTest, QueriesKeepTheOrderAndDecode) {
  EXPECT_THAT(ParseQuery("a=1&b=x%20y+z&a=2&flag&=v"),
              ElementsAre(Pair("a", "1"), Pair("b", "x y z"), Pair("a", "2"), Pair("flag", ""), Pair("", "v")));
  EXPECT_THAT(ParseQuery(""), IsEmpty());
  EXPECT_THAT(ParseQuery("&&"), IsEmpty());
  EXPECT_THAT(ParseQuery("a=b=c&d=%zz"), ElementsAre(Pair("a", "b=c"), Pair("d", "%zz")));
}

TEST(HttpTest, HeadersAreFoundInAnyCase) {
  Request request;
  request.headers.emplace("Content-TYPE", "text/plain");
  EXPECT_EQ(Header(request, "content-type"), "text/plain");
  EXPECT_EQ(Header(request, "missing"), "");
}

TEST(HttpTest, ABodyThatIsCutShortSaysSo) {
  Request request;
  request.body = "{\"a\": [";
  EXPECT_EQ(JsonBody(request).error().message, "Unexpected end of JSON input");
  request.body = "{\"a\" 1}";
  EXPECT_EQ(JsonBody(request).error().message, "The request body is not valid JSON at byte 6");
}

}  // namespace
}  // namespace callboard::kit
