#include "functions/catalog/work_gate.hpp"

namespace callboard::catalog {

Status WorkGate::Run(const std::function<Status()>& work) {
  std::unique_lock lock(mutex_);
  if (working_) {
    if (waiting_) return {};
    waiting_ = true;
    left_.wait(lock, [&] { return !working_ || closed_; });
    waiting_ = false;
  }
  if (closed_) return Fail(ErrorCode::Unavailable, "The process is about to stop");
  working_ = true;
  lock.unlock();
  const auto leave = [&] {
    lock.lock();
    working_ = false;
    left_.notify_one();
  };
  try {
    Status status = work();
    leave();
    return status;
  } catch (...) {
    leave();
    throw;
  }
}

void WorkGate::Close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  left_.notify_all();
}

}  // namespace callboard::catalog
