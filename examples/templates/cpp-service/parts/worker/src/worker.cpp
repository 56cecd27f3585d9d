#include "worker.hpp"

#include <exception>
#include <utility>

#include "log.hpp"

namespace ${{ values.namespace }} {

Worker::Worker(std::chrono::milliseconds interval, std::function<void()> job)
    : interval_(interval), job_(std::move(job)) {}

Worker::~Worker() { Stop(); }

void Worker::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Worker::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Worker::Loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    try {
      job_();
    } catch (const std::exception& exception) {
      LogError("run failed", {{"reason", exception.what()}});
    }
    lock.lock();
    changed_.wait_for(lock, interval_, [this] { return stopping_; });
  }
}

}  // namespace ${{ values.namespace }}
