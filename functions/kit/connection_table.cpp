#include "functions/kit/connection_table.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <system_error>
#include <thread>
#include <vector>

namespace callboard::kit {
namespace {

using std::chrono::steady_clock;

/// After its socket is cut off, a thread that only waited for its peer ends at once.
constexpr std::chrono::seconds kCutOffGrace{1};

/// A peer may have its answer, and connect again, before the thread that sent it has come to call itself idle.
constexpr std::chrono::milliseconds kPlaceGrace{10};
/// Under a flood of connections, only the first is waited for.
constexpr std::chrono::seconds kFloodMemory{1};

}  // namespace

ConnectionSlot::ConnectionSlot(int socket, IdleSignal& signal)
    : socket_(socket), signal_(signal), idle_since_(steady_clock::now()) {}

void ConnectionSlot::BeIdle() {
  idle_since_ = steady_clock::now();
  if (!signal_.awaited) return;
  const std::scoped_lock lock(signal_.mutex);
  signal_.told.notify_all();
}

void ConnectionSlot::End() {
  closing_ = true;
  shutdown(socket_, SHUT_RD);
}

struct ConnectionTable::State {
  std::size_t max_connections;
  std::function<void(ConnectionSlot&)> serve;
  IdleSignal idle;
  std::mutex& mutex = idle.mutex;
  std::condition_variable work_there;
  std::condition_variable ended;
  std::deque<int> waiting;
  std::vector<ConnectionSlot*> slots;
  std::vector<std::thread> threads;
  std::size_t free_threads = 0;
  std::size_t connections = 0;  // without those that were replaced and are about to end
  bool stopping = false;
  steady_clock::time_point rejected_at{};

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
  std::unique_lock lock(state_->mutex);
  const auto has_place = [this] { return state_->connections < state_->max_connections; };
  if (!has_place() && !AwaitPlace(lock)) return false;
  // The thread of a connection that gives its place up takes this one.
  const bool is_new = has_place();
  if (is_new && state_->free_threads <= state_->waiting.size() && !StartThread()) return false;
  if (is_new) ++state_->connections;
  state_->waiting.push_back(socket);
  state_->work_there.notify_one();
  return true;
}

bool ConnectionTable::AwaitPlace(std::unique_lock<std::mutex>& lock) {
  State& state = *state_;
  const auto finds_place = [&] { return state.connections < state.max_connections || state.EndLongestIdle(true); };
  const auto now = steady_clock::now();
  const bool flooded = now - state.rejected_at < kFloodMemory;
  state.idle.awaited = true;
  const bool found = state.idle.told.wait_for(lock, flooded ? std::chrono::milliseconds(0) : kPlaceGrace, finds_place);
  state.idle.awaited = false;
  if (!found) state.rejected_at = now;
  return found;
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
    ConnectionSlot slot(state->waiting.front(), state->idle);
    state->waiting.pop_front();
    state->slots.push_back(&slot);
    if (state->stopping) slot.End();
    lock.unlock();
    state->serve(slot);
    lock.lock();
    std::erase(state->slots, &slot);
    // Under the lock, so that nobody ends a connection that got the same number meanwhile.
    close(slot.Socket());
    if (!slot.replaced_) {
      --state->connections;
      state->idle.told.notify_all();
    }
    if (state->IsEmpty()) state->ended.notify_all();
  }
}

}  // namespace callboard::kit
