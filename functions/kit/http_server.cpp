#include "functions/kit/http_server.hpp"

// poll instead of select: sockets above 1023 are served too.
#define CPPHTTPLIB_USE_POLL
#include <httplib.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <csignal>
#include <thread>

#include "functions/kit/connection_table.hpp"
#include "functions/kit/log.hpp"

namespace callboard::kit {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLinger{100};

/// What is wrong with the request that this thread reads, when the stream stopped it.
thread_local int stopped_with_status = 0;

/// One connection's stream. Bounds a request's bytes and the time that it may take to arrive, whatever its headers
/// claim.
class BoundedStream : public httplib::Stream {
 public:
  BoundedStream(int socket, const ServerOptions& options) : socket_(socket), options_(options) {}

  void BeginRequest() {
    deadline_ = steady_clock::now() + options_.request_timeout;
    bytes_ = 0;
    stopped_with_status = 0;
  }

  bool is_readable() const override { return Wait(POLLIN, milliseconds(0)); }
  bool is_writable() const override { return Wait(POLLOUT, options_.write_timeout); }

  ssize_t read(char* target, size_t size) override {
    // Lines are read byte by byte: a buffer saves a system call for each.
    if (begin_ == end_) {
      if (bytes_ > options_.max_header_bytes + options_.max_body_bytes) return StopWith(413);
      const ssize_t filled = Fill();
      if (filled <= 0) return filled;
    }
    const size_t taken = std::min(size, end_ - begin_);
    std::copy_n(buffer_.data() + begin_, taken, target);
    begin_ += taken;
    return static_cast<ssize_t>(taken);
  }

  ssize_t write(const char* data, size_t size) override {
    if (!is_writable()) return -1;
    return send(socket_, data, size, MSG_NOSIGNAL);
  }

  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    httplib::detail::get_remote_ip_and_port(socket_, ip, port);
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    httplib::detail::get_local_ip_and_port(socket_, ip, port);
  }
  socket_t socket() const override { return socket_; }

  /// Waits for the first byte of the next request.
  bool WaitForRequest() { return begin_ != end_ || (Wait(POLLIN, options_.keep_alive) && Fill() > 0); }

 private:
  ssize_t StopWith(int status) {
    stopped_with_status = status;
    return -1;
  }

  ssize_t Fill() {
    const auto left = deadline_ == steady_clock::time_point{}
                          ? options_.keep_alive
                          : std::chrono::duration_cast<milliseconds>(deadline_ - steady_clock::now());
    if (left <= milliseconds(0) || !Wait(POLLIN, left)) return StopWith(408);
    const ssize_t received = recv(socket_, buffer_.data(), buffer_.size(), 0);
    if (received <= 0) return received;
    begin_ = 0;
    end_ = static_cast<size_t>(received);
    bytes_ += end_;
    return received;
  }

  bool Wait(short events, milliseconds limit) const {
    pollfd polled{socket_, events, 0};
    return poll(&polled, 1, static_cast<int>(limit.count())) > 0 && (polled.revents & events) != 0;
  }

  int socket_;
  const ServerOptions& options_;
  steady_clock::time_point deadline_{};
  size_t bytes_ = 0;
  std::array<char, 16U * 1024> buffer_{};
  size_t begin_ = 0;
  size_t end_ = 0;
};

Request RequestFrom(const httplib::Request& incoming) {
  Request request;
  request.method = incoming.method;
  request.url = incoming.target;
  request.body = incoming.body;
  request.remote_address = incoming.remote_addr;
  for (const auto& [name, value] : incoming.headers) request.headers.emplace(name, value);
  return request;
}

