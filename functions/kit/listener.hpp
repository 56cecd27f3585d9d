#pragma once
// Accepts connections until it is told to stop.

#include <functional>
#include <memory>
#include <string>

#include "shared/base/error.hpp"

namespace callboard::kit {

class Listener {
 public:
  /// Port 0 takes any free one. InvalidInput for a host that is none, Unavailable when the address cannot be bound.
  static Result<Listener> Bind(const std::string& host, int port);

  Listener(Listener&&) noexcept;
  ~Listener();

  [[nodiscard]] int Port() const;

  struct Callbacks {
    /// Takes an accepted socket over. False when there is no place: it is then answered with 503 and closed.
    std::function<bool(int socket)> take;
    /// The process has no file descriptor left: frees one if it can.
    std::function<void()> make_room;
    std::function<void()> rejected;
  };

  /// Returns after Stop, when every connection that had been made by then is taken or rejected.
  void Run(const Callbacks& callbacks);

  /// May be called from any thread.
  void Stop();

 private:
  struct Impl;
  explicit Listener(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace callboard::kit
