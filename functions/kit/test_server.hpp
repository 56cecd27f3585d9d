#pragma once
// A server with a few routes, for tests that talk to it over sockets.

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <format>
#include <memory>
#include <semaphore>
#include <string>
#include <string_view>
#include <utility>

#include "functions/kit/http_server.hpp"
#include "functions/kit/log.hpp"
#include "functions/kit/test_socket.hpp"

namespace callboard::kit {

inline constexpr api::RouteRecord kHello{.name = "Hello", .method = "GET", .path = "/hello"};
inline constexpr api::RouteRecord kWait{.name = "Wait", .method = "GET", .path = "/wait"};
inline constexpr api::RouteRecord kEcho{.name = "Echo", .method = "POST", .path = "/echo"};
inline constexpr api::RouteRecord kRows{.name = "Rows", .method = "GET", .path = "/rows"};
inline constexpr api::RouteRecord kNothing{.name = "Nothing", .method = "DELETE", .path = "/nothing"};
inline constexpr api::RouteRecord kLarge{.name = "Large", .method = "GET", .path = "/large"};
inline constexpr api::RouteRecord kFlood{.name = "Flood", .method = "GET", .path = "/flood"};
inline constexpr api::RouteRecord kHeader{.name = "Header", .method = "GET", .path = "/header"};
inline constexpr std::string_view kGetHello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
inline constexpr std::string_view kGetWait = "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n";
inline constexpr std::string_view kPostChunks = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
inline constexpr std::size_t kLargeBytes = 8U * 1024 * 1024;
inline constexpr std::size_t kFloodPieceBytes = 32U * 1024;
inline constexpr std::size_t kFloodPieces = 200'000;

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() { SetLogLevel(LogLevel::Error); }
  ~HttpServerTest() override {
    release_.release(100);
    server_.reset();
  }

  int Start(ServerOptions options) {
    app_ = std::make_unique<App>(AppOptions{.routes = MakeRoutes()});
    server_ = std::make_unique<HttpServer>(*app_, std::move(options));
    return server_->Start().value();
  }

  Routes MakeRoutes() {
    return {
        {&kHello, [](const Request&) -> Result<Response> { return JsonResponse("hello"); }},
        {&kEcho, [](const Request& request) -> Result<Response> { return JsonTextResponse(request.body); }},
        {&kNothing, [](const Request&) -> Result<Response> { return NoContent(); }},
        {&kLarge, [](const Request&) -> Result<Response> { return JsonTextResponse(std::string(kLargeBytes, 'x')); }},
        {&kHeader,
         [](const Request& request) -> Result<Response> {
           std::string text;
           for (const auto& [name, value] : request.headers) text += std::format("{}={};", name, value);
           return JsonTextResponse(text);
         }},
        {&kFlood,
         [](const Request&) -> Result<Response> {
           Response response;
           response.stream = [piece = 0U](std::string& out) mutable {
             out.append(kFloodPieceBytes, 'x');
             return ++piece < kFloodPieces;
           };
           return response;
         }},
        {&kWait,
         [this](const Request&) -> Result<Response> {
           entered_.release();
           release_.acquire();
           return JsonResponse("done");
         }},
        {&kRows, [this](const Request&) -> Result<Response> {
           Response response;
           response.content_type = "application/x-ndjson";
           response.stream = [this, row = 0](std::string& out) mutable {
             if (row > 0) release_.acquire();
             out += std::to_string(++row) + "\n";
             return row < 3;
           };
           return response;
         }}};
  }

  static std::string Ask(int port, std::string_view request) {
    TestSocket socket(port);
    socket.Send(request);
    return socket.ReadToEnd();
  }

  std::unique_ptr<App> app_;
  std::unique_ptr<HttpServer> server_;
  std::counting_semaphore<100> entered_{0};
  std::counting_semaphore<1000> release_{0};
};

}  // namespace callboard::kit
