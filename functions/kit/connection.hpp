#pragma once
// One accepted socket: buffered both ways, with limits on bytes and time that hold whatever the peer claims.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "functions/kit/request_head.hpp"

namespace callboard::kit {

struct ConnectionLimits {
  std::size_t max_head_bytes = 32U * 1024;
  std::size_t max_body_bytes = 10U * 1024 * 1024;
  std::chrono::milliseconds keep_alive{60'000};
  std::chrono::milliseconds request_timeout{30'000};
  std::chrono::milliseconds write_timeout{30'000};
  std::size_t slowest_bytes_per_second = 16U * 1024;
};

enum class ReadState : std::uint8_t { Complete, Closed, TimedOut, TooLarge, Malformed };

/// Used by one thread. Does not own the socket.
class Connection {
 public:
  Connection(int socket, const ConnectionLimits& limits);

  /// Waits for the next request's first byte: at most keep_alive. False when none comes.
  [[nodiscard]] bool WaitForRequest();

  /// Reads until the head is complete. The time that the whole request may take starts here.
  [[nodiscard]] ReadState ReadHead();
  /// The head that was read; valid until ReadBody.
  [[nodiscard]] std::string_view Head() const { return std::string_view(in_).substr(0, head_bytes_); }

  /// Appends the body that `head` announces, telling a sender that waits for it to go on. Trailers are dropped.
  [[nodiscard]] ReadState ReadBody(const RequestHead& head, std::string& body);

  /// Small pieces are gathered until Flush, or until they are worth a packet. False once the peer is gone, took nothing
  /// for write_timeout, or kept the answer waiting for longer than that at less than slowest_bytes_per_second.
  bool Write(std::string_view data);
  bool Flush();

  /// Ends an answer while the peer may still be sending: closing with unread bytes would reset the connection, and the
  /// peer might never see the answer. Takes at most `limit`.
  void Linger(std::chrono::milliseconds limit);

  /// The peer's address without its port.
  [[nodiscard]] std::string RemoteAddress() const;

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// Complete when there is a byte to take.
  ReadState AwaitByte();
  /// The next line without its CR LF.
  ReadState ReadLine(std::string& line, std::size_t max_bytes);
  ReadState ReadBytes(std::uint64_t count, std::string& body);
  ReadState ReadChunks(std::string& body);
  ReadState SkipTrailers();
  std::ptrdiff_t Fill();
  bool WaitUntil(short events, TimePoint deadline) const;
  bool SendAll(std::string_view first, std::string_view second);

  int socket_;
  const ConnectionLimits& limits_;
  std::string in_;
  std::size_t in_begin_ = 0;
  std::size_t head_bytes_ = 0;
  std::size_t request_bytes_ = 0;
  TimePoint deadline_{};
  std::size_t sent_bytes_ = 0;
  std::chrono::steady_clock::duration sending_{};
  bool broken_ = false;
  std::string out_;
};

}  // namespace callboard::kit
