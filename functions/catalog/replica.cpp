#include "functions/catalog/replica.hpp"

#include <algorithm>
#include <chrono>

#include "functions/kit/log.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kPageSize = 2000;
constexpr std::chrono::milliseconds kFirstPause{100};
constexpr std::chrono::milliseconds kLongestPause{5000};
/// Even when nothing is heard: a connection that died quietly notifies of nothing.
constexpr std::chrono::seconds kLookAfter{30};

}  // namespace

Replica::Replica(EntityStore& store) : store_(store) {}

Replica::~Replica() = default;

void Replica::Start(std::unique_ptr<kit::PostgresListener> listener) {
  listener_ = std::move(listener);
  follower_ = std::make_unique<kit::BackgroundThread>([this](kit::StopSignal& stop) { Follow(stop); });
}

Status Replica::CatchUp() {
  const std::scoped_lock one_at_a_time(catching_up_);
  std::uint64_t since = With([](const Index& index) { return index.Version(); });
  for (bool more = true; more;) {
    auto page = store_.ReadChanges(since, kPageSize);
    if (!page) return std::unexpected(page.error());
    if (page->version < since) return Rebuild();
    more = !page->is_last;
    since = page->version;
    if (page->changes.empty()) continue;
    const std::unique_lock lock(mutex_);
    if (auto applied = index_.Apply(std::move(page->changes)); !applied) return applied;
  }
  ready_ = true;
  return {};
}

Status Replica::Rebuild() {
  kit::LogWarning("The catalog's log has gone back, it is read again from its start");
  Index rebuilt;
  std::uint64_t since = 0;
  for (bool more = true; more;) {
    auto page = store_.ReadChanges(since, kPageSize);
    if (!page) return std::unexpected(page.error());
    more = !page->is_last;
    since = page->version;
    if (auto applied = rebuilt.Apply(std::move(page->changes)); !applied) return applied;
  }
  const std::unique_lock lock(mutex_);
  index_ = std::move(rebuilt);
  return {};
}

void Replica::Follow(kit::StopSignal& stop) {
  using std::chrono::steady_clock;
  bool is_behind = false;
  std::chrono::milliseconds pause = kFirstPause;
  while (!stop.IsStopped()) {
    const auto look_at = steady_clock::now() + (is_behind ? steady_clock::duration{0} : kLookAfter);
    const auto heard = listener_->Wait([&] { return stop.IsStopped() || steady_clock::now() >= look_at; });
    if (stop.IsStopped()) return;
    const Status caught_up = heard ? CatchUp() : Status(std::unexpected(heard.error()));
    is_behind = !caught_up;
    if (caught_up) {
      pause = kFirstPause;
      continue;
    }
    kit::LogError("The catalog's log cannot be followed, trying again: " + caught_up.error().message,
                  {{"detail", caught_up.error().detail}});
    stop.WaitFor(pause);
    pause = std::min(2 * pause, kLongestPause);
  }
}

}  // namespace callboard::catalog
