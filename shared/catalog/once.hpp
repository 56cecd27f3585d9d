#pragma once
// What readers build when they first need it. The index knows no threads, but its callers read it from many at a time.

#include <atomic>

namespace callboard::catalog {

/// Runs a builder once, whoever comes first; the others wait for it. Reset() belongs to the writer.
class Once {
 public:
  Once() = default;
  Once(const Once&) = delete;
  Once& operator=(const Once&) = delete;
  ~Once() = default;

  [[nodiscard]] bool Done() const { return done_.load(std::memory_order_acquire); }
  void Reset() { done_.store(false, std::memory_order_relaxed); }

  template <typename Build>
  void Ensure(Build&& build) const {
    if (Done()) return;
    while (building_.test_and_set(std::memory_order_acquire)) building_.wait(true, std::memory_order_relaxed);
    if (!Done()) {
      build();
      done_.store(true, std::memory_order_release);
    }
    building_.clear(std::memory_order_release);
    building_.notify_all();
  }

 private:
  mutable std::atomic<bool> done_ = false;
  mutable std::atomic_flag building_;
};

}  // namespace callboard::catalog
