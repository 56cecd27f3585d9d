#include "functions/kit/connection_table.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace callboard::kit {
namespace {

/// After its socket is cut off, a thread that only waited for its peer ends at once.
constexpr std::chrono::seconds kCutOffGrace{1};

}  // namespace

void ConnectionSlot::BeIdle() {
  idle_since_ = std::chrono::steady_clock::now();
}

void ConnectionSlot::End() {
  closing_ = true;
  shutdown(socket_, SHUT_RD);
}

struct ConnectionTable::State {
  std::size_t max_connections;
  std::function<void(ConnectionSlot&)> serve;
  std::mutex mutex;
  std::condition_variable work_there;
  std::condition_variable ended;
  std::deque<int> waiting;
  std::vector<ConnectionSlot*> slots;
  std::vector<std::thread> threads;
  std::size_t free_threads = 0;
  std::size_t connections = 0;  // without those that were replaced and are about to end
  bool stopping = false;

  bool EndLongestIdle(bool replaced) {
    const auto may_end = [](const ConnectionSlot* slot) {
      return slot->closing_ ? ConnectionSlot::kBusy : slot->idle_since_.load();
    };
    const auto longest = std::ranges::min_element(slots, {}, may_end);
    if (longest == slots.end() || may_end(*longest) == ConnectionSlot::kBusy) return false;
    (*longest)->replaced_ = replaced;
    (*longest)->End();
    return true;
  }

  bool IsEmpty() const { return slots.empty() && waiting.empty(); }
};

ConnectionTable::ConnectionTable(std::size_t max_connections, std::function<void(ConnectionSlot&)> serve)
    : state_(std::make_shared<State>()) {
  state_->max_connections = max_connections;
  state_->serve = std::move(serve);
}

ConnectionTable::~ConnectionTable() {
  bool all_ended = false;
  {
    const std::scoped_lock lock(state_->mutex);
    state_->stopping = true;
    all_ended = state_->IsEmpty();
    state_->work_there.notify_all();
  }
  for (std::thread& thread : state_->threads) {
    if (all_ended) {
      thread.join();
    } else {
      thread.detach();
    }
  }
}

bool ConnectionTable::Take(int socket) {
  const std::scoped_lock lock(state_->mutex);
  const bool has_place = state_->connections < state_->max_connections;
  if (!has_place && !state_->EndLongestIdle(true)) return false;
  // The thread of a connection that gives its place up takes this one.
  if (has_place && state_->free_threads <= state_->waiting.size() && !StartThread()) return false;
  if (has_place) ++state_->connections;
  state_->waiting.push_back(socket);
  state_->work_there.notify_one();
  return true;
}

bool ConnectionTable::StartThread() {
  if (state_->threads.size() >= state_->max_connections) return true;
  try {
    state_->threads.emplace_back([state = state_] { Work(state); });
    return true;
  } catch (const std::system_error&) {
    return false;  // the system has no thread to give
  }
}

bool ConnectionTable::CloseLongestIdle() {
  const std::scoped_lock lock(state_->mutex);
  return state_->EndLongestIdle(false);
}

bool ConnectionTable::Drain(std::chrono::milliseconds limit) {
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  state_->work_there.notify_all();
  for (ConnectionSlot* const slot : state_->slots) {
    // In this order, so that a connection that becomes idle just now sees it. A busy one may still be reading.
    slot->closing_ = true;
    if (slot->idle_since_.load() != ConnectionSlot::kBusy) slot->End();
  }
  const auto is_empty = [this] { return state_->IsEmpty(); };
  if (state_->ended.wait_for(lock, limit, is_empty)) return true;
  for (const ConnectionSlot* const slot : state_->slots) shutdown(slot->socket_, SHUT_RDWR);
  state_->ended.wait_for(lock, kCutOffGrace, is_empty);
  return false;
}

void ConnectionTable::Work(const std::shared_ptr<State>& state) {
  std::unique_lock lock(state->mutex);
  while (true) {
    ++state->free_threads;
    state->work_there.wait(lock, [&] { return !state->waiting.empty() || state->stopping; });
    --state->free_threads;
    if (state->waiting.empty()) return;
    ConnectionSlot slot(state->waiting.front());
    state->waiting.pop_front();
    state->slots.push_back(&slot);
    if (state->stopping) slot.End();
    lock.unlock();
    state->serve(slot);
    lock.lock();
    std::erase(state->slots, &slot);
    // Under the lock, so that nobody ends a connection that got the same number meanwhile.
    close(slot.Socket());
    if (!slot.replaced_) --state->connections;
    if (state->IsEmpty()) state->ended.notify_all();
  }
}

}  // namespace callboard::kit
