#include "functions/kit/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <format>
#include <future>

#include "functions/kit/http_server.hpp"
#include "functions/kit/log.hpp"

namespace callboard::kit {
namespace {

constexpr api::RouteRecord kEcho{"Echo", "POST", "/echo", "", "", "", "", ""};
constexpr api::RouteRecord kLines{"Lines", "GET", "/lines", "", "", "", "", ""};
constexpr api::RouteRecord kHeld{"Held", "GET", "/held", "", "", "", "", ""};

class HttpClientTest : public testing::Test {
 protected:
  HttpClientTest() {
    SetLogLevel(LogLevel::Error);
    AppOptions options;
    options.routes = {{&kEcho,
                       [](const Request& request) -> Result<Response> {
                         Response response = JsonTextResponse(request.body, 201);
                         response.headers.emplace("X-Seen", Header(request, "x-sent"));
                         response.headers.emplace("X-Type", Header(request, "content-type"));
                         response.headers.emplace("X-Has-Empty", request.headers.contains("x-empty") ? "yes" : "no");
                         return response;
                       }},
                      {&kLines,
                       [this](const Request&) -> Result<Response> {
                         Response response = JsonTextResponse("");
                         response.stream = [this, line = 0](std::string& out) mutable {
                           if (line > 0) next_line_.get_future().wait();
                           out += std::format("line {}\n", line++);
                           return line < 2;
                         };
                         return response;
                       }},
                      {&kHeld, [this](const Request&) -> Result<Response> {
                         arrived_.set_value();
                         next_line_.get_future().wait();
                         return NoContent();
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

  HttpRequest Get(std::string_view path) {
    HttpRequest request;
    request.url = base_ + std::string(path);
    request.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    return request;
  }

  std::promise<void> arrived_;
  std::promise<void> next_line_;
  std::unique_ptr<App> app_;
  std::unique_ptr<HttpServer> server_;
  std::string base_;
  // Nobody is there: what asks a proxy about this machine fails. The client reads it when it is made.
  const int is_proxy_set_ = setenv("http_proxy", "http://127.0.0.1:1", 1);
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

TEST_F(HttpClientTest, AddsNothingThatTheCallerDidNotSay) {
  HttpRequest request = Echo("[1]");
  request.headers.emplace("X-Empty", "");
  const auto answer = client_.Send(request);
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->headers.find("x-type")->second, "");
  EXPECT_EQ(answer->headers.find("x-has-empty")->second, "yes");
}

TEST_F(HttpClientTest, PathsGoOutAsTheyAre) {
  // Had the client tidied the path up, it would be this route.
  HttpRequest dotted = Echo("[1]");
  dotted.url = base_ + "/x/../echo";
  EXPECT_NE(client_.Send(dotted)->status, 201);
}

TEST_F(HttpClientTest, WhatCouldEndALineIsNotSent) {
  for (const std::string& bad : {std::string("a\rb"), std::string("a\nX-B: 1"), std::string("a\0b", 3)}) {
    HttpRequest request = Echo("");
    request.headers.emplace("X-A", bad);
    EXPECT_EQ(client_.Send(request).error().code, ErrorCode::InvalidInput);
    HttpRequest named = Echo("");
    named.headers.emplace(bad, "a");
    EXPECT_EQ(client_.Send(named).error().code, ErrorCode::InvalidInput);
    HttpRequest method = Echo("");
    method.method = bad;
    EXPECT_EQ(client_.Send(method).error().code, ErrorCode::InvalidInput);
  }
}

TEST_F(HttpClientTest, AStreamCanBeReadBeforeItIsWhole) {
  auto stream = client_.Open(Get("/lines"));
  ASSERT_TRUE(stream.has_value()) << stream.error().message;
  EXPECT_EQ(stream->status, 200);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  std::string text;
  while (text != "line 0\n") ASSERT_TRUE(stream->body->Read(text, deadline).value_or(false)) << text;
  next_line_.set_value();
  for (bool more = true; more;) {
    const auto read = stream->body->Read(text, deadline);
    ASSERT_TRUE(read.has_value()) << read.error().message;
    more = *read;
  }
  EXPECT_EQ(text, "line 0\nline 1\n");
}

TEST_F(HttpClientTest, AStreamThatStopsSpeakingIsUnavailable) {
  {
    auto stream = client_.Open(Get("/lines"));
    ASSERT_TRUE(stream.has_value()) << stream.error().message;
    std::string text;
    const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
    Result<bool> read = true;
    while (read) read = stream->body->Read(text, soon);
    EXPECT_EQ(read.error().code, ErrorCode::Unavailable);
  }
  next_line_.set_value();
  EXPECT_EQ(client_.Send(Echo("[1]"))->status, 201);
}

TEST_F(HttpClientTest, ACancelledRequestEndsAtOnce) {
  HttpRequest request = Get("/held");
  request.is_cancelled = [arrived = arrived_.get_future().share()] {
    return arrived.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  };
  EXPECT_EQ(client_.Send(request).error().code, ErrorCode::Unavailable);
  next_line_.set_value();
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
