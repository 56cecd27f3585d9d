#include "client/net/api_client.hpp"

#include <gmock/gmock.h>

#include <optional>

#include "client/platform/native_platform.hpp"

namespace callboard::net {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Pair;

TEST(UrlOf, FillsAndEncodes) {
  const api::RouteRecord record{.path = "/api/{kind}/x/{name}"};
  EXPECT_EQ(UrlOf(record, {{"name", "a b/c"}, {"kind", "api"}}), "/api/api/x/a%20b%2Fc");
  EXPECT_EQ(UrlOf(record, {}, {{"a", "1&2"}, {"b", ""}}), "/api//x/?a=1%262&b=");
}

class ApiClientTest : public testing::Test {
 protected:
  const platform::FetchRequest& Sent() { return fetcher_.pending().front().request; }

  platform::MemoryFetcher fetcher_;
  ApiClient client_{fetcher_};
};

TEST_F(ApiClientTest, SignsInAsBackstagesClientsDo) {
  std::optional<Result<SignInAnswer>> got;
  client_.SignInAsGuest([&](Result<SignInAnswer> answer) { got = std::move(answer); });
  EXPECT_EQ(Sent().method, "POST");
  EXPECT_EQ(Sent().url, "/api/auth/guest/refresh");
  EXPECT_THAT(Sent().headers, Contains(Pair("x-requested-with", "XMLHttpRequest")));
  fetcher_.Answer(200, {}, R"({"backstageIdentity":{"token":"t","identity":{"userEntityRef":"user:default/a"}}})");
  ASSERT_TRUE(got.has_value() && got->has_value());
  EXPECT_EQ((*got)->user_ref, "user:default/a");
}

TEST_F(ApiClientTest, SendsTheTokenAndReadsErrors) {
  std::optional<Result<Json>> got;
  client_.SetToken("t");
  client_.GetEntity({"component", "default", "x y"}, [&](Result<Json> answer) { got = std::move(answer); });
  EXPECT_EQ(Sent().url, "/api/catalog/entities/by-name/component/default/x%20y");
  EXPECT_THAT(Sent().headers, Contains(Pair("authorization", "Bearer t")));
  fetcher_.Answer(404, {}, R"({"error":{"message":"No entity"}})");
  ASSERT_TRUE(got.has_value() && !got->has_value());
  EXPECT_EQ(got->error().code, ErrorCode::NotFound);
  EXPECT_EQ(got->error().message, "No entity");
}

TEST_F(ApiClientTest, KeepsItsTokenFromOtherServers) {
  std::optional<Result<ApiAnswer>> got;
  client_.SetToken("t");
  client_.AskElsewhere({.method = "GET", .url = "https://api.example.com/pets", .headers = {{"X-Trace", "1"}}},
                       [&](Result<ApiAnswer> answer) { got = std::move(answer); });
  EXPECT_THAT(Sent().headers, testing::ElementsAre(Pair("X-Trace", "1")));
  fetcher_.Answer(503, {{"retry-after", "9"}}, std::string((std::size_t{1} << 20) + 1, 'x'));
  ASSERT_TRUE(got.has_value() && got->has_value());
  EXPECT_EQ((*got)->status, 503);
  EXPECT_THAT((*got)->headers, testing::ElementsAre(Pair("retry-after", "9")));
  EXPECT_TRUE((*got)->cut);
  EXPECT_EQ((*got)->body.size(), std::size_t{1} << 20);
}

TEST_F(ApiClientTest, SaysWhenTheServerIsOutOfReach) {
  std::optional<Result<PortalConfig>> got;
  client_.GetPortalConfig([&](Result<PortalConfig> answer) { got = std::move(answer); });
  fetcher_.FailNext({ErrorCode::Unavailable, "The server could not be reached", {}, nullptr});
  ASSERT_TRUE(got.has_value() && !got->has_value());
  EXPECT_EQ(got->error().code, ErrorCode::Unavailable);
}

TEST_F(ApiClientTest, FollowsAFeed) {
  std::vector<std::string> refs;
  std::string kept;
  std::optional<Status> end;
  client_.FollowFeed(5, 0,
                     {.on_piece =
                          [&](FeedPiece piece, std::string_view bytes) {
                            for (const auto& change : piece.changes) refs.push_back(change.record.ref);
                            kept += bytes;
                          },
                      .on_end = [&](Status status) { end = std::move(status); }});
  EXPECT_EQ(Sent().url, "/api/catalog/feed?since=5");
  const std::string feed = "{\"feed\":1}\n{\"seq\":6,\"ref\":\"a\",\"removed\":true}\n{\"end\":true,\"version\":6}\n";
  fetcher_.Answer(200, {}, feed);
  EXPECT_THAT(refs, testing::ElementsAre("a"));
  EXPECT_EQ(kept, feed);
  ASSERT_TRUE(end.has_value());
  EXPECT_TRUE(end->has_value());
}

struct BadAnswer {
  int status;
  std::string_view body;
  ErrorCode code;
};

class BadFeedAnswer : public ApiClientTest, public testing::WithParamInterface<BadAnswer> {};

TEST_P(BadFeedAnswer, EndsWithAnError) {
  std::optional<Status> end;
  client_.FollowFeed(0, 0,
                     {.on_piece = [](const FeedPiece&, std::string_view) {},
                      .on_end = [&](Status status) { end = std::move(status); }});
  fetcher_.Answer(GetParam().status, {}, GetParam().body);
  ASSERT_TRUE(end.has_value() && !end->has_value());
  EXPECT_EQ(end->error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(All, BadFeedAnswer,
                         testing::Values(BadAnswer{200, "{\"feed\":1}\n", ErrorCode::Unavailable},
                                         BadAnswer{200, "<html>\n", ErrorCode::InvalidInput},
                                         BadAnswer{200, "", ErrorCode::Unavailable},
                                         BadAnswer{401, "{}", ErrorCode::Unauthenticated},
                                         BadAnswer{503, "", ErrorCode::Unavailable}));

TEST_F(ApiClientTest, CancelledCallsNeverAnswer) {
  bool answered = false;
  client_.GetPortalConfig([&](const Result<PortalConfig>&) { answered = true; });
  client_.CancelAll();
  EXPECT_THAT(fetcher_.pending(), IsEmpty());
  EXPECT_FALSE(fetcher_.Answer(200, {}, "{}"));
  EXPECT_FALSE(answered);
}

}  // namespace
}  // namespace callboard::net
