#include "functions/kit/http_server.hpp"

#include <httplib.h>

#include <format>
#include <optional>
#include <thread>
#include <utility>

#include "functions/kit/connection.hpp"
#include "functions/kit/connection_table.hpp"
#include "functions/kit/listener.hpp"
#include "functions/kit/log.hpp"
#include "functions/kit/request_head.hpp"
#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

constexpr std::chrono::milliseconds kLinger{500};
constexpr std::string_view kTooSlow = "The request did not arrive in time";

/// One request and its answer on their way.
struct Exchange {
  Connection& connection;
  ConnectionSlot& slot;
  Request request;
  Response answer;
  bool is_head = false;
  bool takes_chunks = true;
  bool close = false;
  bool linger = false;  // the peer may still be sending when the connection closes
};
thread_local Exchange* current = nullptr;

/// What the library reads is made here, and what it writes goes to the connection: it sees nothing of the peer.
class LibraryStream : public httplib::Stream {
 public:
  explicit LibraryStream(Exchange& exchange)
      : connection_(exchange.connection),
        head_(exchange.is_head ? "HEAD / HTTP/1.1\r\n\r\n" : "GET / HTTP/1.1\r\n\r\n") {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* target, size_t size) override {
    const std::size_t taken = head_.copy(target, size);
    head_.remove_prefix(taken);
    return static_cast<ssize_t>(taken);
  }
  ssize_t write(const char* data, size_t size) override {
    return connection_.Write({data, size}) ? static_cast<ssize_t>(size) : -1;
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  // Asked for only to compare it with select's limit, which does not concern us.
  socket_t socket() const override { return INVALID_SOCKET; }

 private:
  Connection& connection_;
  std::string_view head_;
};

/// An HTTP/1.0 peer knows no chunks: for it, the end of the connection ends the answer.
void StreamTo(httplib::Response& outgoing, Exchange& exchange) {
  auto provider = [stream = std::move(exchange.answer.stream), &connection = exchange.connection](
                      size_t, httplib::DataSink& sink) {
    try {
      std::string piece;
      const bool more = stream(piece);
      if (!piece.empty() && !sink.write(piece.data(), piece.size())) return false;
      if (!more) sink.done();
      return connection.Flush();
    } catch (const std::exception& exception) {
      // The answer has begun: cutting it off is all that tells the peer.
      LogError("A stream threw an exception", {{"detail", exception.what()}});
      return false;
    }
  };
  if (exchange.takes_chunks) {
    outgoing.set_chunked_content_provider(exchange.answer.content_type, std::move(provider));
  } else {
    outgoing.set_content_provider(exchange.answer.content_type, std::move(provider));
  }
}

void HandOver(Exchange& exchange, httplib::Response& outgoing) {
  Response& answer = exchange.answer;
  outgoing.status = answer.status;
  for (const auto& [name, value] : answer.headers) {
    // The library says how long a body is that it sends.
    if (exchange.is_head || !EqualsIgnoringCase(name, "content-length")) outgoing.set_header(name, value);
  }
  if (answer.stream) {
    StreamTo(outgoing, exchange);
  } else if (!answer.body.empty()) {
    outgoing.set_content(std::move(answer.body), answer.content_type);
  } else if (!answer.content_type.empty()) {
    outgoing.set_header("Content-Type", answer.content_type);
  }
}

/// Takes back what the library adds to the answer's headers without knowing better.
void CorrectHeaders(Exchange& exchange, httplib::Response& outgoing) {
  outgoing.headers.erase("Keep-Alive");
  outgoing.headers.erase("Accept-Ranges");
  const bool length_unknown =
      exchange.is_head && outgoing.body.empty() && !exchange.answer.headers.contains("content-length");
  if (length_unknown || outgoing.status == 204 || outgoing.status == 304) outgoing.headers.erase("Content-Length");
  if (exchange.slot.IsClosing()) exchange.close = exchange.linger = true;
  if (exchange.close) outgoing.set_header("Connection", "close");
}

/// The library's server, with our own threads and reading in place of its own: it writes the answers.
class LibraryServer : public httplib::Server {
 public:
  LibraryServer(App& app, const ServerOptions& options);

  void Serve(ConnectionSlot& slot);

 private:
  // These give false when the connection is to end.
  bool ServeRequest(Exchange& exchange);
  bool ReadBody(const RequestHead& head, Exchange& exchange);
  bool Refuse(Exchange& exchange, int status, std::string_view message);
  bool Send(Exchange& exchange);

