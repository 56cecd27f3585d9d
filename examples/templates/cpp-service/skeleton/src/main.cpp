#include <pthread.h>
#include <signal.h>

#include <exception>
#include <thread>

#include "config.hpp"
#include "log.hpp"
#include "server.hpp"
{% if values.shape == 'worker' %}
#include "worker.hpp"
{% endif %}

namespace ${{ values.namespace }} {
namespace {

/// Blocks SIGTERM and SIGINT for all threads that are started afterwards; somebody has to wait for them.
sigset_t BlockTermination() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

/// Gives the port, which the system chooses for 0; -1 when the address cannot be had.
int Listen(httplib::Server& server, const Config& config) {
  if (config.port == 0) return server.bind_to_any_port(config.host.c_str());
  return server.bind_to_port(config.host.c_str(), config.port) ? config.port : -1;
}

int Run() {
  const Config config = ReadConfig(ProcessEnvironment());
  const sigset_t signals = BlockTermination();

  ServerState state;
  httplib::Server server;
  AddRoutes(server, state);
  const int port = Listen(server, config);
  if (port < 0) {
    LogError("cannot listen", {{"host", config.host}, {"port", config.port}});
    return 1;
  }
  std::thread serving([&server] { server.listen_after_bind(); });
  while (!server.is_running()) std::this_thread::yield();  // stop() would have no effect before
{% if values.shape == 'worker' %}
  Worker worker(config.interval, [&state] {
    state.metrics.Count("runs_total");
    LogInfo("run done");
  });
  worker.Start();
{% endif %}
  LogInfo("started", {{"host", config.host}, {"port", port}});

  int signal = 0;
  sigwait(&signals, &signal);
  state.ready = false;
  LogInfo("stopping", {{"signal", signal}});
{% if values.shape == 'worker' %}
  worker.Stop();
{% endif %}
  server.stop();  // finishes what is in flight
  serving.join();
  LogInfo("stopped");
  return 0;
}

}  // namespace
}  // namespace ${{ values.namespace }}

int main() {
  try {
    return ${{ values.namespace }}::Run();
  } catch (const std::exception& exception) {
    ${{ values.namespace }}::LogError("cannot start", {{"reason", exception.what()}});
    return 1;
  }
}
