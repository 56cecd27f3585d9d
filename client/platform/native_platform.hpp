#pragma once
// A machine in memory, for tests: answers are what the test says, and come when the test says.

#include <deque>
#include <functional>
#include <map>
#include <string>

#include "client/platform/platform.hpp"

namespace callboard::platform {

/// Keeps requests until the test answers them.
class MemoryFetcher final : public Fetcher {
 public:
  struct Pending {
    FetchId id = 0;
    FetchRequest request;
    FetchListener listener;
  };

  [[nodiscard]] FetchId Fetch(FetchRequest request, FetchListener listener) override;
  void Cancel(FetchId id) override;

  [[nodiscard]] const std::deque<Pending>& pending() const { return pending_; }
  /// Answers a request whole, the oldest unless `at` says another. False when there is none.
  bool Answer(int status, Headers headers, std::string_view body, std::size_t at = 0);
  /// The request gets no answer. False when there is none.
  bool FailNext(Error error, std::size_t at = 0);

 private:
  FetchListener Take(std::size_t at);

  std::deque<Pending> pending_;
  FetchId last_id_ = 0;
};

class MemoryBlobStore final : public BlobStore {
 public:
  void Get(std::string_view key, std::function<void(std::string)> done) override;
  void Put(std::string_view key, std::string bytes) override;
  void Remove(std::string_view key) override;

 private:
  std::map<std::string, std::string, std::less<>> blobs_;
};

class MemoryHistory final : public History {
 public:
  explicit MemoryHistory(std::string url) : entries_{std::move(url)} {}
  [[nodiscard]] std::string Url() const override { return entries_.back(); }
  [[nodiscard]] std::string Origin() const override { return "https://portal.example.org"; }
  void Push(std::string_view url) override { entries_.emplace_back(url); }
  void Replace(std::string_view url) override { entries_.back() = url; }
  /// False when there is no earlier entry.
  bool Back();

 private:
  std::deque<std::string> entries_;
};

}  // namespace callboard::platform
