#include "functions/catalog/log_reader.hpp"

#include <functional>
#include <utility>

namespace callboard::catalog {
namespace {

constexpr std::size_t kPageSize = 2000;
/// A short one, so that there is soon something to work on.
constexpr std::size_t kFirstPageSize = 200;
/// From so many changes on, a second thread pays.
constexpr std::size_t kManyChanges = 200;

/// In a thread of its own where one can be had.
void RunBothInThreads(const std::function<void()>& one, const std::function<void()>& other) {
  auto running = std::async(std::launch::async | std::launch::deferred, other);
  one();
  running.get();
}

}  // namespace

LogReader::LogReader(EntityStore& store, LogDetail detail, std::uint64_t since) : store_(store), detail_(detail) {
  ReadAfter(since);
}

Result<ChangePage> LogReader::Next() {
  auto page = reading_.get();
  if (page && !page->is_last) ReadAfter(page->version);
  return page;
}

void LogReader::ReadAfter(std::uint64_t since) {
  // The first page is most often the last: not worth a thread.
  const auto policy = since == 0 || is_long_ ? std::launch::async | std::launch::deferred : std::launch::deferred;
  const std::size_t limit = is_long_ ? kPageSize : kFirstPageSize;
  is_long_ = true;
  reading_ = std::async(policy, [this, since, limit] { return store_.ReadChanges(since, limit, detail_); });
}

Status ApplyChanges(Index& index, std::vector<Change> changes) {
  const bool is_much = changes.size() >= kManyChanges;
  return index.Apply(std::move(changes), is_much ? RunBothInThreads : RunBoth(nullptr));
}

}  // namespace callboard::catalog
