#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace ${{ values.namespace }} {

/// Runs a job at once, and again each time the interval has passed since it ended.
class Worker {
 public:
  /// An exception of the job is logged, and the job runs again after the interval.
  Worker(std::chrono::milliseconds interval, std::function<void()> job);
  ~Worker();

  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void Start();
  /// Waits until the run that is under way has ended.
  void Stop();

 private:
  void Loop();

  const std::chrono::milliseconds interval_;
  const std::function<void()> job_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ${{ values.namespace }}