  App& app_;
  ConnectionLimits limits_;
  HeadLimits head_limits_;
};

LibraryServer::LibraryServer(App& app, const ServerOptions& options)
    : app_(app),
      limits_{options.max_header_bytes, options.max_body_bytes, options.keep_alive,
              options.request_timeout,  options.write_timeout,  options.slowest_bytes_per_second},
      head_limits_{.max_headers = options.max_headers, .max_body_bytes = options.max_body_bytes} {
  // The library takes a server without a socket of its own for one that is stopping, and cuts streams off.
  svr_sock_ = 0;
  set_pre_routing_handler([](const httplib::Request&, httplib::Response& outgoing) {
    HandOver(*current, outgoing);
    return HandlerResponse::Handled;
  });
  set_post_routing_handler(
      [](const httplib::Request&, httplib::Response& outgoing) { CorrectHeaders(*current, outgoing); });
}

bool LibraryServer::Send(Exchange& exchange) {
  LibraryStream stream(exchange);
  bool closed = false;
  current = &exchange;
  const bool written = process_request(stream, {}, 0, {}, 0, false, closed, nullptr);
  current = nullptr;
  return exchange.connection.Flush() && written && !exchange.close;
}

bool LibraryServer::Refuse(Exchange& exchange, int status, std::string_view message) {
  exchange.close = exchange.linger = true;
  exchange.answer = app_.Refuse(std::move(exchange.request), status, message);
  return Send(exchange);
}

bool LibraryServer::ReadBody(const RequestHead& head, Exchange& exchange) {
  switch (exchange.connection.ReadBody(head, exchange.request.body)) {
    case ReadState::Complete:
      return true;
    case ReadState::TimedOut:
      return Refuse(exchange, 408, kTooSlow);
    case ReadState::TooLarge:
      return Refuse(exchange, 413, "The request body is larger than this server takes");
    case ReadState::Closed:
      return Refuse(exchange, 400, "The request body ended early");
    case ReadState::Malformed:
      break;
  }
  return Refuse(exchange, 400, "The chunks of the request body are malformed");
}

bool LibraryServer::ServeRequest(Exchange& exchange) {
  Connection& connection = exchange.connection;
  switch (connection.ReadHead()) {
    case ReadState::Closed:
      return false;
    case ReadState::TimedOut:
      return Refuse(exchange, 408, kTooSlow);
    case ReadState::TooLarge:
      return Refuse(exchange, 431,
                    std::format("The request's headers are larger than {} bytes", limits_.max_head_bytes));
    case ReadState::Malformed:
      return Refuse(exchange, 400, "This is no HTTP request");
    case ReadState::Complete:
      break;
  }
  // Only now: until then, others may take the place of a peer that sends its head slowly.
  exchange.slot.BeBusy();
  auto head = ReadHead(connection.Head(), head_limits_);
  Request& request = exchange.request;
  request.method = head ? head->method : head.error().method;
  request.url = head ? head->url : head.error().url;
  exchange.is_head = request.method == "HEAD";
  if (!head) return Refuse(exchange, head.error().status, head.error().message);
  request.headers = std::move(head->headers);
  exchange.takes_chunks = head->is_http_1_1;
  exchange.close = head->closes;
  if (!ReadBody(*head, exchange)) return false;
  // A body means nothing here (RFC 9110, 9.3), and forwarding it would make another request of this one.
  if (request.method == "GET" || exchange.is_head || request.method == "OPTIONS") request.body.clear();
  exchange.answer = app_.Dispatch(std::move(request));
  return Send(exchange);
}

void LibraryServer::Serve(ConnectionSlot& slot) {
  app_.GetMetrics().AddConnections(1);
  Connection connection(slot.Socket(), limits_);
  const std::string remote_address = connection.RemoteAddress();
  bool open = true;
  bool linger = false;
  while (open && !slot.IsClosing() && connection.WaitForRequest()) {
    Exchange exchange{.connection = connection, .slot = slot, .request = {}, .answer = {}};
    exchange.request.remote_address = remote_address;
    open = ServeRequest(exchange);
    linger = exchange.linger;
    if (open) slot.BeIdle();
  }
  if (linger) connection.Linger(kLinger);
  app_.GetMetrics().AddConnections(-1);
}

}  // namespace

struct HttpServer::Impl {
  Impl(App& served, ServerOptions chosen)
      : app(served),
        options(std::move(chosen)),
        server(app, options),
        connections(options.max_connections, [this](ConnectionSlot& slot) { server.Serve(slot); }) {}

  void Accept() {
    listener->Run({.take = [this](int socket) { return connections.Take(socket); },
                   .make_room = [this] { connections.CloseLongestIdle(); },
                   .rejected = [this] { app.GetMetrics().CountRejectedConnection(); }});
  }

  App& app;
  ServerOptions options;
  LibraryServer server;
  ConnectionTable connections;
  std::optional<Listener> listener;
  std::thread accepting;
};

HttpServer::HttpServer(App& app, ServerOptions options) : impl_(std::make_unique<Impl>(app, std::move(options))) {}

HttpServer::~HttpServer() {
  if (const auto stopped = Stop(); !stopped) LogWarning(stopped.error().message);
}

Result<int> HttpServer::Start() {
  auto listener = Listener::Bind(impl_->options.host, impl_->options.port);
  if (!listener) return std::unexpected(listener.error());
  impl_->listener.emplace(std::move(*listener));
  const int port = impl_->listener->Port();
  impl_->accepting = std::thread([impl = impl_.get()] { impl->Accept(); });
  return port;
}

Status HttpServer::Stop() {
  if (!impl_->accepting.joinable()) return {};
  impl_->app.StartDraining();
  impl_->listener->Stop();
  impl_->accepting.join();
  if (impl_->connections.Drain(impl_->options.drain_timeout)) return {};
  return Fail(ErrorCode::Unavailable, std::format("Requests in flight did not finish within {} and were cut off",
                                                  impl_->options.drain_timeout));
}

}  // namespace callboard::kit
