#include "shared/definitions/api_request.hpp"

#include <gmock/gmock.h>

namespace callboard::definitions {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

ApiOperation Operation(std::string method) {
  return {.method = std::move(method),
          .path = "/pets/{petId}",
          .parameters = {{.name = "petId", .in = "path", .required = true},
                         {.name = "tag of", .in = "query"},
                         {.name = "limit", .in = "query"},
                         {.name = "X-Trace", .in = "header"}}};
}

TEST(ApiRequest, PutsValuesWhereTheyBelong) {
  const ApiInput input{
      .server = " https://api.example.com/v1/ ",
      .values = {{"path/petId", "a/b"}, {"query/tag of", "x&y"}, {"query/limit", "3"}, {"header/X-Trace", "t"}},
      .media_type = "application/json",
      .body = "{}"};
  const auto request = MakeRequest(Operation("PUT"), input);
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->url, "https://api.example.com/v1/pets/a%2Fb?tag%20of=x%26y&limit=3");
  EXPECT_THAT(request->headers, ElementsAre(Pair("X-Trace", "t"), Pair("Content-Type", "application/json")));
  EXPECT_EQ(request->body, "{}");
  const auto read = MakeRequest(Operation("GET"), input);
  ASSERT_TRUE(read);
  EXPECT_THAT(read->body, IsEmpty()) << "browsers refuse to read with a body";
}

TEST(ApiRequest, SaysWhatIsMissing) {
  EXPECT_THAT(MakeRequest(Operation("GET"), {.server = "/v1"}).error().message, HasSubstr("https://"));
  EXPECT_THAT(MakeRequest(Operation("GET"), {.server = "javascript:alert(1)"}).error().message, HasSubstr("https://"));
  EXPECT_EQ(MakeRequest(Operation("GET"), {.server = "https://a.example.com"}).error().message,
            "The path needs a value for petId");
}

TEST(ApiRequest, IsACommandForAShell) {
  EXPECT_EQ(
      CurlOf(
          {.method = "POST", .url = "https://a.example.com/x?y=1", .headers = {{"A", "it's"}}, .body = "{\"b\": 1}"}),
      "curl -X POST 'https://a.example.com/x?y=1' \\\n  -H 'A: it'\\''s' \\\n  --data-raw '{\"b\": 1}'");
}

}  // namespace
}  // namespace callboard::definitions
