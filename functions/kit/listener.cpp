#include "functions/kit/listener.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <deque>
#include <format>
#include <vector>

namespace callboard::kit {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Rejected connections stay until their peer has read the answer: closing with unread bytes would reset them.
constexpr milliseconds kLinger{1000};
constexpr std::size_t kMaxLingering = 64;
constexpr milliseconds kNoDescriptorPause{20};

constexpr std::string_view kBusyBody =
    R"({"error":{"name":"ServiceUnavailableError","message":"All connections of this server are in use"},)"
    R"("response":{"statusCode":503}})";

const std::string& BusyAnswer() {
  static const std::string kAnswer = std::format(
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n"
      "Content-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\r\n{}",
      kBusyBody.size(), kBusyBody);
  return kAnswer;
}

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  [[nodiscard]] int Number() const { return number_; }
  int Release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

struct Lingering {
  Descriptor socket;
  steady_clock::time_point until;
};

Result<Descriptor> BoundSocket(const addrinfo& address) {
  Descriptor bound(socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, address.ai_protocol));
  const int on = 1;
  setsockopt(bound.Number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  // Inherited by accepted sockets: an answer must not wait for the acknowledgement of the one before.
  setsockopt(bound.Number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  if (bound.Number() < 0 || bind(bound.Number(), address.ai_addr, address.ai_addrlen) != 0 ||
      listen(bound.Number(), SOMAXCONN) != 0) {
    return Fail(ErrorCode::Unavailable, std::strerror(errno));
  }
  return bound;
}

int PortOf(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  const auto port = address.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port
                                                  : reinterpret_cast<const sockaddr_in*>(&address)->sin_port;
  return ntohs(port);
}

}  // namespace

struct Listener::Impl {
  Descriptor socket;
  Descriptor wake;
  std::deque<Lingering> lingering;

  void Reject(Descriptor rejected) {
    const std::string& answer = BusyAnswer();
    send(rejected.Number(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    shutdown(rejected.Number(), SHUT_WR);
    if (lingering.size() == kMaxLingering) lingering.pop_front();
    lingering.push_back({std::move(rejected), steady_clock::now() + kLinger});
  }

  /// Reads away what rejected peers send, until they close.
  void TendLingering() {
    std::array<char, 4096> rest;
    std::erase_if(lingering, [&](const Lingering& peer) {
      const ssize_t received = recv(peer.socket.Number(), rest.data(), rest.size(), MSG_DONTWAIT);
      const bool open = received > 0 || (received < 0 && (errno == EAGAIN || errno == EINTR));
      return !open || steady_clock::now() > peer.until;
    });
  }

  /// Accepts whatever is there. False when there is no descriptor for it.
  bool AcceptAll(const Callbacks& callbacks) {
    while (true) {
      Descriptor accepted(accept4(socket.Number(), nullptr, nullptr, SOCK_CLOEXEC));
      if (accepted.Number() < 0) return errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM;
      if (callbacks.take(accepted.Number())) {
        accepted.Release();
        continue;
      }
      callbacks.rejected();
      Reject(std::move(accepted));
    }
  }

  /// True when it was woken to stop.
  bool WaitForWork(bool accepting) const {
    std::vector<pollfd> polled = {{wake.Number(), POLLIN, 0}, {accepting ? socket.Number() : -1, POLLIN, 0}};
    for (const Lingering& peer : lingering) polled.push_back({peer.socket.Number(), POLLIN, 0});
    const auto limit = !accepting ? kNoDescriptorPause : lingering.empty() ? milliseconds(-1) : kLinger;
    poll(polled.data(), polled.size(), static_cast<int>(limit.count()));
    return polled.front().revents != 0;
  }
};

Listener::Listener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Listener::Listener(Listener&&) noexcept = default;
Listener::~Listener() = default;

Result<Listener> Listener::Bind(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int code = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (code != 0) return Fail(ErrorCode::InvalidInput, std::format("The host {}: {}", host, gai_strerror(code)));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(found, &freeaddrinfo);
  Result<Descriptor> bound = Fail(ErrorCode::Unavailable, "no address");
  for (const addrinfo* address = found; address != nullptr && !bound; address = address->ai_next) {
    bound = BoundSocket(*address);
  }
  if (!bound) return Fail(bound.error(), std::format("{}:{} cannot be listened on", host, port));
  auto impl = std::make_unique<Impl>();
  impl->socket = std::move(*bound);
  impl->wake = Descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  return Listener(std::move(impl));
}

int Listener::Port() const {
  return PortOf(impl_->socket.Number());
}

void Listener::Run(const Callbacks& callbacks) {
  bool accepting = true;
  while (!impl_->WaitForWork(accepting)) {
    impl_->TendLingering();
    accepting = impl_->AcceptAll(callbacks);
    if (!accepting) callbacks.make_room();
  }
  impl_->AcceptAll(callbacks);
  impl_->socket = Descriptor();
}

void Listener::Stop() {
  const std::uint64_t one = 1;
  // An eventfd that is full is as good as one that was just written to.
  [[maybe_unused]] const ssize_t written = write(impl_->wake.Number(), &one, sizeof(one));
}

}  // namespace callboard::kit
