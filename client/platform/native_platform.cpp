#include "client/platform/native_platform.hpp"

#include <algorithm>

namespace callboard::platform {

FetchId MemoryFetcher::Fetch(FetchRequest request, FetchListener listener) {
  pending_.push_back({++last_id_, std::move(request), std::move(listener)});
  return last_id_;
}

void MemoryFetcher::Cancel(FetchId id) {
  std::erase_if(pending_, [&](const Pending& pending) { return pending.id == id; });
}

FetchListener MemoryFetcher::Take(std::size_t at) {
  const auto taken = pending_.begin() + static_cast<std::ptrdiff_t>(at);
  FetchListener listener = std::move(taken->listener);
  pending_.erase(taken);
  return listener;
}

bool MemoryFetcher::Answer(int status, Headers headers, std::string_view body, std::size_t at) {
  if (at >= pending_.size()) return false;
  const FetchListener listener = Take(at);
  if (listener.on_head) listener.on_head(status, std::move(headers));
  if (listener.on_chunk && !body.empty()) listener.on_chunk(body);
  if (listener.on_done) listener.on_done();
  return true;
}

bool MemoryFetcher::FailNext(Error error, std::size_t at) {
  if (at >= pending_.size()) return false;
  const FetchListener listener = Take(at);
  if (listener.on_failed) listener.on_failed(std::move(error));
  return true;
}

void MemoryBlobStore::Get(std::string_view key, std::function<void(std::string)> done) {
  const auto found = blobs_.find(key);
  done(found == blobs_.end() ? std::string() : found->second);
}

void MemoryBlobStore::Put(std::string_view key, std::string bytes) {
  blobs_.insert_or_assign(std::string(key), std::move(bytes));
}

void MemoryBlobStore::Remove(std::string_view key) {
  if (const auto found = blobs_.find(key); found != blobs_.end()) blobs_.erase(found);
}

bool MemoryHistory::Back() {
  if (entries_.size() < 2) return false;
  entries_.pop_back();
  return true;
}

}  // namespace callboard::platform
