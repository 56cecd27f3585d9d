#include "functions/kit/connection.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "functions/kit/request_head.hpp"

namespace callboard::kit {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kReadSize = 16U * 1024;
/// Head and small body leave in one packet.
constexpr std::size_t kGather = 16U * 1024;
/// A large answer may take longer than one write_timeout, but not at less than this.
constexpr std::size_t kSlowestBytesPerSecond = 64U * 1024;
/// What chunked encoding may add to a body.
constexpr std::size_t kMaxFraming = 64U * 1024;

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
  timed_out_ = false;
  sent_too_much_ = false;
  // An empty line before a request is to be passed over (RFC 9112, 2.2).
  while (true) {
    while (in_.starts_with("\r\n")) in_.erase(0, 2);
    if (!in_.empty() && in_ != "\r") return true;
    if (Fill() <= 0) return false;
  }
}

HeadState Connection::ReadHead() {
  deadline_ = steady_clock::now() + limits_.request_timeout;
  std::size_t searched = 0;
  while (true) {
    if (!MayStartRequest(in_.front())) return HeadState::NotHttp;
    head_bytes_ = HeadSize(in_, searched);
    if (head_bytes_ > limits_.max_head_bytes) return HeadState::TooLarge;
    if (head_bytes_ > 0) break;
    if (in_.size() > limits_.max_head_bytes) return HeadState::TooLarge;
    searched = in_.size();
    if (!WaitUntil(POLLIN, deadline_)) return HeadState::TimedOut;
    if (Fill() <= 0) return HeadState::Closed;
  }
  request_bytes_ = in_.size() - head_bytes_;
  return HeadState::Complete;
}

std::ptrdiff_t Connection::Read(char* target, std::size_t size) {
  if (in_begin_ == in_.size()) {
    in_.clear();
    in_begin_ = 0;
    sent_too_much_ = request_bytes_ > 2 * limits_.max_body_bytes + kMaxFraming;
    if (sent_too_much_ || !Flush()) return -1;
    timed_out_ = !WaitUntil(POLLIN, deadline_);
    if (timed_out_) return -1;
    if (const std::ptrdiff_t filled = Fill(); filled <= 0) return filled;
  }
  const std::size_t taken = std::min(size, in_.size() - in_begin_);
  std::copy_n(in_.data() + in_begin_, taken, target);
  in_begin_ += taken;
  return static_cast<std::ptrdiff_t>(taken);
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
  const auto deadline = steady_clock::now() + limits_.write_timeout +
                        std::chrono::seconds((first.size() + second.size()) / kSlowestBytesPerSecond);
  while (!first.empty() || !second.empty()) {
    std::array<iovec, 2> parts = {iovec{const_cast<char*>(first.data()), first.size()},
                                  iovec{const_cast<char*>(second.data()), second.size()}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const ssize_t sent = sendmsg(socket_, &message, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    const auto of_first = std::min(first.size(), static_cast<std::size_t>(sent));
    first.remove_prefix(of_first);
    second.remove_prefix(static_cast<std::size_t>(sent) - of_first);
    if (!(first.empty() && second.empty()) && steady_clock::now() > deadline) return false;
  }
  return true;
}

bool Connection::IsPeerGone() const {
  char byte = 0;
  const ssize_t peeked = recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return peeked == 0 || (peeked < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
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
