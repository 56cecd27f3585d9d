#include "functions/catalog/replica.hpp"

#include <algorithm>
#include <chrono>
#include <format>

#include "functions/catalog/log_reader.hpp"
#include "functions/kit/log.hpp"

namespace callboard::catalog {
namespace {

constexpr std::chrono::milliseconds kFirstPause{100};
/// A database that is back is followed again within this.
constexpr std::chrono::milliseconds kLongestPause{500};
/// Even when nothing is heard: a connection that died quietly notifies of nothing.
constexpr std::chrono::seconds kLookAfter{30};
/// Half of the connections that a process takes by itself, so that others find a place.
constexpr std::size_t kMostWaiting = 128;
/// Entities that are indexed further while readers wait.
constexpr std::size_t kRestStep = 500;
constexpr std::chrono::milliseconds kRestPause{1};

}  // namespace

Replica::Replica(EntityStore& store) : store_(store), outline_(store) {}

Replica::~Replica() = default;

void Replica::Start(std::unique_ptr<kit::PostgresListener> listener) {
  listener_ = std::move(listener);
  follower_ = std::make_unique<kit::BackgroundThread>([this](kit::StopSignal& stop) { Follow(stop); });
}

Status Replica::CatchUp() {
  const std::scoped_lock one_at_a_time(catching_up_);
  const std::uint64_t since = With([](const Index& index) { return index.Version(); });
  LogReader log(store_, LogDetail::Whole, since);
  for (bool more = true; more;) {
    auto page = log.Next();
    if (!page) return std::unexpected(page.error());
    if (page->version < since || (!log_id_.empty() && page->log_id != log_id_)) return Rebuild();
    log_id_ = page->log_id;
    more = !page->is_last;
    if (page->changes.empty()) continue;
    const std::unique_lock lock(mutex_);
    if (auto applied = ApplyChanges(index_, std::move(page->changes)); !applied) return applied;
  }
  Advance();
  return {};
}

void Replica::Advance() {
  {
    const std::scoped_lock lock(advance_mutex_);
    version_ = With([](const Index& index) { return index.Version(); });
    ready_ = true;
  }
  advanced_.notify_all();
  outline_.Drop();
}

Status Replica::Await(std::uint64_t version, std::chrono::steady_clock::time_point deadline) {
  const auto is_there = [&] { return ready_ && version_ >= version; };
  if (is_there()) return {};
  // Whoever knows the number has it from the store: what this process has not heard of is there to be read.
  if (ready_) {
    if (auto caught_up = CatchUp(); !caught_up) return caught_up;
  }
  std::unique_lock lock(advance_mutex_);
  if (advanced_.wait_until(lock, deadline, is_there)) return {};
  if (!ready_) return Fail(ErrorCode::Unavailable, "The catalog is still being loaded");
  return Fail(ErrorCode::Unavailable,
              std::format("The catalog is at version {}, and has not come to {}", version_.load(), version));
}

void Replica::AwaitMore(std::uint64_t version, std::chrono::steady_clock::time_point deadline) {
  std::unique_lock lock(advance_mutex_);
  if (waiting_for_more_ >= kMostWaiting) return;
  ++waiting_for_more_;
  advanced_.wait_until(lock, deadline, [&] { return released_ || version_ != version; });
  --waiting_for_more_;
}

void Replica::Release() {
  {
    const std::scoped_lock lock(advance_mutex_);
    released_ = true;
  }
  advanced_.notify_all();
}

Status Replica::Rebuild() {
  kit::LogWarning("The catalog's log is another one, or has gone back: it is read again from its start");
  Index rebuilt;
  LogReader log(store_, LogDetail::Whole, 0);
  for (bool more = true; more;) {
    auto page = log.Next();
    if (!page) return std::unexpected(page.error());
    log_id_ = page->log_id;
    more = !page->is_last;
    if (auto applied = ApplyChanges(rebuilt, std::move(page->changes)); !applied) return applied;
  }
  {
    const std::unique_lock lock(mutex_);
    index_ = std::move(rebuilt);
  }
  Advance();
  return {};
}

/// What the first answers do not need: in small steps with room for readers, so that they do not wait for it.
void Replica::IndexRest(kit::StopSignal& stop) {
  for (bool more = true; more;) {
    if (stop.WaitFor(kRestPause)) return;
    const std::unique_lock lock(mutex_);
    more = index_.IndexRest(kRestStep);
  }
  With([](const Index& index) { index.Prepare(); });
}

void Replica::Follow(kit::StopSignal& stop) {
  using std::chrono::steady_clock;
  std::chrono::milliseconds pause = kFirstPause;
  outline_.Load();
  // Before anything can be heard: listening takes a connection of its own.
  bool is_behind = !CatchUp();
  if (!is_behind) IndexRest(stop);
  while (!stop.IsStopped()) {
    const auto look_at = steady_clock::now() + (is_behind ? steady_clock::duration{0} : kLookAfter);
    const auto heard = listener_->Wait([&] { return stop.IsStopped() || steady_clock::now() >= look_at; });
    if (stop.IsStopped()) return;
    const Status caught_up = heard ? CatchUp() : Status(std::unexpected(heard.error()));
    is_behind = !caught_up;
    if (caught_up) {
      pause = kFirstPause;
      IndexRest(stop);
      continue;
    }
    kit::LogError("The catalog's log cannot be followed, trying again: " + caught_up.error().message,
                  {{"detail", caught_up.error().detail}});
    stop.WaitFor(pause);
    pause = std::min(2 * pause, kLongestPause);
  }
}

}  // namespace callboard::catalog
