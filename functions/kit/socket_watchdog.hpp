#pragma once
// A way out of libraries that wait for a peer without a time-out.

#include <chrono>
#include <list>
#include <mutex>

#include "functions/kit/background_thread.hpp"

namespace callboard::kit {

/// Shuts sockets down that are in use for longer than was said. Whoever waits for one then sees its peer go.
class SocketWatchdog {
  struct Watched {
    int socket;
    std::chrono::steady_clock::time_point until;
  };

 public:
  explicit SocketWatchdog(std::chrono::milliseconds look_every = std::chrono::seconds(1));

  /// One use of a socket, which ends with this object.
  class Guard {
   public:
    Guard(SocketWatchdog& watchdog, int socket, std::chrono::milliseconds limit);
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    SocketWatchdog& watchdog_;
    std::list<Watched>::iterator watched_;
  };

 private:
  void CutOff(std::chrono::steady_clock::time_point now);

  std::mutex mutex_;
  std::list<Watched> watched_;
  BackgroundThread thread_;
};

}  // namespace callboard::kit
