// Which connections are made at all, and how much of an answer is taken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <format>

#include "functions/kit/http_client.hpp"
#include "functions/kit/http_server.hpp"
#include "functions/kit/log.hpp"

namespace callboard::kit {
namespace {

using testing::HasSubstr;

constexpr api::RouteRecord kCounted{.name = "Counted", .method = "GET", .path = "/counted"};
constexpr api::RouteRecord kBomb{.name = "Bomb", .method = "GET", .path = "/bomb"};
constexpr std::size_t kBombBytes = 64U * 1024 * 1024;

class HttpClientPolicyTest : public testing::Test {
 protected:
  HttpClientPolicyTest() {
    SetLogLevel(LogLevel::Error);
    unsetenv("http_proxy");
    AppOptions options;
    options.routes = {
        {&kCounted,
         [this](const Request&) -> Result<Response> {
           ++served_;
           return JsonResponse("served");
         }},
        {&kBomb, [](const Request&) -> Result<Response> { return JsonTextResponse(std::string(kBombBytes, 'x')); }}};
    app_ = std::make_unique<App>(std::move(options));
    server_ = std::make_unique<HttpServer>(*app_, ServerOptions{.host = "::"});
    auto port = server_->Start();
    has_ipv6_ = port.has_value();
    if (!has_ipv6_) {
      server_ = std::make_unique<HttpServer>(*app_, ServerOptions{});
      port = server_->Start();
    }
    port_ = port.value();
  }

  [[nodiscard]] HttpRequest Ask(std::string_view host, AddressPolicy policy, std::string_view path = "/counted") const {
    HttpRequest request;
    request.url = std::format("http://{}:{}{}", host, port_, path);
    request.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    request.address_policy = policy;
    return request;
  }

  std::atomic<int> served_ = 0;
  bool has_ipv6_ = false;
  int port_ = 0;
  std::unique_ptr<App> app_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpClientPolicyTest, ThisMachineIsNotReachedByAnyOfItsNames) {
  CurlHttpClient client;
  for (const char* const host : {"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "0.0.0.0",
                                 "0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]"}) {
    if (!has_ipv6_ && std::string_view(host).starts_with('[')) continue;
    ASSERT_EQ(client.Send(Ask(host, AddressPolicy::Any)).value_or(HttpAnswer{}).status, 200) << host;
    // The connection is still there, and must not be used either.
    const auto refused = client.Send(Ask(host, AddressPolicy::PublicOnly));
    ASSERT_FALSE(refused.has_value()) << host;
    EXPECT_EQ(refused.error().code, ErrorCode::Forbidden) << host << ": " << refused.error().message;
    EXPECT_THAT(refused.error().message, HasSubstr("which is not a public address"));
    CurlHttpClient fresh;
    EXPECT_EQ(fresh.Send(Ask(host, AddressPolicy::PublicOnly)).error().code, ErrorCode::Forbidden) << host;
  }
  EXPECT_EQ(served_, has_ipv6_ ? 12 : 8);
}

TEST_F(HttpClientPolicyTest, BehindAProxyWrittenAddressesAreJudgedHere) {
  setenv("http_proxy", std::format("http://127.0.0.1:{}", port_).c_str(), 1);
  CurlHttpClient client;
  unsetenv("http_proxy");
  HttpRequest request = Ask("", AddressPolicy::PublicOnly);
  request.url = "http://169.254.169.254/latest/meta-data";
  EXPECT_EQ(client.Send(request).error().code, ErrorCode::Forbidden);
  // Names are the proxy's to resolve; this one answers that it knows no such path.
  request.url = "http://callboard.invalid/x";
  EXPECT_TRUE(client.Send(request).has_value());
}

TEST_F(HttpClientPolicyTest, TheLimitHoldsAfterDecompression) {
  CurlHttpClient client;
  HttpRequest request = Ask("127.0.0.1", AddressPolicy::Any, "/bomb");
  request.accept_compressed = true;
  request.max_response_bytes = kBombBytes;
  const auto whole = client.Send(request);
  ASSERT_TRUE(whole.has_value()) << whole.error().message;
  EXPECT_EQ(whole->headers.count("Content-Encoding"), 1U);
  EXPECT_EQ(whole->body.size(), kBombBytes);
  request.max_response_bytes = kBombBytes - 1;
  EXPECT_EQ(client.Send(request).error().code, ErrorCode::TooLarge);
}

}  // namespace
}  // namespace callboard::kit
