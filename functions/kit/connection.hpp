#pragma once
// One accepted socket: buffered both ways, with limits on bytes and time that hold whatever the peer claims.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace callboard::kit {

struct ConnectionLimits {
  std::size_t max_head_bytes = 32U * 1024;
  std::size_t max_body_bytes = 10U * 1024 * 1024;
  std::chrono::milliseconds keep_alive{60'000};
  std::chrono::milliseconds request_timeout{30'000};
  std::chrono::milliseconds write_timeout{30'000};
};

enum class HeadState : std::uint8_t { Complete, Closed, TimedOut, TooLarge, NotHttp };

/// Used by one thread. Does not own the socket.
class Connection {
 public:
  Connection(int socket, const ConnectionLimits& limits);

  /// Waits for the next request's first byte: at most keep_alive. False when none comes.
  [[nodiscard]] bool WaitForRequest();

  /// Reads until the head is complete. The time that the whole request may take starts here.
  [[nodiscard]] HeadState ReadHead();
  /// The head that was read; valid until the next Read.
  [[nodiscard]] std::string_view Head() const { return std::string_view(in_).substr(in_begin_, head_bytes_); }

  /// The next bytes of head and body. 0 at the end, negative when the request takes too long or sends too much.
  [[nodiscard]] std::ptrdiff_t Read(char* target, std::size_t size);
  [[nodiscard]] bool TimedOut() const { return timed_out_; }
  [[nodiscard]] bool SentTooMuch() const { return sent_too_much_; }

  /// Small pieces are gathered until Flush, or until they are worth a packet. False once the peer is gone, or took
  /// nothing for write_timeout.
  bool Write(std::string_view data);
  bool Flush();

  /// Whether the peer has ended the connection, as far as the system knows.
  [[nodiscard]] bool IsPeerGone() const;

  /// Ends an answer while the peer may still be sending: closing with unread bytes would reset the connection, and the
  /// peer might never see the answer. Takes at most `limit`.
  void Linger(std::chrono::milliseconds limit);

  /// The peer's address without its port.
  [[nodiscard]] std::string RemoteAddress() const;

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

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
  bool timed_out_ = false;
  bool sent_too_much_ = false;
  bool broken_ = false;
  std::string out_;
};

}  // namespace callboard::kit
