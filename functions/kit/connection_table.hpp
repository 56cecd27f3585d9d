#pragma once
// The connections of a server, and the threads that serve them.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>

namespace callboard::kit {

/// Wakes the accepting thread when it waits for a connection to become idle.
struct IdleSignal {
  std::mutex mutex;
  std::condition_variable told;
  std::atomic<bool> awaited = false;
};

/// One connection in use, as its own thread and the accepting thread see it.
class ConnectionSlot {
 public:
  ConnectionSlot(int socket, IdleSignal& signal);

  [[nodiscard]] int Socket() const { return socket_; }

  /// Waiting for a request, which is when the connection may be ended for the sake of another.
  void BeIdle();
  void BeBusy() { idle_since_ = kBusy; }

  /// Whether no further request will be waited for; one that has arrived already is still to be answered.
  [[nodiscard]] bool IsClosing() const { return closing_; }

 private:
  friend class ConnectionTable;
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr TimePoint kBusy = TimePoint::max();

  /// Wakes the thread that waits. What the peer has sent can still be read, so no request is lost.
  void End();

  int socket_;
  IdleSignal& signal_;
  std::atomic<TimePoint> idle_since_;
  std::atomic<bool> closing_ = false;
  bool replaced_ = false;
};

/// Serves each connection on a thread of its own. Threads are started when they are needed and stay for the next one.
/// Safe to use from many threads.
class ConnectionTable {
 public:
  /// `serve` is called once a connection, with a slot that lives until it returns. The table closes the socket.
  ConnectionTable(std::size_t max_connections, std::function<void(ConnectionSlot&)> serve);
  /// Drain comes first. Threads that it did not see end are left to themselves; the process has to end then.
  ~ConnectionTable();

  /// Takes the socket over, if need be in the place of the connection that has been idle longest. False when all are
  /// busy: the socket stays the caller's. To be called by one thread.
  [[nodiscard]] bool Take(int socket);

  /// Makes room when the process has no file descriptor left. False when none is idle.
  bool CloseLongestIdle();

  /// Ends idle connections now and busy ones after their answer. True when all ended within `limit`; those that did
  /// not are cut off.
  [[nodiscard]] bool Drain(std::chrono::milliseconds limit);

 private:
  struct State;
  static void Work(const std::shared_ptr<State>& state);
  // With the lock held:
  /// Frees a place, or finds one that is free by now. False when all connections stay busy.
  bool AwaitPlace(std::unique_lock<std::mutex>& lock);
  /// False when the system refuses.
  bool StartThread();

  std::shared_ptr<State> state_;
};

}  // namespace callboard::kit