void WriteResponse(Response response, httplib::Response& outgoing) {
  outgoing.status = response.status;
  for (const auto& [name, value] : response.headers) outgoing.set_header(name, value);
  if (response.stream) {
    outgoing.set_chunked_content_provider(response.content_type,
                                          [stream = std::move(response.stream)](size_t, httplib::DataSink& sink) {
                                            std::string piece;
                                            const bool more = stream(piece);
                                            if (!piece.empty() && !sink.write(piece.data(), piece.size())) return false;
                                            if (!more) sink.done();
                                            return true;
                                          });
  } else if (!response.body.empty()) {
    outgoing.set_content(std::move(response.body), response.content_type);
  } else if (!response.content_type.empty()) {
    outgoing.set_header("Content-Type", response.content_type);
  }
}

/// Backstage's error body for what the library refuses before a handler sees it.
void DescribeRefusal(const httplib::Request& incoming, httplib::Response& outgoing) {
  if (!outgoing.body.empty() || outgoing.status < 400) return;
  if (stopped_with_status != 0) outgoing.status = stopped_with_status;
  const auto words = [&] {
    switch (outgoing.status) {
      case 408:
        return "The request did not arrive in time";
      case 413:
        return "The request body is larger than this server takes";
      case 414:
        return "The request's URL is longer than this server takes";
      default:
        return "The request is malformed or its headers are larger than this server takes";
    }
  };
  const Json body = {
      {"error", {{"name", outgoing.status == 413 ? "PayloadTooLargeError" : "InputError"}, {"message", words()}}},
      {"request", {{"method", incoming.method}, {"url", incoming.target}}},
      {"response", {{"statusCode", outgoing.status}}}};
  outgoing.set_content(DumpJson(body), "application/json; charset=utf-8");
}

/// The library's server, with our own threads and streams in place of its own.
class LibraryServer : public httplib::Server {
 public:
  LibraryServer(App& app, const ServerOptions& options)
      : app_(app), options_(options), threads_(options.max_connections, table_, app.GetMetrics()) {}

  ConnectionTable& Table() { return table_; }
  ConnectionThreads& Threads() { return threads_; }
  void CloseConnectionsFromNowOn() { closing_ = true; }

 private:
  bool process_and_close_socket(socket_t socket) override {
    threads_.Enqueue([this, socket] { ServeConnection(socket); }, [this, socket] { RejectConnection(socket); });
    return true;
  }

  void ServeConnection(int socket) {
    app_.GetMetrics().AddConnections(1);
    BoundedStream stream(socket, options_);
    std::string remote_address;
    std::string local_address;
    int remote_port = 0;
    int local_port = 0;
    stream.get_remote_ip_and_port(remote_address, remote_port);
    for (bool open = true; open && !closing_;) {
      table_.SetIdle(socket);
      if (!stream.WaitForRequest()) break;
      table_.SetBusy(socket);
      stream.BeginRequest();
      bool closed = false;
      open =
          process_request(stream, remote_address, remote_port, local_address, local_port, closing_, closed, nullptr) &&
          !closed;
    }
    CloseGently(socket);
    table_.Remove(socket);
    close(socket);
    app_.GetMetrics().AddConnections(-1);
  }

  static void RejectConnection(int socket) {
    constexpr std::string_view kBusy =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Type: application/json; "
        "charset=utf-8\r\n"
        "Content-Length: 141\r\n\r\n"
        R"({"error":{"name":"ServiceUnavailableError","message":"All connections of this server are in use"},"request":{},"response":{"statusCode":503}})";
    static_assert(kBusy.size() - kBusy.find("\r\n\r\n") - 4 == 141);
    send(socket, kBusy.data(), kBusy.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    CloseGently(socket);
    close(socket);
  }

  /// Closing with unread bytes would reset the connection, and the peer might never see the answer.
  static void CloseGently(int socket) {
    shutdown(socket, SHUT_WR);
    std::array<char, 4096> rest{};
    pollfd polled{socket, POLLIN, 0};
    const auto end = steady_clock::now() + kLinger;
    while (steady_clock::now() < end && poll(&polled, 1, static_cast<int>(kLinger.count())) > 0 &&
           recv(socket, rest.data(), rest.size(), MSG_DONTWAIT) > 0) {
    }
  }

  App& app_;
  const ServerOptions& options_;
  std::atomic<bool> closing_ = false;
  ConnectionTable table_;
  ConnectionThreads threads_;
};

/// The library hands each accepted socket to a queue; ours goes on at once, in process_and_close_socket.
class ImmediateQueue : public httplib::TaskQueue {
 public:
  bool enqueue(std::function<void()> task) override {
    task();
    return true;
  }
  void shutdown() override {}
};

}  // namespace

