#include "functions/kit/http_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <semaphore>
#include <thread>

#include "functions/kit/log.hpp"
#include "functions/kit/test_socket.hpp"

namespace callboard::kit {
namespace {

using std::chrono::milliseconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr api::RouteRecord kHello{"Hello", "GET", "/hello", "", "", "", "", ""};
constexpr api::RouteRecord kWait{"Wait", "GET", "/wait", "", "", "", "", ""};
constexpr api::RouteRecord kEcho{"Echo", "POST", "/echo", "", "", "", "", ""};
constexpr api::RouteRecord kRows{"Rows", "GET", "/rows", "", "", "", "", ""};
constexpr std::string_view kGetHello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() { SetLogLevel(LogLevel::Error); }
  ~HttpServerTest() override {
    release_.release(100);
    if (server_) server_->Stop();
  }

  int Start(ServerOptions options) {
    AppOptions app_options;
    app_options.routes = {
        {&kHello, [](const Request&) -> Result<Response> { return JsonResponse("hello"); }},
        {&kEcho, [](const Request& request) -> Result<Response> { return JsonTextResponse(request.body); }},
        {&kWait,
         [this](const Request&) -> Result<Response> {
           entered_.release();
           release_.acquire();
           return JsonResponse("done");
         }},
        {&kRows, [](const Request&) -> Result<Response> {
           Response response;
           response.content_type = "application/x-ndjson";
           response.stream = [row = 0](std::string& out) mutable {
             out += std::to_string(++row) + "\n";
             return row < 3;
           };
           return response;
         }}};
    app_ = std::make_unique<App>(std::move(app_options));
    server_ = std::make_unique<HttpServer>(*app_, std::move(options));
    return server_->Start().value();
  }

  std::unique_ptr<App> app_;
  std::unique_ptr<HttpServer> server_;
  std::counting_semaphore<100> entered_{0};
  std::counting_semaphore<1000> release_{0};
};

TEST_F(HttpServerTest, KeepsAConnectionForManyRequests) {
  TestSocket socket(Start({}));
  for (int i = 0; i < 3; ++i) {
    socket.Send(kGetHello);
    EXPECT_THAT(socket.ReadUntil("\"hello\""), StartsWith("HTTP/1.1 200 OK"));
  }
}

TEST_F(HttpServerTest, BodiesArriveAndAreBounded) {
  const int port = Start({.max_body_bytes = 100});
  TestSocket fits(port);
  fits.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n[1,2]");
  EXPECT_THAT(fits.ReadUntil("[1,2]"), EndsWith("[1,2]"));
  TestSocket declared(port);
  declared.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n" + std::string(101, 'x'));
  EXPECT_THAT(declared.ReadUntil("}}"), HasSubstr("PayloadTooLargeError"));
}

TEST_F(HttpServerTest, AnEndlessBodyIsCutOffWithoutBelievingItsHeaders) {
  TestSocket socket(Start({.max_body_bytes = 1000, .max_header_bytes = 1000}));
  socket.Send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 200; ++i) socket.Send("400\r\n" + std::string(0x400, 'x') + "\r\n");
  EXPECT_THAT(socket.ReadToEnd(), testing::AnyOf(StartsWith("HTTP/1.1 4"), testing::IsEmpty()));
}

TEST_F(HttpServerTest, ASlowSenderIsCutOff) {
  TestSocket socket(Start({.request_timeout = milliseconds(50)}));
  socket.Send("GET /hello HTTP/1.1\r\nX-Slow: ");
  EXPECT_THAT(socket.ReadToEnd(), testing::AnyOf(StartsWith("HTTP/1.1 4"), testing::IsEmpty()));
}

TEST_F(HttpServerTest, BeyondItsConnectionsItAnswersUnavailableAtOnce) {
  const int port = Start({.max_connections = 1});
  TestSocket busy(port);
  busy.Send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  entered_.acquire();
  TestSocket refused(port);
  refused.Send(kGetHello);
  const std::string answer = refused.ReadToEnd();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(answer, HasSubstr("Retry-After"));
  release_.release();
  EXPECT_THAT(busy.ReadUntil("\"done\""), EndsWith("\"done\""));
}

TEST_F(HttpServerTest, AnIdleConnectionMakesRoomForANewOne) {
  const int port = Start({.max_connections = 1});
  TestSocket idle(port);
  idle.Send(kGetHello);
  idle.ReadUntil("\"hello\"");
  for (int i = 0; i < 5; ++i) {
    TestSocket next(port);
    next.Send(kGetHello);
    EXPECT_THAT(next.ReadUntil("\"hello\""), StartsWith("HTTP/1.1 200"));
  }
  EXPECT_EQ(idle.ReadToEnd(), "");
}

TEST_F(HttpServerTest, StoppingFinishesWhatIsInFlightAndClosesTheRest) {
  const int port = Start({});
  TestSocket idle(port);
  idle.Send(kGetHello);
  idle.ReadUntil("\"hello\"");
  TestSocket busy(port);
  busy.Send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  entered_.acquire();
  std::jthread stopping([&] { server_->Stop(); });
  EXPECT_EQ(idle.ReadToEnd(), "");
  release_.release();
  EXPECT_THAT(busy.ReadToEnd(), EndsWith("\"done\""));
  stopping.join();
  EXPECT_FALSE(TestSocket(port).IsConnected());
}

TEST_F(HttpServerTest, StreamsArriveInChunks) {
  TestSocket socket(Start({}));
  socket.Send("GET /rows HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string answer = socket.ReadUntil("0\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("2\r\n1\n\r\n2\r\n2\n\r\n2\r\n3\n\r\n0\r\n\r\n"));
}

TEST_F(HttpServerTest, NonsenseIsAnsweredNotHung) {
  const int port = Start({.request_timeout = milliseconds(100)});
  for (const std::string_view nonsense :
       {"\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02", "GET / HTTP/9.9\r\n\r\n", "GET /a b c HTTP/1.1\r\n\r\n"}) {
    TestSocket socket(port);
    socket.Send(nonsense);
    EXPECT_THAT(socket.ReadToEnd(), testing::AnyOf(StartsWith("HTTP/1.1 4"), testing::IsEmpty()));
  }
}

TEST_F(HttpServerTest, APortInUseIsAnError) {
  const int port = Start({});
  App other(AppOptions{});
  EXPECT_EQ(HttpServer(other, {.port = port}).Start().error().code, ErrorCode::Unavailable);
}

}  // namespace
}  // namespace callboard::kit
