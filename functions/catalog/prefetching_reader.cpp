#include "functions/catalog/prefetching_reader.hpp"

#include <algorithm>
#include <exception>
#include <format>
#include <set>
#include <system_error>

#include "functions/catalog/url.hpp"
#include "functions/kit/log.hpp"

namespace callboard::catalog {

PrefetchingReader::PrefetchingReader(std::unique_ptr<SourceReader> inner, PrefetchLimits limits)
    : inner_(std::move(inner)), limits_(limits) {}

PrefetchingReader::~PrefetchingReader() {
  {
    const std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

Result<SourceContent> PrefetchingReader::Read(const SourceLocation& location, std::string_view known_version) {
  {
    const std::scoped_lock lock(mutex_);
    const auto found = works_.find({location, std::string(known_version)});
    if (found != works_.end() && found->second.content) return *found->second.content;
    if (found != works_.end() && found->second.is_given_up)
      return Fail(ErrorCode::Unavailable,
                  std::format("{} has not answered yet; it is asked again with the next refresh", location.target));
  }
  return inner_->Read(location, known_version);
}

void PrefetchingReader::Prefetch(const std::vector<KnownSource>& sources,
                                 std::chrono::steady_clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  std::set<Key> keys;
  for (const KnownSource& source : sources) {
    const Key& key = *keys.emplace(source.location, source.known_version).first;
    const auto url = ParseUrl(source.location.target);
    const auto [work, is_new] = works_.try_emplace(key, Work{.host = url ? url->host : "", .content = {}});
    if (is_new) queue_.push_back(key);
    work->second.is_given_up = false;
  }
  std::erase_if(works_, [&](const auto& work) { return work.second.content && !keys.contains(work.first); });
  AddWorkers();
  if (workers_.empty()) {
    queue_.clear();
    return works_.clear();
  }
  changed_.notify_all();
  const auto is_there = [&](const Key& key) {
    const auto work = works_.find(key);
    return work == works_.end() || work->second.content.has_value();
  };
  auto missing = keys.begin();
  changed_.wait_until(lock, deadline, [&] {
    missing = std::find_if_not(missing, keys.end(), is_there);
    return is_stopping_ || missing == keys.end();
  });
  for (const Key& key : keys) {
    if (const auto work = works_.find(key); work != works_.end()) work->second.is_given_up = !is_there(key);
  }
}

void PrefetchingReader::Forget() {
  const std::scoped_lock lock(mutex_);
  std::erase_if(works_, [](const auto& work) { return work.second.content && !work.second.is_given_up; });
  // What has not begun may as well begin when it is asked for again.
  std::erase_if(works_,
                [this](const auto& work) { return !work.second.content && std::ranges::contains(queue_, work.first); });
  queue_.clear();
}

void PrefetchingReader::AddWorkers() {
  try {
    while (workers_.size() < limits_.reads_at_once && workers_.size() < busy_ + queue_.size())
      workers_.emplace_back([this] { RunWorker(); });
  } catch (const std::system_error& error) {
    // Fewer do; without any, Read reads.
    kit::LogWarning("No more threads can be started", {{"detail", error.what()}});
  }
}

Result<SourceContent> PrefetchingReader::ReadSafely(const Key& key) {
  try {
    return inner_->Read(key.first, key.second);
  } catch (const std::exception& exception) {
    return Fail(ErrorCode::Internal, std::format("{} could not be read", key.first.target), exception.what());
  }
}

std::optional<PrefetchingReader::Key> PrefetchingReader::TakeNext() {
  for (auto key = queue_.begin(); key != queue_.end(); ++key) {
    std::size_t& reads = reads_by_host_[works_.at(*key).host];
    if (reads >= limits_.reads_at_once_per_host) continue;
    ++reads;
    Key taken = std::move(*key);
    queue_.erase(key);
    return taken;
  }
  return std::nullopt;
}

void PrefetchingReader::RunWorker() {
  std::unique_lock lock(mutex_);
  while (!is_stopping_) {
    const auto key = TakeNext();
    if (!key) {
      changed_.wait(lock);
      continue;
    }
    const std::string host = works_.at(*key).host;
    ++busy_;
    lock.unlock();
    auto content = ReadSafely(*key);
    lock.lock();
    --busy_;
    if (--reads_by_host_[host] == 0) reads_by_host_.erase(host);
    works_.at(*key).content = std::move(content);
    changed_.notify_all();
  }
}

}  // namespace callboard::catalog
