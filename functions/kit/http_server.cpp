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

namespace callboard::kit {
namespace {

constexpr std::chrono::milliseconds kLinger{500};

/// The library reads from and writes to the connection through this.
class LibraryStream : public httplib::Stream {
 public:
  explicit LibraryStream(Connection& connection) : connection_(connection) {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* target, size_t size) override { return connection_.Read(target, size); }
  ssize_t write(const char* data, size_t size) override {
    return connection_.Write({data, size}) ? static_cast<ssize_t>(size) : -1;
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  // Asked for only to compare it with select's limit, which does not concern us.
  socket_t socket() const override { return INVALID_SOCKET; }

 private:
  Connection& connection_;
};

/// One request on its way through the library, which has no place for what is ours.
struct Exchange {
  Connection& connection;
  const ConnectionSlot& slot;
  Request request;
  bool library_reads_body = false;
  bool answered = false;
  bool close = false;
};
thread_local Exchange* current = nullptr;

/// The library adds these to what the caller sent.
bool IsAddedByLibrary(std::string_view name) {
  return name == "REMOTE_ADDR" || name == "REMOTE_PORT" || name == "LOCAL_ADDR" || name == "LOCAL_PORT";
}

/// Takes the request's headers over, and hides from the library what it would act upon by itself: paths to match, form
/// bodies to take apart, ranges to cut out of our answers.
void TakeOver(httplib::Request& incoming, Exchange& exchange) {
  for (const auto& [name, value] : incoming.headers) {
    if (!IsAddedByLibrary(name)) exchange.request.headers.emplace(name, value);
  }
  incoming.path = "/";
  incoming.ranges.clear();
  incoming.headers.erase("Content-Type");
}

void StreamTo(httplib::Response& outgoing, Response& response) {
  outgoing.set_chunked_content_provider(
      response.content_type,
      [stream = std::move(response.stream), connection = &current->connection](size_t, httplib::DataSink& sink) {
        try {
          std::string piece;
          const bool more = stream(piece);
          if (!piece.empty() && !sink.write(piece.data(), piece.size())) return false;
          if (!more) sink.done();
          return connection->Flush();
        } catch (const std::exception& exception) {
          // The answer has begun: cutting it off is all that tells the peer.
          LogError("A stream threw an exception", {{"detail", exception.what()}});
          return false;
        }
      });
}

void WriteResponse(Response response, httplib::Response& outgoing) {
  current->answered = true;
  outgoing.status = response.status;
  for (const auto& [name, value] : response.headers) outgoing.set_header(name, value);
  if (response.stream) {
    StreamTo(outgoing, response);
  } else if (!response.body.empty()) {
    outgoing.set_content(std::move(response.body), response.content_type);
  } else if (!response.content_type.empty()) {
    outgoing.set_header("Content-Type", response.content_type);
  }
}

std::string_view RefusalOf(int status) {
  switch (status) {
    case 408:
      return "The request did not arrive in time";
    case 413:
      return "The request body is larger than this server takes";
    case 415:
      return "Compressed request bodies are not taken";
    default:
      return "The request is malformed";
  }
}

/// The library's server, with our own threads and streams in place of its own.
class LibraryServer : public httplib::Server {
 public:
  LibraryServer(App& app, const ServerOptions& options);

  void Serve(ConnectionSlot& slot);

 private:
  HandlerResponse AnswerWithoutBody(httplib::Response& outgoing);
  void AnswerWithBody(httplib::Response& outgoing, const httplib::ContentReader& read_body);
  void AnswerRefused(httplib::Response& outgoing);
  bool ServeRequest(Exchange& exchange);
  bool Refuse(Exchange& exchange, int status, std::string_view message);

