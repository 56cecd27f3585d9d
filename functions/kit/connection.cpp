#include "functions/kit/connection.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
namespace callboard::kit {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kReadSize = 16U * 1024;
/// Head and small body leave in one packet.
constexpr std::size_t kGather = 16U * 1024;
/// What chunked encoding may add to a body.
constexpr std::size_t kMaxFraming = 64U * 1024;
constexpr std::size_t kMaxChunkLine = 1024;

void SetTimeout(int socket, int option, milliseconds timeout) {
  const timeval value{.tv_sec = timeout.count() / 1000, .tv_usec = (timeout.count() % 1000) * 1000};
  setsockopt(socket, SOL_SOCKET, option, &value, sizeof(value));
}

}  // namespace

Connection::Connection(int socket, const ConnectionLimits& limits) : socket_(socket), limits_(limits) {
  // While idle, one blocking recv does what poll and recv would.
  SetTimeout(socket, SO_RCVTIMEO, limits.keep_alive);
  SetTimeout(socket, SO_SNDTIMEO, limits.write_timeout);
}

bool Connection::WaitForRequest() {
  in_.erase(0, in_begin_);
  in_begin_ = 0;
  head_bytes_ = 0;
  request_bytes_ = in_.size();
  sent_bytes_ = 0;
  sending_ = {};
  // An empty line before a request is to be passed over (RFC 9112, 2.2).
  while (true) {
    while (in_.starts_with("\r\n")) in_.erase(0, 2);
    if (!in_.empty() && in_ != "\r") return true;
    if (Fill() <= 0) return false;
  }
}

ReadState Connection::ReadHead() {
  deadline_ = steady_clock::now() + limits_.request_timeout;
  std::size_t searched = 0;
  while (true) {
    if (!MayStartRequest(in_.front())) return ReadState::Malformed;
    head_bytes_ = HeadSize(in_, searched);
    if (head_bytes_ > limits_.max_head_bytes) return ReadState::TooLarge;
    if (head_bytes_ > 0) break;
    if (in_.size() > limits_.max_head_bytes) return ReadState::TooLarge;
    searched = in_.size();
    if (!WaitUntil(POLLIN, deadline_)) return ReadState::TimedOut;
    if (Fill() <= 0) return ReadState::Closed;
  }
  in_begin_ = head_bytes_;
  request_bytes_ = in_.size() - head_bytes_;
  return ReadState::Complete;
}

ReadState Connection::ReadBody(const RequestHead& head, std::string& body) {
  if (head.HasBody() && head.expects_continue && !Write("HTTP/1.1 100 Continue\r\n\r\n")) return ReadState::Closed;
  return head.chunked ? ReadChunks(body) : ReadBytes(head.content_length, body);
}

ReadState Connection::AwaitByte() {
  if (in_begin_ < in_.size()) return ReadState::Complete;
  in_.clear();
  in_begin_ = 0;
  if (request_bytes_ > 2 * limits_.max_body_bytes + kMaxFraming) return ReadState::TooLarge;
  if (!Flush()) return ReadState::Closed;
  if (!WaitUntil(POLLIN, deadline_)) return ReadState::TimedOut;
  return Fill() > 0 ? ReadState::Complete : ReadState::Closed;
}

ReadState Connection::ReadLine(std::string& line, std::size_t max_bytes) {
  line.clear();
  while (!line.ends_with('\n')) {
    if (line.size() == max_bytes) return ReadState::TooLarge;
    if (const ReadState state = AwaitByte(); state != ReadState::Complete) return state;
    line += in_[in_begin_++];
  }
  if (!line.ends_with("\r\n")) return ReadState::Malformed;
  line.resize(line.size() - 2);
  return ReadState::Complete;
}

ReadState Connection::ReadBytes(std::uint64_t count, std::string& body) {
  while (count > 0) {
    if (const ReadState state = AwaitByte(); state != ReadState::Complete) return state;
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(count, in_.size() - in_begin_));
    body.append(in_, in_begin_, taken);
    in_begin_ += taken;
    count -= taken;
  }
  return ReadState::Complete;
}

