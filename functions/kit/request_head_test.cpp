#include "functions/kit/request_head.hpp"

#include <gtest/gtest.h>

#include <format>
#include <string>

namespace callboard::kit {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

TEST(RequestHeadTest, ReadsWhatTheConnectionNeeds) {
  const auto head = ReadHead("POST /a?b=c HTTP/1.1\r\nHost: x\r\ncontent-LENGTH:  12 \r\n\r\n", {});
  ASSERT_TRUE(head.has_value()) << head.error().message;
  EXPECT_EQ(head->method, "POST");
  EXPECT_EQ(head->url, "/a?b=c");
  EXPECT_EQ(head->content_length, 12U);
  EXPECT_TRUE(head->HasBody());
  EXPECT_TRUE(ReadHead("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n", {})->chunked);
  EXPECT_FALSE(ReadHead("GET / HTTP/1.0\r\n\r\n", {})->HasBody());
}

TEST(RequestHeadTest, KeepsHeadersAsTheyWereSent) {
  const auto head = ReadHead("GET / HTTP/1.1\r\nHost: x\r\nX-A: \t v%0d%0aX-Injected: yes \r\nx-a:\r\n\r\n", {});
  ASSERT_TRUE(head.has_value()) << head.error().message;
  EXPECT_EQ(head->headers, (Headers{{"Host", "x"}, {"X-A", "v%0d%0aX-Injected: yes"}, {"x-a", ""}}));
}

TEST(RequestHeadTest, SaysWhetherTheConnectionStays) {
  const auto closes = [](std::string_view version, std::string_view headers) {
    return ReadHead(std::format("GET / {}\r\nHost: x\r\n{}\r\n", version, headers), {})->closes;
  };
  EXPECT_FALSE(closes("HTTP/1.1", ""));
  EXPECT_FALSE(closes("HTTP/1.1", "Connection: keep-alive\r\n"));
  EXPECT_FALSE(closes("HTTP/1.1", "Connection: closed\r\n"));
  EXPECT_TRUE(closes("HTTP/1.1", "Connection: Close\r\n"));
  EXPECT_TRUE(closes("HTTP/1.1", "Connection: TE , close\r\n"));
  EXPECT_TRUE(closes("HTTP/1.1", "Connection: close\r\nConnection: TE\r\n"));
  EXPECT_TRUE(closes("HTTP/1.0", "Connection: Keep-Alive\r\n"));
}

TEST(RequestHeadTest, ChunkSizesAreHexadecimalDigits) {
  EXPECT_EQ(ReadChunkSize("0"), 0U);
  EXPECT_EQ(ReadChunkSize("00fF"), 255U);
  EXPECT_EQ(ReadChunkSize("a;name=\"value\""), 10U);
  for (const std::string_view hostile :
       {"", ";x", "0x5", "-1", "+1", " 5", "5 ", "5 5", "g", "5;\n", "5\r", "10000000000000000"}) {
    EXPECT_EQ(ReadChunkSize(hostile), std::nullopt) << hostile;
  }
}

struct Hostile {
  std::string head;
  int status;
};

class HostileHeadTest : public testing::TestWithParam<Hostile> {};

TEST_P(HostileHeadTest, IsRefused) {
  const HeadLimits limits{.max_url_bytes = 100, .max_line_bytes = 200, .max_headers = 5, .max_body_bytes = 1000};
  const auto head = ReadHead(GetParam().head, limits);
  ASSERT_FALSE(head.has_value());
  EXPECT_EQ(head.error().status, GetParam().status) << head.error().message;
}

std::string Get(std::string_view headers) {
  return "GET / HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    Heads, HostileHeadTest,
    testing::Values(
        Hostile{"GET / HTTP/1.1\n\n", 400}, Hostile{"GET /\r\n\r\n", 400}, Hostile{"GET / HTTP/1.1 x\r\n\r\n", 400},
        Hostile{"GET  / HTTP/1.1\r\n\r\n", 400}, Hostile{"GET nowhere HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Hostile{"GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400}, Hostile{"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n"s, 400},
        Hostile{"GET /\xC3\xA4 HTTP/1.1\r\nHost: x\r\n\r\n", 400}, Hostile{"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505},
        Hostile{"BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 405}, Hostile{"get / HTTP/1.1\r\nHost: x\r\n\r\n", 405},
        Hostile{"GET / HTTP/1.1\r\n\r\n", 400}, Hostile{Get("Host: y\r\n"), 400},
        Hostile{"GET /" + std::string(100, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
        Hostile{Get("A: " + std::string(200, 'a') + "\r\n"), 431},
        Hostile{Get("A: 1\r\nA: 2\r\nA: 3\r\nA: 4\r\nA: 5\r\n"), 431}, Hostile{Get("Bad Name: 1\r\n"), 400},
        Hostile{Get("Name : 1\r\n"), 400}, Hostile{Get(": 1\r\n"), 400}, Hostile{Get("no colon\r\n"), 400},
        Hostile{Get("A: 1\r\n folded\r\n"), 400}, Hostile{Get("A: 1\nB: 2\r\n"), 400}, Hostile{Get("A: 1\rB\r\n"), 400},
        Hostile{Get("A: 1\r\r\n"), 400}, Hostile{Get("A: \r1\r\n"), 400}, Hostile{Get("A: 1\n\r\n"), 400},
        Hostile{Get("Content-Length: 5\n\r\n"), 400}, Hostile{Get("Transfer-Encoding: \nchunked\r\n"), 400},
        Hostile{Get("Content-Encoding: gzip\r\nContent-Length: 5\r\n"), 415}, Hostile{Get("A: \0\r\n"sv), 400},
        Hostile{Get("Content-Length: -1\r\n"), 400}, Hostile{Get("Content-Length: 1, 1\r\n"), 400},
        Hostile{Get("Content-Length: 1\r\nContent-Length: 1\r\n"), 400}, Hostile{Get("Content-Length: 0x10\r\n"), 400},
        Hostile{Get("Content-Length:\r\n"), 400}, Hostile{Get("Content-Length: 99999999999999999999999\r\n"), 400},
        Hostile{Get("Content-Length: 1001\r\n"), 413}, Hostile{Get("Transfer-Encoding: gzip, chunked\r\n"), 400},
        Hostile{Get("Transfer-Encoding: xchunked\r\n"), 400},
        Hostile{Get("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
        Hostile{"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400}));

TEST(RequestHeadTest, FindsTheEndAcrossPieces) {
  const std::string_view head = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  for (std::size_t size = 0; size < head.size(); ++size) {
    EXPECT_EQ(HeadSize(head.substr(0, size)), 0U) << size;
    EXPECT_EQ(HeadSize(head, size), head.size()) << size;
  }
  EXPECT_EQ(HeadSize("GET / HTTP/1.1\n\nbody"), 16U);
}

TEST(RequestHeadTest, OnlyMethodsStartRequests) {
  EXPECT_TRUE(MayStartRequest('G'));
  for (const char byte : {'\x16', '\0', ' ', 'g', '{'}) EXPECT_FALSE(MayStartRequest(byte));
}

}  // namespace
}  // namespace callboard::kit
