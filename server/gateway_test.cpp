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

TEST(GatewayTest, AFunctionThatIsAwayIsUnavailable) {
  const auto client = std::make_shared<ScriptedClient>();
  client->answer = Fail(ErrorCode::Unavailable, "connection refused");
  EXPECT_EQ(Gateway(client, "http://catalog.example").Forward({.method = "GET", .url = "/api/catalog/x"}).error().code,
            ErrorCode::Unavailable);
}

}  // namespace
}  // namespace callboard::server
