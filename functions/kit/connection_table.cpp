#include "functions/kit/connection_table.hpp"

#include <sys/socket.h>

#include <algorithm>

namespace callboard::kit {
namespace {

/// More than this many refused connections at once are closed without an answer.
constexpr std::size_t kMaxRejections = 128;

}  // namespace

void ConnectionTable::SetIdle(int socket) {
  const std::scoped_lock lock(mutex_);
  idle_since_[socket] = std::chrono::steady_clock::now();
}

void ConnectionTable::SetBusy(int socket) {
  const std::scoped_lock lock(mutex_);
  idle_since_[socket] = kBusy;
}

void ConnectionTable::Remove(int socket) {
  const std::scoped_lock lock(mutex_);
  idle_since_.erase(socket);
  if (idle_since_.empty()) emptied_.notify_all();
}

bool ConnectionTable::CloseLongestIdle() {
  const std::scoped_lock lock(mutex_);
  const auto longest = std::ranges::min_element(idle_since_, {}, [](const auto& entry) { return entry.second; });
  if (longest == idle_since_.end() || longest->second == kBusy) return false;
  shutdown(longest->first, SHUT_RDWR);
  longest->second = kBusy;
  return true;
}

void ConnectionTable::CloseIdle() {
  const std::scoped_lock lock(mutex_);
  for (auto& [socket, since] : idle_since_) {
    if (since != kBusy) shutdown(socket, SHUT_RDWR);
  }
}

void ConnectionTable::CloseAll() {
  const std::scoped_lock lock(mutex_);
  for (const auto& [socket, since] : idle_since_) shutdown(socket, SHUT_RDWR);
}

bool ConnectionTable::WaitUntilEmpty(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  return emptied_.wait_for(lock, limit, [&] { return idle_since_.empty(); });
}

ConnectionThreads::ConnectionThreads(std::size_t max_threads, ConnectionTable& table, Metrics& metrics)
    : max_threads_(max_threads), table_(table), metrics_(metrics), rejecting_thread_([this] { Reject(); }) {}

ConnectionThreads::~ConnectionThreads() {
  Shutdown();
}

void ConnectionThreads::Enqueue(std::function<void()> serve, std::function<void()> reject) {
  const std::scoped_lock lock(mutex_);
  const bool has_free_thread = free_threads_ > work_.size();
  const bool may_grow = threads_.size() < max_threads_;
  if (has_free_thread || may_grow || table_.CloseLongestIdle()) {
    work_.push_back(std::move(serve));
    if (!has_free_thread && may_grow) threads_.emplace_back([this] { Work(); });
    work_there_.notify_one();
    return;
  }
  metrics_.CountRejectedConnection();
  rejections_.push_back(std::move(reject));
  rejection_there_.notify_one();
}

void ConnectionThreads::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++free_threads_;
    work_there_.wait(lock, [&] { return !work_.empty() || stopping_; });
    --free_threads_;
    if (work_.empty()) return;
    const auto serve = std::move(work_.front());
    work_.pop_front();
    lock.unlock();
    serve();
    lock.lock();
  }
}

void ConnectionThreads::Reject() {
  std::unique_lock lock(mutex_);
  for (;;) {
    rejection_there_.wait(lock, [&] { return !rejections_.empty() || stopping_; });
    if (rejections_.empty()) return;
    // Under a flood only the latest wait for an answer.
    while (rejections_.size() > kMaxRejections) rejections_.pop_front();
    const auto reject = std::move(rejections_.front());
    rejections_.pop_front();
    lock.unlock();
    reject();
    lock.lock();
  }
}

void ConnectionThreads::Shutdown() {
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
    work_there_.notify_all();
    rejection_there_.notify_all();
  }
  rejecting_thread_.join();
  for (std::thread& thread : threads_) thread.join();
}

}  // namespace callboard::kit
