#include "functions/kit/socket_watchdog.hpp"

#include <sys/socket.h>
#include <unistd.h>

namespace callboard::kit {

using std::chrono::steady_clock;

SocketWatchdog::SocketWatchdog(std::chrono::milliseconds look_every)
    : thread_([this, look_every](StopSignal& stop) {
        while (!stop.WaitFor(look_every)) CutOff(steady_clock::now());
      }) {}

void SocketWatchdog::CutOff(steady_clock::time_point now) {
  const std::scoped_lock lock(mutex_);
  for (const Watched& watched : watched_) {
    if (watched.until <= now) shutdown(watched.socket, SHUT_RDWR);
  }
}

// The library may close its socket before the use ends, and the number may be another's by then; a duplicate is ours.
SocketWatchdog::Guard::Guard(SocketWatchdog& watchdog, int socket, std::chrono::milliseconds limit)
    : watchdog_(watchdog) {
  const Watched watched{dup(socket), steady_clock::now() + limit};
  const std::scoped_lock lock(watchdog_.mutex_);
  watched_ = watchdog_.watched_.insert(watchdog_.watched_.end(), watched);
}

SocketWatchdog::Guard::~Guard() {
  const std::scoped_lock lock(watchdog_.mutex_);
  close(watched_->socket);
  watchdog_.watched_.erase(watched_);
}

}  // namespace callboard::kit
