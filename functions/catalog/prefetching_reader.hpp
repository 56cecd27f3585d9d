#pragma once
// Reading what is far away before it is needed, so that one slow host does not keep the others waiting.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "functions/catalog/source_reader.hpp"

namespace callboard::catalog {

struct PrefetchLimits {
  std::size_t reads_at_once = 24;
  std::size_t reads_at_once_per_host = 4;
};

/// Between Prefetch and Forget, Read gives what was prefetched, and everything else is read when it is asked for. What
/// was not there at the deadline is Unavailable to Read at once; it is read on, and given to the next Prefetch that
/// asks for it. May be used by many threads; they share what is prefetched.
class PrefetchingReader : public SourceReader {
 public:
  explicit PrefetchingReader(std::unique_ptr<SourceReader> inner, PrefetchLimits limits = {});
  /// Waits for reads that are under way.
  ~PrefetchingReader() override;
  PrefetchingReader(const PrefetchingReader&) = delete;
  PrefetchingReader& operator=(const PrefetchingReader&) = delete;

  Result<SourceContent> Read(const SourceLocation& location, std::string_view known_version) override;
  [[nodiscard]] const Integrations& Hosts() const override { return inner_->Hosts(); }
  void Prefetch(const std::vector<KnownSource>& sources, std::chrono::steady_clock::time_point deadline) override;
  void Forget() override;

 private:
  using Key = std::pair<SourceLocation, std::string>;  // and the known version

  /// Without `content`, it waits for its turn or is being read.
  struct Work {
    std::string host;
    bool is_given_up = false;  // nobody waits for it any more
    std::optional<Result<SourceContent>> content;
  };

  void AddWorkers();  // with mutex_ held
  void RunWorker();
  Result<SourceContent> ReadSafely(const Key& key);
  std::optional<Key> TakeNext();  // with mutex_ held

  std::unique_ptr<SourceReader> inner_;
  PrefetchLimits limits_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_stopping_ = false;
  std::map<Key, Work> works_;
  std::deque<Key> queue_;
  std::map<std::string, std::size_t> reads_by_host_;
  std::size_t busy_ = 0;
  std::vector<std::thread> workers_;
};

}  // namespace callboard::catalog
