#include "functions/kit/http_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <future>
#include <thread>

#include "functions/kit/test_server.hpp"

namespace callboard::kit {
namespace {

using std::chrono::milliseconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST_F(HttpServerTest, KeepsAConnectionForManyRequests) {
  TestSocket socket(Start({}));
  for (int i = 0; i < 3; ++i) {
    socket.Send(kGetHello);
    const std::string answer = socket.ReadUntil("\"hello\"");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK"));
    EXPECT_THAT(answer, Not(HasSubstr("Connection: close")));
  }
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

TEST_F(HttpServerTest, SlowReadersOfStreamsAreCutOff) {
  // Nobody can be fast enough for this, so that no time is measured against a peer that the test would have to slow
  // down.
  const int port = Start({.write_timeout = milliseconds(100), .slowest_bytes_per_second = SIZE_MAX});
  TestSocket slow(port);
  slow.Send("GET /flood HTTP/1.1\r\nHost: x\r\n\r\n");
  std::size_t received = 0;
  for (std::string piece; !(piece = slow.ReadFor(std::chrono::seconds(5))).empty();) received += piece.size();
  EXPECT_LT(received, kFloodPieces * kFloodPieceBytes);
}

TEST_F(HttpServerTest, UnfinishedHeadsMakeRoom) {
  const int port = Start({.max_connections = 4});
  std::vector<std::unique_ptr<TestSocket>> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(std::make_unique<TestSocket>(port));
    slow.back()->Send("G");
    EXPECT_THAT(Ask(port, "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  }
}

TEST_F(HttpServerTest, AHeadHasOneDeadlineHoweverItDrips) {
  TestSocket socket(Start({.request_timeout = milliseconds(100)}));
  socket.Send("GET /hello HTTP/1.1\r\nX-Slow: ");
  std::string answer;
  for (int i = 0; i < 100 && answer.empty(); ++i) {
    socket.Send("x");
    answer = socket.ReadFor(milliseconds(20));
  }
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 408"));
}

TEST_F(HttpServerTest, StoppingSaysSoBeforeItWaits) {
  app_ = std::make_unique<App>(AppOptions{.routes = MakeRoutes(), .on_drain = [this] { release_.release(); }});
  server_ = std::make_unique<HttpServer>(*app_, ServerOptions{});
  TestSocket waiting(server_->Start().value());
  waiting.Send(kGetWait);
  entered_.acquire();
  EXPECT_TRUE(server_->Stop().has_value());
  EXPECT_THAT(waiting.ReadToEnd(), EndsWith("\"done\""));
  server_.reset();
  EXPECT_FALSE(release_.try_acquire());
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
  // A connection that was answered may take a while to call itself idle; one that never asked is idle once it is
  // served.
  while (!app_->GetMetrics().Text().contains("http_connections 1")) std::this_thread::yield();
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
