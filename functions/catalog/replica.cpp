#include "functions/catalog/replica.hpp"

#include <chrono>

#include "functions/kit/log.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kPageSize = 2000;
constexpr std::chrono::seconds kRetryAfter{2};

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
    more = !page->is_last;
    since = page->version;
    if (page->changes.empty()) continue;
    const std::unique_lock lock(mutex_);
    if (auto applied = index_.Apply(std::move(page->changes)); !applied) return applied;
  }
  ready_ = true;
  return {};
}

void Replica::Follow(kit::StopSignal& stop) {
  while (!stop.IsStopped()) {
    const auto heard = listener_->Wait([&] { return stop.IsStopped(); });
    if (heard && !*heard) continue;
    const Status caught_up = heard ? CatchUp() : Status(std::unexpected(heard.error()));
    if (caught_up) continue;
    kit::LogError("The catalog's log cannot be followed, trying again: " + caught_up.error().message,
                  {{"detail", caught_up.error().detail}});
    stop.WaitFor(kRetryAfter);
  }
}

}  // namespace callboard::catalog
