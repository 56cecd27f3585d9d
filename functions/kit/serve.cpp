#include <csignal>
#include <cstdlib>
#include <format>

#include "functions/kit/http_server.hpp"
#include "functions/kit/log.hpp"

namespace callboard::kit {
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
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  if (const auto stopped = server.Stop(); !stopped) {
    LogError(stopped.error().message);
    // Handlers still run and use what would be destroyed from here on.
    FlushLog();
    std::quick_exit(EXIT_FAILURE);
  }
  return {};
}

}  // namespace callboard::kit
