// What goes through a connection: framing, headers, bodies. http_server_test.cpp has connections, places and draining.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "functions/kit/test_server.hpp"

namespace callboard::kit {
namespace {

using std::chrono::milliseconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class HttpMessagesTest : public HttpServerTest {};

TEST_F(HttpMessagesTest, AnswersPipelinedRequestsInOrder) {
  TestSocket socket(Start({}));
  socket.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n\"a\"\r\n" + std::string(kGetHello) +
              "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
              "2\r\n\"b\r\n1;x=y\r\n\"\r\n0\r\n\r\n");
  const std::string answers = socket.ReadToEnd();
  EXPECT_LT(answers.find("\"a\""), answers.find("\"hello\""));
  EXPECT_THAT(answers, EndsWith("\"b\""));
}

TEST_F(HttpMessagesTest, HeadAndNoContentHaveNoBody) {
  const int port = Start({});
  const std::string head = Ask(port, "HEAD /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Content-Length: 7\r\n"));
  EXPECT_THAT(head, EndsWith("\r\n\r\n"));
  const std::string nothing = Ask(port, "DELETE /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(nothing, StartsWith("HTTP/1.1 204"));
  EXPECT_THAT(nothing, Not(HasSubstr("Content-Length")));
}

TEST_F(HttpMessagesTest, HeadSaysNoLengthThatIsUnknown) {
  const int port = Start({});
  EXPECT_THAT(Ask(port, "HEAD /rows HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
              testing::AllOf(StartsWith("HTTP/1.1 200"), Not(HasSubstr("Content-Length")), EndsWith("\r\n\r\n")));
}

TEST_F(HttpMessagesTest, BodiesOfAnyTypeArriveAsTheyAre) {
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

TEST_F(HttpMessagesTest, AWaitingSenderIsToldToContinue) {
  TestSocket socket(Start({}));
  socket.Send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_THAT(socket.ReadUntil("\r\n\r\n"), StartsWith("HTTP/1.1 100"));
  socket.Send("1234");
  EXPECT_THAT(socket.ReadUntil("1234"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpMessagesTest, HeadersAreNotDecoded) {
  const std::string answer = Ask(Start({}),
                                 "GET /header HTTP/1.1\r\nHost: x\r\nX-A: v%0d%0aX-Injected: yes\r\n"
                                 "Cookie: a=%41\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("X-A=v%0d%0aX-Injected: yes;"));
  EXPECT_THAT(answer, HasSubstr("Cookie=a=%41;"));
  EXPECT_THAT(answer, Not(HasSubstr("REMOTE_ADDR")));
}

TEST_F(HttpMessagesTest, ChunksAreReadStrictly) {
  const int port = Start({});
  for (const std::string_view body :
       {"0x5\r\nabcde\r\n0\r\n\r\n", "-1\r\nabcde\r\n0\r\n\r\n", "5\nabcde\r\n0\r\n\r\n", "5\r\nabcde\n0\r\n\r\n",
        "5\r\nabcdef\r\n0\r\n\r\n", " 5\r\nabcde\r\n0\r\n\r\n", "5\r\nabcde\r\n0\n\n", "\r\n0\r\n\r\n",
        "5\r\nabcde\r\n0\r\nno colon\r\n\r\n", "5\r\nabcde\r\n0\r\na: b\n\r\n", "5;\r\r\nabcde\r\n0\r\n\r\n",
        "5\r\nabcde\r\n0\r\na: b\rc\r\n\r\n"}) {
    EXPECT_THAT(Ask(port, std::format("{}{}", kPostChunks, body)), StartsWith("HTTP/1.1 400")) << body;
  }
  EXPECT_THAT(Ask(port, std::format("{}10000000000000001\r\n", kPostChunks)), StartsWith("HTTP/1.1 4"));
  EXPECT_THAT(Ask(port, std::format("{}ffffffffffffffff\r\n", kPostChunks)), StartsWith("HTTP/1.1 413"));
}

TEST_F(HttpMessagesTest, TrailersAreDroppedAndBounded) {
  TestSocket socket(Start({.max_header_bytes = 1000}));
  socket.Send(std::format("{}3\r\n\"a\"\r\n0\r\nX-A: b\r\nX-B: c\r\n\r\n", kPostChunks));
  EXPECT_THAT(socket.ReadUntil("\"a\""), StartsWith("HTTP/1.1 200"));
  socket.Send(std::format("{}0\r\n", kPostChunks));
  std::string trailers;
  for (int i = 0; i < 1000; ++i) trailers += "a:b\r\n";
  socket.Send(trailers + "\r\n");
  EXPECT_THAT(socket.ReadToEnd(), StartsWith("HTTP/1.1 413"));
}

TEST_F(HttpMessagesTest, ABodyIsNeverTakenForARequest) {
  const int port = Start({});
  for (const std::string_view method : {"GET", "HEAD", "OPTIONS", "DELETE", "POST"}) {
    TestSocket socket(port);
    const std::string head = std::format("{} /hello HTTP/1.1\r\nHost: x\r\n", method);
    socket.Send(std::format("{}Content-Length: {}\r\n\r\n{}", head, kGetHello.size(), kGetHello));
    socket.Send(
        std::format("{}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n", head, kGetHello.size(), kGetHello));
    socket.Send("PUT /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string answers = socket.ReadToEnd();
    std::size_t count = 0;
    for (std::size_t at = 0; (at = answers.find("HTTP/1.1 ", at)) != std::string::npos; ++at) ++count;
    EXPECT_EQ(count, 3U) << method << answers;
  }
}

TEST_F(HttpMessagesTest, ConnectionIsAListOfTokens) {
  const int port = Start({.keep_alive = std::chrono::minutes(1)});
  for (const std::string_view close : {"Close", "close, TE", "TE,close"}) {
    EXPECT_THAT(Ask(port, std::format("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: {}\r\n\r\n", close)),
                testing::AllOf(HasSubstr("Connection: close\r\n"), EndsWith("\"hello\"")));
  }
}

TEST_F(HttpMessagesTest, AnOldClientGetsNoChunksAndTheEndOfTheConnection) {
  const int port = Start({});
  release_.release(2);
  EXPECT_THAT(Ask(port, "GET /rows HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"),
              testing::AllOf(HasSubstr("Connection: close\r\n"), Not(HasSubstr("Transfer-Encoding")),
                             EndsWith("\r\n\r\n1\n2\n3\n")));
}

TEST_F(HttpMessagesTest, RangesAreIgnored) {
  const int port = Start({});
  for (const std::string_view range : {"items=0-5", "bytes=0-1", "bytes=9-1", "nonsense"}) {
    EXPECT_THAT(
        Ask(port, std::format("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: {}\r\n\r\n", range)),
        testing::AllOf(StartsWith("HTTP/1.1 200"), EndsWith("\"hello\"")));
  }
}

TEST_F(HttpMessagesTest, StreamsShowTheirRowsWhileTheyLoad) {
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

TEST_F(HttpMessagesTest, NonsenseIsAnsweredNotHung) {
  const int port = Start({.keep_alive = milliseconds(50), .request_timeout = milliseconds(50)});
  for (const std::string_view nonsense :
       {"\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02", "GET / HTTP/9.9\r\n\r\n", "GET /a b c HTTP/1.1\r\n\r\n", "\n\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx"}) {
    EXPECT_THAT(Ask(port, nonsense),
                testing::AnyOf(StartsWith("HTTP/1.1 4"), StartsWith("HTTP/1.1 505"), testing::IsEmpty()));
  }
}

}  // namespace
}  // namespace callboard::kit
