#include "functions/kit/http_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <format>
#include <future>
#include <semaphore>
#include <thread>

#include "functions/kit/log.hpp"
#include "functions/kit/test_socket.hpp"

namespace callboard::kit {
namespace {

using std::chrono::milliseconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr api::RouteRecord kHello{.name = "Hello", .method = "GET", .path = "/hello"};
constexpr api::RouteRecord kWait{.name = "Wait", .method = "GET", .path = "/wait"};
constexpr api::RouteRecord kEcho{.name = "Echo", .method = "POST", .path = "/echo"};
constexpr api::RouteRecord kRows{.name = "Rows", .method = "GET", .path = "/rows"};
constexpr api::RouteRecord kNothing{.name = "Nothing", .method = "DELETE", .path = "/nothing"};
constexpr api::RouteRecord kLarge{.name = "Large", .method = "GET", .path = "/large"};
constexpr std::string_view kGetHello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr std::string_view kGetWait = "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr std::size_t kLargeBytes = 8U * 1024 * 1024;

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

TEST_F(HttpServerTest, KeepsAConnectionForManyRequests) {
  TestSocket socket(Start({}));
  for (int i = 0; i < 3; ++i) {
    socket.Send(kGetHello);
    const std::string answer = socket.ReadUntil("\"hello\"");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK"));
    EXPECT_THAT(answer, Not(HasSubstr("Connection: close")));
  }
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrder) {
  TestSocket socket(Start({}));
  socket.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n\"a\"\r\n" + std::string(kGetHello) +
              "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
              "2\r\n\"b\r\n1;x=y\r\n\"\r\n0\r\n\r\n");
  const std::string answers = socket.ReadToEnd();
  EXPECT_LT(answers.find("\"a\""), answers.find("\"hello\""));
  EXPECT_THAT(answers, EndsWith("\"b\""));
}

TEST_F(HttpServerTest, HeadAndNoContentHaveNoBody) {
  const int port = Start({});
  const std::string head = Ask(port, "HEAD /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Content-Length: 7\r\n"));
  EXPECT_THAT(head, EndsWith("\r\n\r\n"));
  const std::string nothing = Ask(port, "DELETE /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(nothing, StartsWith("HTTP/1.1 204"));
  EXPECT_THAT(nothing, Not(HasSubstr("Content-Length")));
}

TEST_F(HttpServerTest, BodiesOfAnyTypeArriveAsTheyAre) {
  const int port = Start({});
  for (const std::string_view type :
       {"application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain"}) {
    const std::string body = "a=" + std::string(20'000, '%') + "&--b--";
    const std::string answer =
        Ask(port, std::format("POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {}\r\n"
                              "Content-Length: {}\r\n\r\n{}",
                              type, body.size(), body));
    EXPECT_THAT(answer, EndsWith("\r\n\r\n" + body)) << type;
  }
}

TEST_F(HttpServerTest, AWaitingSenderIsToldToContinue) {
  TestSocket socket(Start({}));
  socket.Send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_THAT(socket.ReadUntil("\r\n\r\n"), StartsWith("HTTP/1.1 100"));
  socket.Send("1234");
  EXPECT_THAT(socket.ReadUntil("1234"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, BodiesThatAreTooLargeAreRefused) {
  const int port = Start({.max_body_bytes = 100});
  TestSocket fits(port);
  fits.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n[1,2]");
  EXPECT_THAT(fits.ReadUntil("[1,2]"), EndsWith("[1,2]"));
  EXPECT_THAT(Ask(port, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n" + std::string(101, 'x')),
              testing::AllOf(StartsWith("HTTP/1.1 413"), HasSubstr("PayloadTooLargeError"), HasSubstr("\"/echo\"")));
  EXPECT_THAT(Ask(port, "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" +
                            std::string(0x65, 'x') + "\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 413"));
}

TEST_F(HttpServerTest, AnEndlessBodyIsCutOffWithoutBelievingItsHeaders) {
  TestSocket socket(Start({.max_body_bytes = 1000, .max_header_bytes = 1000}));
  socket.Send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 500; ++i) socket.Send("1;" + std::string(400, 'x') + "\r\n");
  EXPECT_THAT(socket.ReadToEnd(), testing::AnyOf(StartsWith("HTTP/1.1 4"), testing::IsEmpty()));
}

TEST_F(HttpServerTest, HeadersThatAreTooLargeOrTooManyAreRefused) {
  const int port = Start({.max_header_bytes = 16'000, .max_headers = 20});
  std::string many = "GET /hello HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 30; ++i) many += std::format("X-{}: 1\r\n", i);
  EXPECT_THAT(Ask(port, many + "\r\n"), StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(Ask(port, "GET /hello HTTP/1.1\r\nX: " + std::string(20'000, 'x')), StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(Ask(port, "GET /" + std::string(9000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 414"));
}

TEST_F(HttpServerTest, SlowSendersAreCutOff) {
  const int port = Start({.request_timeout = milliseconds(50)});
  EXPECT_THAT(Ask(port, "GET /hello HTTP/1.1\r\nX-Slow: "), StartsWith("HTTP/1.1 408"));
  EXPECT_THAT(Ask(port, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123"), StartsWith("HTTP/1.1 408"));
}

TEST_F(HttpServerTest, SlowReadersAreCutOff) {
  const int port = Start({.max_connections = 1, .write_timeout = milliseconds(50)});
  TestSocket slow(port);
  slow.Send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
  // Once the answer fills every buffer and nobody reads, the only place becomes free again.
  std::string answer;
  while (!answer.starts_with("HTTP/1.1 200"))
    answer = Ask(port, "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_LT(slow.ReadToEnd().size(), kLargeBytes);
}

TEST_F(HttpServerTest, WhatNobodyReadsIsNotTakenForARequest) {
  const int port = Start({});
  const std::string answer =
      Ask(port, "GET /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 33\r\n\r\n" + std::string(kGetHello));
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
  EXPECT_EQ(answer.find("HTTP/1.1 200"), answer.rfind("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, BeyondItsConnectionsItAnswersUnavailableAtOnce) {
  const int port = Start({.max_connections = 1});
  TestSocket busy(port);
  busy.Send(kGetWait);
  entered_.acquire();
  for (int i = 0; i < 3; ++i) {
    const std::string answer = Ask(port, kGetHello);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 503"));
    EXPECT_THAT(answer, HasSubstr("Retry-After"));
  }
  EXPECT_THAT(app_->GetMetrics().Text(), HasSubstr("http_connections_rejected_total 3"));
  release_.release();
  EXPECT_THAT(busy.ReadUntil("\"done\""), EndsWith("\"done\""));
}

TEST_F(HttpServerTest, AnIdleConnectionMakesRoomForANewOne) {
  const int port = Start({.max_connections = 2});
  TestSocket longest(port);
  longest.Send(kGetHello);
  longest.ReadUntil("\"hello\"");
  TestSocket fresh(port);
  fresh.Send(kGetHello);
  fresh.ReadUntil("\"hello\"");
  TestSocket next(port);
  next.Send(kGetHello);
  EXPECT_THAT(next.ReadUntil("\"hello\""), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(longest.ReadToEnd(), "");
  fresh.Send(kGetHello);
  EXPECT_THAT(fresh.ReadUntil("\"hello\""), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, ConnectionsThatNeverAskDoNotStarveOthers) {
  const int port = Start({.max_connections = 4});
  std::vector<std::unique_ptr<TestSocket>> silent;
  for (int i = 0; i < 20; ++i) silent.push_back(std::make_unique<TestSocket>(port));
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(Ask(port, "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  }
}

TEST_F(HttpServerTest, IdleConnectionsEndAfterAWhile) {
  TestSocket socket(Start({.keep_alive = milliseconds(30)}));
  socket.Send(kGetHello);
  EXPECT_THAT(socket.ReadToEnd(), EndsWith("\"hello\""));
}

TEST_F(HttpServerTest, StoppingFinishesWhatIsInFlightAndClosesTheRest) {
  const int port = Start({});
  TestSocket idle(port);
  idle.Send(kGetHello);
  idle.ReadUntil("\"hello\"");
  TestSocket busy(port);
  busy.Send(kGetWait);
  entered_.acquire();
  auto stopped = std::async(std::launch::async, [&] { return server_->Stop(); });
  EXPECT_EQ(idle.ReadToEnd(), "");
  release_.release();
  const std::string answer = busy.ReadToEnd();
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
  EXPECT_THAT(answer, EndsWith("\"done\""));
  EXPECT_TRUE(stopped.get().has_value());
  EXPECT_FALSE(TestSocket(port).IsConnected());
}

TEST_F(HttpServerTest, StoppingLetsAStreamFinish) {
  TestSocket socket(Start({}));
  socket.Send("GET /rows HTTP/1.1\r\nHost: x\r\n\r\n");
  socket.ReadUntil("1\n\r\n");
  auto stopped = std::async(std::launch::async, [&] { return server_->Stop(); });
  release_.release(2);
  EXPECT_THAT(socket.ReadToEnd(), EndsWith("3\n\r\n0\r\n\r\n"));
  EXPECT_TRUE(stopped.get().has_value());
}

TEST_F(HttpServerTest, WhatDoesNotFinishInTimeIsCutOff) {
  TestSocket stuck(Start({.drain_timeout = milliseconds(20)}));
  stuck.Send(kGetWait);
  entered_.acquire();
  auto stopped = std::async(std::launch::async, [&] { return server_->Stop(); });
  EXPECT_EQ(stuck.ReadToEnd(), "");
  release_.release();
  EXPECT_EQ(stopped.get().error().code, ErrorCode::Unavailable);
}

TEST_F(HttpServerTest, StreamsShowTheirRowsWhileTheyLoad) {
  TestSocket socket(Start({}));
  socket.Send("GET /rows HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(socket.ReadUntil("1\n\r\n"), HasSubstr("Transfer-Encoding: chunked"));
  release_.release();
  EXPECT_EQ(socket.ReadUntil("2\n\r\n"), "2\r\n2\n\r\n");
  release_.release();
  EXPECT_EQ(socket.ReadUntil("0\r\n\r\n"), "2\r\n3\n\r\n0\r\n\r\n");
  socket.Send(kGetHello);
  EXPECT_THAT(socket.ReadUntil("\"hello\""), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, NonsenseIsAnsweredNotHung) {
  const int port = Start({.keep_alive = milliseconds(50), .request_timeout = milliseconds(50)});
  for (const std::string_view nonsense :
       {"\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02", "GET / HTTP/9.9\r\n\r\n", "GET /a b c HTTP/1.1\r\n\r\n", "\n\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /hello HTTP/1.1\r\nHost: x\r\nRange: bytes=9-1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx"}) {
    EXPECT_THAT(Ask(port, nonsense),
                testing::AnyOf(StartsWith("HTTP/1.1 4"), StartsWith("HTTP/1.1 505"), testing::IsEmpty()));
  }
}

TEST_F(HttpServerTest, APortInUseIsAnError) {
  const int port = Start({});
  App other(AppOptions{});
  EXPECT_EQ(HttpServer(other, {.port = port}).Start().error().code, ErrorCode::Unavailable);
  EXPECT_FALSE(HttpServer(other, {.host = "not a host"}).Start().has_value());
}

TEST_F(HttpServerTest, ASignalEndsServing) {
  BlockTerminationSignals();
  App app(AppOptions{.routes = MakeRoutes()});
  std::promise<int> port;
  auto served = std::async(std::launch::async,
                           [&] { return ServeUntilSignalled(app, {}, [&](int bound) { port.set_value(bound); }); });
  TestSocket busy(port.get_future().get());
  busy.Send(kGetWait);
  entered_.acquire();
  kill(getpid(), SIGTERM);
  release_.release();
  EXPECT_THAT(busy.ReadToEnd(), EndsWith("\"done\""));
  EXPECT_TRUE(served.get().has_value());
  EXPECT_EQ(app.Dispatch({.method = "GET", .url = "/readyz"}).status, 503);
}

}  // namespace
}  // namespace callboard::kit
