#pragma once
// A server that answers with the bytes that a test gives it, for tests of what a polite server never does.

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <format>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace callboard::kit {

inline std::string RawAnswer(std::string_view status, std::string_view headers, std::string_view body) {
  return std::format("HTTP/1.1 {}\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), headers, body);
}

class RawServer {
 public:
  /// Gets the head of a request, and writes the answer with `send`, which is false once nobody listens any more; the
  /// connection is closed when it returns.
  using Send = std::function<bool(std::string_view bytes)>;
  using Answerer = std::function<void(const std::string& head, const Send& send)>;

  explicit RawServer(Answerer answer) : answer_(std::move(answer)), listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    is_bound_ = bind(listener_, reinterpret_cast<const sockaddr*>(&address), length) == 0 &&
                listen(listener_, 128) == 0 &&
                getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { Accept(); });
  }

  ~RawServer() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (std::thread& connection : connections_) connection.join();
    close(listener_);
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] bool IsBound() const { return is_bound_; }
  [[nodiscard]] std::string BaseUrl() const { return std::format("http://127.0.0.1:{}", port_); }
  [[nodiscard]] std::string Host() const { return std::format("127.0.0.1:{}", port_); }

  /// The heads of all requests so far.
  [[nodiscard]] std::vector<std::string> Heads() {
    const std::scoped_lock lock(mutex_);
    return heads_;
  }

 private:
  void Accept() {
    for (int accepted = accept(listener_, nullptr, nullptr); accepted >= 0;
         accepted = accept(listener_, nullptr, nullptr))
      connections_.emplace_back([this, accepted] { Serve(accepted); });
  }

  void Serve(int connection) {
    std::string head;
    std::array<char, 4096> buffer{};
    while (!head.contains("\r\n\r\n")) {
      const ssize_t received = recv(connection, buffer.data(), buffer.size(), 0);
      if (received <= 0) break;
      head.append(buffer.data(), static_cast<std::size_t>(received));
    }
    if (head.contains("\r\n\r\n")) {
      {
        const std::scoped_lock lock(mutex_);
        heads_.push_back(head);
      }
      answer_(head, [connection](std::string_view bytes) { return SendAll(connection, bytes); });
    }
    close(connection);
  }

  static bool SendAll(int connection, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  Answerer answer_;
  int listener_;
  bool is_bound_ = false;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<std::string> heads_;
  std::thread acceptor_;
  std::vector<std::thread> connections_;
};

}  // namespace callboard::kit