struct HttpServer::Impl {
  Impl(App& served, ServerOptions chosen) : app(served), options(std::move(chosen)), server(app, options) {}

  App& app;
  ServerOptions options;
  LibraryServer server;
  std::thread accepting;
};

HttpServer::HttpServer(App& app, ServerOptions options) : impl_(std::make_unique<Impl>(app, std::move(options))) {
  LibraryServer& server = impl_->server;
  server.new_task_queue = [] { return new ImmediateQueue; };
  server.set_payload_max_length(impl_->options.max_body_bytes);
  server.set_tcp_nodelay(true);
  server.set_error_handler(
      [](const httplib::Request& incoming, httplib::Response& outgoing) { DescribeRefusal(incoming, outgoing); });
  // Requests without a body go past the library's routing by regular expression.
  server.set_pre_routing_handler([&app](const httplib::Request& incoming, httplib::Response& outgoing) {
    const bool has_body =
        incoming.has_header("Transfer-Encoding") || incoming.get_header_value_u64("Content-Length") > 0;
    if (has_body) return httplib::Server::HandlerResponse::Unhandled;
    WriteResponse(app.Dispatch(RequestFrom(incoming)), outgoing);
    return httplib::Server::HandlerResponse::Handled;
  });
  const auto handle = [&app](const httplib::Request& incoming, httplib::Response& outgoing) {
    WriteResponse(app.Dispatch(RequestFrom(incoming)), outgoing);
  };
  server.Get(".*", handle);
  server.Post(".*", handle);
  server.Put(".*", handle);
  server.Patch(".*", handle);
  server.Delete(".*", handle);
  server.Options(".*", handle);
}

HttpServer::~HttpServer() {
  Stop();
}

Result<int> HttpServer::Start() {
  const ServerOptions& options = impl_->options;
  const int port = options.port != 0 ? (impl_->server.bind_to_port(options.host, options.port) ? options.port : -1)
                                     : impl_->server.bind_to_any_port(options.host);
  if (port < 0)
    return Fail(ErrorCode::Unavailable,
                std::format("{}:{} cannot be bound; is another program using the port?", options.host, options.port));
  impl_->accepting = std::thread([this] { impl_->server.listen_after_bind(); });
  impl_->server.wait_until_ready();
  return port;
}

void HttpServer::Stop() {
  if (!impl_->accepting.joinable()) return;
  impl_->app.StartDraining();
  impl_->server.CloseConnectionsFromNowOn();
  impl_->server.stop();
  impl_->accepting.join();
  impl_->server.Table().CloseIdle();
  if (!impl_->server.Table().WaitUntilEmpty(impl_->options.drain_timeout)) {
    LogWarning("Requests in flight did not finish in time and were cut off");
    impl_->server.Table().CloseAll();
  }
  impl_->server.Threads().Shutdown();
}

namespace {

sigset_t TerminationSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

void BlockTerminationSignals() {
  const sigset_t signals = TerminationSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

Status ServeUntilSignalled(App& app, const ServerOptions& options, const std::function<void(int port)>& started) {
  BlockTerminationSignals();
  HttpServer server(app, options);
  const auto port = server.Start();
  if (!port) return std::unexpected(port.error());
  started(*port);
  const sigset_t signals = TerminationSignals();
  int signal = 0;
  sigwait(&signals, &signal);
  LogInfo(std::format("Received {}, finishing what is in flight", signal == SIGTERM ? "SIGTERM" : "SIGINT"));
  server.Stop();
  return {};
}

}  // namespace callboard::kit
