#include "server/gateway.hpp"

#include <gtest/gtest.h>

namespace callboard::server {
namespace {

/// Remembers what it was asked and answers with what it was given.
class ScriptedClient : public kit::HttpClient {
 public:
  Result<kit::HttpAnswer> Send(const kit::HttpRequest& request) override {
    asked = request;
    return answer;
  }

  kit::HttpRequest asked;
  Result<kit::HttpAnswer> answer = kit::HttpAnswer{};
};

TEST(GatewayTest, SendsOnWhatIsMeantForTheFunction) {
  const auto client = std::make_shared<ScriptedClient>();
  client->answer = kit::HttpAnswer{201,
                                   {{"Content-Type", "application/json"},
                                    {"X-Own", "1"},
                                    {"Connection", "close"},
                                    {"X-Request-Id", "id-1"},
                                    {"Access-Control-Allow-Origin", "*"}},
                                   "{}"};
  const Gateway gateway(client, "http://catalog.example/");
  const auto response =
      gateway.Forward({.method = "POST",
                       .url = "/api/catalog/x?y=%20",
                       .headers = {{"Authorization", "Bearer t"}, {"Connection", "keep-alive"}, {"Host", "portal"}},
                       .body = "[1]",
                       .request_id = "id-1",
                       .trace_parent = "00-trace"});
  EXPECT_EQ(client->asked.url, "http://catalog.example/api/catalog/x?y=%20");
  EXPECT_EQ(client->asked.body, "[1]");
  EXPECT_EQ(client->asked.headers.find("authorization")->second, "Bearer t");
  EXPECT_EQ(client->asked.headers.find("x-request-id")->second, "id-1");
  EXPECT_FALSE(client->asked.headers.contains("connection"));
  EXPECT_FALSE(client->asked.headers.contains("host"));
  EXPECT_EQ(response->status, 201);
  EXPECT_EQ(response->content_type, "application/json");
  EXPECT_TRUE(response->headers.contains("x-own"));
  EXPECT_FALSE(response->headers.contains("connection"));
  EXPECT_FALSE(response->headers.contains("x-request-id"));
  EXPECT_FALSE(response->headers.contains("access-control-allow-origin"));
}

TEST(GatewayTest, AFunctionThatIsAwayIsUnavailableAndItsAddressNobodysBusiness) {
  const auto client = std::make_shared<ScriptedClient>();
  const Gateway gateway(client, "http://catalog.example");
  for (const ErrorCode code : {ErrorCode::Unavailable, ErrorCode::TooLarge}) {
    client->answer = Fail(code, "http://catalog.example: connection refused");
    const auto refused = gateway.Forward({.method = "GET", .url = "/api/catalog/x"});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    EXPECT_FALSE(refused.error().message.contains("catalog.example"));
    EXPECT_TRUE(refused.error().detail.contains("connection refused"));
  }
}

/// A feed of two lines, of which the second never arrives.
class BrokenFeed : public kit::HttpBody {
 public:
  Result<bool> Read(std::string& out, std::chrono::steady_clock::time_point) override {
    if (asked_++ > 0) return Fail(ErrorCode::Unavailable, "broken off");
    out += "{}\n";
    return true;
  }

 private:
  int asked_ = 0;
};

class FeedClient : public ScriptedClient {
 public:
  Result<kit::HttpStream> Open(const kit::HttpRequest&) override {
    return kit::HttpStream{200, {{"Content-Type", "application/x-ndjson"}}, std::make_unique<BrokenFeed>()};
  }
};

TEST(GatewayTest, AFeedIsHandedOnWhileItArrivesAndDoesNotEndWellWhenItBreaksOff) {
  const auto response = Gateway(std::make_shared<FeedClient>(), "http://catalog.example")
                            .Forward({.method = "GET", .url = "/api/catalog/feed"});
  ASSERT_TRUE(response.has_value());
  ASSERT_TRUE(response->stream);
  std::string out;
  EXPECT_TRUE(response->stream(out));
  EXPECT_EQ(out, "{}\n");
  EXPECT_THROW(response->stream(out), std::runtime_error);
}

}  // namespace
}  // namespace callboard::server
