#include "functions/kit/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "functions/kit/http_server.hpp"
#include "functions/kit/log.hpp"

namespace callboard::kit {
namespace {

constexpr api::RouteRecord kEcho{"Echo", "POST", "/echo", "", "", "", "", ""};

class HttpClientTest : public testing::Test {
 protected:
  HttpClientTest() {
    SetLogLevel(LogLevel::Error);
    AppOptions options;
    options.routes = {{&kEcho, [](const Request& request) -> Result<Response> {
                         Response response = JsonTextResponse(request.body, 201);
                         response.headers.emplace("X-Seen", Header(request, "x-sent"));
                         return response;
                       }}};
    app_ = std::make_unique<App>(std::move(options));
    server_ = std::make_unique<HttpServer>(*app_, ServerOptions{});
    base_ = "http://127.0.0.1:" + std::to_string(server_->Start().value());
  }

  HttpRequest Echo(std::string body) {
    HttpRequest request;
    request.method = "POST";
    request.url = base_ + "/echo";
    request.body = std::move(body);
    request.headers.emplace("X-Sent", "yes");
    request.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    return request;
  }

  std::unique_ptr<App> app_;
  std::unique_ptr<HttpServer> server_;
  std::string base_;
  CurlHttpClient client_;
};

TEST_F(HttpClientTest, SendsAndReceives) {
  for (int i = 0; i < 2; ++i) {
    const auto answer = client_.Send(Echo("[1]"));
    ASSERT_TRUE(answer.has_value()) << answer.error().message;
    EXPECT_EQ(answer->status, 201);
    EXPECT_EQ(answer->body, "[1]");
    EXPECT_EQ(answer->headers.find("x-seen")->second, "yes");
  }
}

TEST_F(HttpClientTest, BoundsTheAnswer) {
  HttpRequest request = Echo(std::string(5000, 'x'));
  request.max_response_bytes = 1000;
  EXPECT_EQ(client_.Send(request).error().code, ErrorCode::TooLarge);
}

TEST_F(HttpClientTest, ErrorsSayWhatFailed) {
  HttpRequest late = Echo("");
  late.deadline = std::chrono::steady_clock::now();
  EXPECT_EQ(client_.Send(late).error().code, ErrorCode::Unavailable);
  HttpRequest file = Echo("");
  file.url = "file:///etc/hostname";
  EXPECT_EQ(client_.Send(file).error().code, ErrorCode::InvalidInput);
  EXPECT_TRUE(server_->Stop());
  EXPECT_EQ(client_.Send(Echo("")).error().code, ErrorCode::Unavailable);
}

}  // namespace
}  // namespace callboard::kit
