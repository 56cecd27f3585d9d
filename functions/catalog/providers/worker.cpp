#include "functions/catalog/providers/worker.hpp"

#include <utility>

namespace callboard::catalog {

Worker::Worker(std::function<void(const std::function<bool()>&)> work)
    : thread_([this, work = std::move(work)] { Run(work); }) {}

Worker::~Worker() {
  Stop();
  thread_.join();
}

bool Worker::IsStopped() const {
  const std::scoped_lock lock(mutex_);
  return is_stopped_;
}

void Worker::Run(const std::function<void(const std::function<bool()>&)>& work) {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      told_.wait(lock, [&] { return is_woken_ || is_stopped_; });
      if (is_stopped_) return;
      is_woken_ = false;
    }
    work([this] { return IsStopped(); });
  }
}

void Worker::Wake() {
  const std::scoped_lock lock(mutex_);
  is_woken_ = true;
  told_.notify_all();
}

void Worker::Stop() {
  const std::scoped_lock lock(mutex_);
  is_stopped_ = true;
  told_.notify_all();
}

}  // namespace callboard::catalog
