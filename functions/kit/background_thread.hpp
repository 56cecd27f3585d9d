#pragma once
// A thread that ends with its object. (libc++ 19 has std::jthread behind a switch for experiments only.)

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace callboard::kit {

/// Tells a thread to end, and wakes it from a wait.
class StopSignal {
 public:
  [[nodiscard]] bool IsStopped() const {
    const std::scoped_lock lock(mutex_);
    return stopped_;
  }

  /// Waits for `duration`; true when it was told to end.
  bool WaitFor(std::chrono::milliseconds duration) {
    std::unique_lock lock(mutex_);
    return told_.wait_for(lock, duration, [&] { return stopped_; });
  }

  void Stop() {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
    told_.notify_all();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable told_;
  bool stopped_ = false;
};

/// Runs `work` until it returns; the destructor tells it to end, if Stop did not, and waits for it.
class BackgroundThread {
 public:
  explicit BackgroundThread(std::function<void(StopSignal&)> work)
      : thread_([this, work = std::move(work)] { work(stop_); }) {}
  ~BackgroundThread() {
    stop_.Stop();
    thread_.join();
  }
  void Stop() { stop_.Stop(); }

  BackgroundThread(const BackgroundThread&) = delete;
  BackgroundThread& operator=(const BackgroundThread&) = delete;

 private:
  StopSignal stop_;
  std::thread thread_;
};

}  // namespace callboard::kit
