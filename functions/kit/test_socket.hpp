#pragma once
// A raw client connection, for tests of what a polite client never does.

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace callboard::kit {

class TestSocket {
 public:
  explicit TestSocket(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~TestSocket() { close(socket_); }
  TestSocket(const TestSocket&) = delete;
  TestSocket& operator=(const TestSocket&) = delete;

  bool IsConnected() const { return connected_; }
  void Send(std::string_view bytes) { static_cast<void>(send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL)); }

  /// Everything until the text ends with `end`, the peer closes, or five seconds pass without a byte.
  std::string ReadUntil(std::string_view end) {
    std::string text;
    while ((!text.ends_with(end) || end.empty()) && Append(text, std::chrono::seconds(5))) {
    }
    return text;
  }

  /// What comes within `limit`, or "".
  std::string ReadFor(std::chrono::milliseconds limit) {
    std::string text;
    Append(text, limit);
    return text;
  }

  std::string ReadToEnd() { return ReadUntil(""); }

 private:
  bool Append(std::string& text, std::chrono::milliseconds limit) {
    pollfd polled{socket_, POLLIN, 0};
    if (poll(&polled, 1, static_cast<int>(limit.count())) <= 0) return false;
    std::array<char, 4096> buffer{};
    const ssize_t received = recv(socket_, buffer.data(), buffer.size(), 0);
    if (received <= 0) return false;
    text.append(buffer.data(), static_cast<std::size_t>(received));
    return true;
  }

  int socket_;
  bool connected_ = false;
};

}  // namespace callboard::kit