  App& app_;
  ConnectionLimits limits_;
  HeadLimits head_limits_;
};

LibraryServer::LibraryServer(App& app, const ServerOptions& options)
    : app_(app),
      limits_{options.max_header_bytes, options.max_body_bytes, options.keep_alive, options.request_timeout,
              options.write_timeout},
      head_limits_{.max_headers = options.max_headers, .max_body_bytes = options.max_body_bytes} {
  // The library takes a server without a socket of its own for one that is stopping, and cuts streams off.
  svr_sock_ = 0;
  set_payload_max_length(options.max_body_bytes);
  set_pre_routing_handler(
      [this](const httplib::Request&, httplib::Response& outgoing) { return AnswerWithoutBody(outgoing); });
  const auto with_body = [this](const httplib::Request&, httplib::Response& outgoing,
                                const httplib::ContentReader& read_body) { AnswerWithBody(outgoing, read_body); };
  Post("/", with_body);
  Put("/", with_body);
  Patch("/", with_body);
  Delete("/", with_body);
  set_error_handler([this](const httplib::Request&, httplib::Response& outgoing) { AnswerRefused(outgoing); });
  set_post_routing_handler([](const httplib::Request&, httplib::Response& outgoing) {
    outgoing.headers.erase("Keep-Alive");
    outgoing.headers.erase("Accept-Ranges");
    if (outgoing.status == 204 || outgoing.status == 304) outgoing.headers.erase("Content-Length");
    current->close = current->close || current->slot.IsClosing();
    if (!current->close) return;
    outgoing.headers.erase("Connection");
    outgoing.set_header("Connection", "close");
  });
}

httplib::Server::HandlerResponse LibraryServer::AnswerWithoutBody(httplib::Response& outgoing) {
  if (current->library_reads_body) return HandlerResponse::Unhandled;
  WriteResponse(app_.Dispatch(std::move(current->request)), outgoing);
  return HandlerResponse::Handled;
}

void LibraryServer::AnswerWithBody(httplib::Response& outgoing, const httplib::ContentReader& read_body) {
  std::string& body = current->request.body;
  bool too_large = false;
  const bool complete = read_body([&](const char* data, size_t size) {
    too_large = body.size() + size > limits_.max_body_bytes;
    if (!too_large) body.append(data, size);
    return !too_large;
  });
  if (complete) {
    WriteResponse(app_.Dispatch(std::move(current->request)), outgoing);
    return;
  }
  const Connection& connection = current->connection;
  if (outgoing.status < 400) outgoing.status = 400;
  if (connection.TimedOut()) outgoing.status = 408;
  if (too_large || connection.SentTooMuch()) outgoing.status = 413;
}

/// Called for every answer that is an error; those of the app stay as they are.
void LibraryServer::AnswerRefused(httplib::Response& outgoing) {
  if (current->answered) return;
  current->close = true;
  const int status = outgoing.status;
  WriteResponse(app_.Refuse(std::move(current->request), status, RefusalOf(status)), outgoing);
}

/// Answers what the library never got to see. Gives false: the connection ends.
bool LibraryServer::Refuse(Exchange& exchange, int status, std::string_view message) {
  const Response response = app_.Refuse(std::move(exchange.request), status, message);
  std::string head = std::format("HTTP/1.1 {} {}\r\nConnection: close\r\nContent-Type: {}\r\nContent-Length: {}\r\n",
                                 status, httplib::status_message(status), response.content_type, response.body.size());
  for (const auto& [name, value] : response.headers) head += std::format("{}: {}\r\n", name, value);
  exchange.close = true;
  if (exchange.connection.Write(head + "\r\n" + response.body)) exchange.connection.Flush();
  return false;
}

bool LibraryServer::ServeRequest(Exchange& exchange) {
  Connection& connection = exchange.connection;
  switch (connection.ReadHead()) {
    case HeadState::Closed:
      return false;
    case HeadState::TimedOut:
      return Refuse(exchange, 408, RefusalOf(408));
    case HeadState::TooLarge:
      return Refuse(exchange, 431,
                    std::format("The request's headers are larger than {} bytes", limits_.max_head_bytes));
    case HeadState::NotHttp:
      return Refuse(exchange, 400, "This is no HTTP request");
    case HeadState::Complete:
      break;
  }
  const auto head = kit::ReadHead(connection.Head(), head_limits_);
  if (!head) {
    exchange.request.method = head.error().method;
    exchange.request.url = head.error().url;
    return Refuse(exchange, head.error().status, head.error().message);
  }
  exchange.request.method = head->method;
  exchange.request.url = head->url;
  const std::string_view method = head->method;
  exchange.library_reads_body = head->HasBody() && (method == "POST" || method == "PUT" || method == "PATCH" ||
                                                    // Of a DELETE, the library reads no chunked body.
                                                    (method == "DELETE" && !head->chunked));
  // What nobody reads would be taken for the next request.
  exchange.close = head->HasBody() && !exchange.library_reads_body;
  LibraryStream stream(connection);
  bool closed = false;
  current = &exchange;
  const bool written = process_request(stream, exchange.request.remote_address, 0, {}, 0, false, closed,
                                       [&](httplib::Request& incoming) { TakeOver(incoming, exchange); });
  current = nullptr;
  return connection.Flush() && written && !closed && !exchange.close;
}

void LibraryServer::Serve(ConnectionSlot& slot) {
  app_.GetMetrics().AddConnections(1);
  Connection connection(slot.Socket(), limits_);
  const std::string remote_address = connection.RemoteAddress();
  bool refused = false;
  while (connection.WaitForRequest()) {
    slot.BeBusy();
    Exchange exchange{.connection = connection, .slot = slot, .request = {}};
    exchange.request.remote_address = remote_address;
    const bool open = ServeRequest(exchange);
    refused = exchange.close;
    if (!open) break;
    slot.BeIdle();
    if (slot.IsClosing()) break;
  }
  if (refused) connection.Linger(kLinger);
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
