#pragma once
// The connections of a server, and the threads that serve them.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "functions/kit/metrics.hpp"

namespace callboard::kit {

/// Sockets by what they are doing. Safe to use from many threads.
class ConnectionTable {
 public:
  /// From now on the socket waits for its next request.
  void SetIdle(int socket);
  void SetBusy(int socket);
  void Remove(int socket);

  /// Ends the connection that has been idle longest; false when none is idle. Its thread becomes free soon after.
  bool CloseLongestIdle();
  void CloseIdle();
  void CloseAll();

  /// Waits until no connection is left; false when `limit` passes before.
  bool WaitUntilEmpty(std::chrono::milliseconds limit);

 private:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr TimePoint kBusy = TimePoint::max();

  std::mutex mutex_;
  std::condition_variable emptied_;
  std::map<int, TimePoint> idle_since_;
};

/// Threads that are started when they are needed and stay. `Enqueue` never blocks.
class ConnectionThreads {
 public:
  ConnectionThreads(std::size_t max_threads, ConnectionTable& table, Metrics& metrics);
  ~ConnectionThreads();

  /// Runs `serve` on a free thread, on a new one, or on one that an idle connection gives up. When there is none,
  /// `reject` is run instead, by a thread that does nothing else.
  void Enqueue(std::function<void()> serve, std::function<void()> reject);

  /// Waits for everything that was taken on.
  void Shutdown();

 private:
  void Work();
  void Reject();

  std::size_t max_threads_;
  ConnectionTable& table_;
  Metrics& metrics_;
  std::mutex mutex_;
  std::condition_variable work_there_;
  std::condition_variable rejection_there_;
  std::deque<std::function<void()>> work_;
  std::deque<std::function<void()>> rejections_;
  std::size_t free_threads_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
  std::thread rejecting_thread_;
};

}  // namespace callboard::kit