/// RFC 9112, 7.1. Stricter than it has to be: no blanks around the size.
ReadState Connection::ReadChunks(std::string& body) {
  std::string line;
  while (true) {
    if (const ReadState state = ReadLine(line, kMaxChunkLine); state != ReadState::Complete) return state;
    const auto size = ReadChunkSize(line);
    if (!size) return ReadState::Malformed;
    if (*size == 0) return SkipTrailers();
    if (*size > limits_.max_body_bytes - body.size()) return ReadState::TooLarge;
    if (const ReadState state = ReadBytes(*size, body); state != ReadState::Complete) return state;
    if (const ReadState state = ReadLine(line, kMaxChunkLine); state != ReadState::Complete) return state;
    if (!line.empty()) return ReadState::Malformed;
  }
}

ReadState Connection::SkipTrailers() {
  std::string line;
  std::size_t left = limits_.max_head_bytes;
  while (true) {
    if (const ReadState state = ReadLine(line, left); state != ReadState::Complete) return state;
    if (line.empty()) return ReadState::Complete;
    if (!IsHeaderLine(line)) return ReadState::Malformed;
    left -= line.size() + 2;
  }
}

std::ptrdiff_t Connection::Fill() {
  const std::size_t before = in_.size();
  std::ptrdiff_t received = 0;
  in_.resize_and_overwrite(before + kReadSize, [&](char* data, std::size_t) {
    received = recv(socket_, data + before, kReadSize, 0);
    return before + static_cast<std::size_t>(std::max<std::ptrdiff_t>(received, 0));
  });
  if (received > 0) request_bytes_ += static_cast<std::size_t>(received);
  return received;
}

bool Connection::WaitUntil(short events, TimePoint deadline) const {
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    if (left <= milliseconds(0)) return false;
    pollfd polled{.fd = socket_, .events = events, .revents = 0};
    const int ready = poll(&polled, 1, static_cast<int>(left.count()));
    if (ready >= 0 || errno != EINTR) return ready > 0;
  }
}

bool Connection::Write(std::string_view data) {
  if (broken_) return false;
  if (out_.size() + data.size() <= kGather) {
    out_ += data;
    return true;
  }
  broken_ = !SendAll(out_, data);
  out_.clear();
  return !broken_;
}

bool Connection::Flush() {
  if (out_.empty()) return !broken_;
  broken_ = broken_ || !SendAll(out_, {});
  out_.clear();
  return !broken_;
}

bool Connection::SendAll(std::string_view first, std::string_view second) {
  while (!first.empty() || !second.empty()) {
    std::array<iovec, 2> parts = {iovec{const_cast<char*>(first.data()), first.size()},
                                  iovec{const_cast<char*>(second.data()), second.size()}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const auto began = steady_clock::now();
    const ssize_t sent = sendmsg(socket_, &message, MSG_NOSIGNAL);
    sending_ += steady_clock::now() - began;
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    sent_bytes_ += static_cast<std::size_t>(sent);
    const auto of_first = std::min(first.size(), static_cast<std::size_t>(sent));
    first.remove_prefix(of_first);
    second.remove_prefix(static_cast<std::size_t>(sent) - of_first);
    // What was made between the sends is not the peer's fault; what it takes earns it more time.
    const auto earned = std::chrono::seconds(sent_bytes_ / limits_.slowest_bytes_per_second);
    if (sending_ > limits_.write_timeout + earned) return false;
  }
  return true;
}

void Connection::Linger(milliseconds limit) {
  shutdown(socket_, SHUT_WR);
  const auto deadline = steady_clock::now() + limit;
  std::array<char, kReadSize> rest;
  while (WaitUntil(POLLIN, deadline) && recv(socket_, rest.data(), rest.size(), MSG_DONTWAIT) > 0) {
  }
}

std::string Connection::RemoteAddress() const {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  std::array<char, NI_MAXHOST> name{};
  if (getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
      getnameinfo(reinterpret_cast<const sockaddr*>(&address), size, name.data(), name.size(), nullptr, 0,
                  NI_NUMERICHOST) != 0) {
    return {};
  }
  return name.data();
}

}  // namespace callboard::kit
