#pragma once
// A thread that works when it is woken.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace callboard::catalog {

/// Runs `work` once for any number of wakes before it begins. The destructor waits for what runs.
class Worker {
 public:
  /// `work` is given the question whether it has to end.
  explicit Worker(std::function<void(const std::function<bool()>& stop)> work);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void Wake();
  /// Nothing is begun any more.
  void Stop();

 private:
  void Run(const std::function<void(const std::function<bool()>&)>& work);
  [[nodiscard]] bool IsStopped() const;

  mutable std::mutex mutex_;
  std::condition_variable told_;
  bool is_woken_ = false;
  bool is_stopped_ = false;
  std::thread thread_;
};

}  // namespace callboard::catalog
