#pragma once
// The HTTP server of a function: blocking, one thread a connection, with limits that hold.

#include <chrono>
#include <cstddef>
#include <cstdint>
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
  std::size_t max_body_bytes = 10U * 1024 * 1024;
  std::size_t max_header_bytes = 32U * 1024;
  std::chrono::milliseconds keep_alive = std::chrono::seconds(60);       // idle time after which a connection is closed
  std::chrono::milliseconds request_timeout = std::chrono::seconds(30);  // from a request's first byte to its last
  std::chrono::milliseconds write_timeout = std::chrono::seconds(30);    // for one piece of an answer
  std::chrono::milliseconds drain_timeout = std::chrono::seconds(25);    // for requests in flight when the server stops
};

class HttpServer {
 public:
  /// `app` outlives the server.
  HttpServer(App& app, ServerOptions options);
  ~HttpServer();

  /// Binds and answers from threads of its own. Unavailable when the address cannot be bound. Gives the port.
  Result<int> Start();

  /// Accepts nothing more, closes idle connections, waits for requests in flight (at most drain_timeout) and returns.
  void Stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Starts the server, calls `started` with its port, and serves until SIGTERM or SIGINT, which it then drains for. To
/// be called by main() before any other thread is started.
Status ServeUntilSignalled(App& app, const ServerOptions& options, const std::function<void(int port)>& started);

/// Keeps SIGTERM and SIGINT from ending the process, for threads that are started from now on: ServeUntilSignalled
/// waits for them.
void BlockTerminationSignals();

}  // namespace callboard::kit
