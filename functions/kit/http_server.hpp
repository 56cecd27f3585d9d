#pragma once
// The HTTP server of a function: blocking, one thread a connection, with limits that hold.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "functions/kit/app.hpp"

namespace callboard::kit {

/// How many connections are held at once is fixed, since each holds a thread while it lasts. When all are in use, a new
/// connection takes the place of the one that has been idle longest; when none is idle, it is answered at once with 503
/// and Retry-After, and closed.
struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 0;  // 0: any free one
  std::size_t max_connections = 256;
  std::size_t max_body_bytes = 10U * 1024 * 1024;  // beyond: 413
  std::size_t max_header_bytes = 32U * 1024;       // of all headers; beyond: 431
  std::size_t max_headers = 100;
  std::chrono::milliseconds keep_alive = std::chrono::seconds(60);       // idle time after which a connection is closed
  std::chrono::milliseconds request_timeout = std::chrono::seconds(30);  // from a request's first byte to its last
  std::chrono::milliseconds write_timeout = std::chrono::seconds(30);    // without the peer taking a byte
  std::size_t slowest_bytes_per_second = 16U * 1024;  // of a peer that keeps an answer waiting beyond write_timeout
  std::chrono::milliseconds drain_timeout = std::chrono::seconds(25);  // for requests in flight when the server stops
};

class HttpServer {
 public:
  /// `app` outlives the server.
  HttpServer(App& app, ServerOptions options);
  ~HttpServer();

  /// Binds and answers from threads of its own. Unavailable when the address cannot be bound. Gives the port.
  Result<int> Start();

  /// /readyz says 503 from now on. Accepts nothing more, closes idle connections, waits for requests in flight and
  /// returns. Unavailable when some did not finish within drain_timeout; their threads may still be in handlers, so the
  /// process then has to end without destroying what they use.
  Status Stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Starts the server, calls `started` with its port, and serves until SIGTERM or SIGINT, which it then drains for; a
/// second signal ends the process at once, and so does a request that does not finish in time. BlockTerminationSignals
/// comes first.
Status ServeUntilSignalled(App& app, const ServerOptions& options, const std::function<void(int port)>& started);

/// Keeps SIGTERM and SIGINT from ending the process, for threads that are started from now on: ServeUntilSignalled
/// waits for them. To be called by main() before any other thread is started.
void BlockTerminationSignals();

}  // namespace callboard::kit
