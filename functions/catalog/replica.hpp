#pragma once
// The function's own copy of the catalog: the index, kept up with the log of the store.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "functions/catalog/outline.hpp"
#include "functions/catalog/store.hpp"
#include "functions/kit/background_thread.hpp"
#include "functions/kit/postgres.hpp"
#include "functions/kit/reader_lock.hpp"
#include "shared/catalog/index.hpp"

namespace callboard::catalog {

/// Follows the log in a thread of its own from Start until the object goes. Readers never see half a commit.
class Replica {
 public:
  explicit Replica(EntityStore& store);
  ~Replica();
  Replica(const Replica&) = delete;
  Replica& operator=(const Replica&) = delete;

  /// `listener` wakes the follower; the sequence in the store decides what is new.
  void Start(std::unique_ptr<kit::PostgresListener> listener);

  /// Whether the log was read to its end once.
  [[nodiscard]] bool IsReady() const { return ready_; }

  /// The number of the last change that readers see.
  [[nodiscard]] std::uint64_t Version() const { return version_; }

  /// Returns when readers see everything up to `version`, 0 for whatever the first reading of the log gives.
  /// Unavailable at the deadline, or when the store cannot be asked.
  Status Await(std::uint64_t version, std::chrono::steady_clock::time_point deadline);

  /// Returns when readers see another version than this, at the deadline, or when the process stops. At once when as
  /// many wait already as may: each keeps a connection and its thread.
  void AwaitMore(std::uint64_t version, std::chrono::steady_clock::time_point deadline);
  /// The process stops: whoever waits in AwaitMore goes on.
  void Release();

  /// Reads the log to its end now; all of it again when the log has gone back, as it does when a backup is put in
  /// place. Errors as EntityStore.
  Status CatchUp();

  /// What answers until IsReady.
  [[nodiscard]] Outline& outline() { return outline_; }

  /// Runs `read` with the index under a shared lock.
  template <typename Read>
  auto With(Read&& read) const {
    const std::shared_lock lock(mutex_);
    return std::forward<Read>(read)(index_);
  }

 private:
  void Follow(kit::StopSignal& stop);
  Status Rebuild();
  void Advance();
  void IndexRest(kit::StopSignal& stop);

  EntityStore& store_;
  Outline outline_;
  mutable kit::ReaderLock mutex_;
  Index index_;
  std::mutex catching_up_;
  std::string log_id_;  // guarded by catching_up_
  std::atomic<bool> ready_ = false;
  std::atomic<std::uint64_t> version_ = 0;
  std::mutex advance_mutex_;
  std::condition_variable advanced_;
  std::size_t waiting_for_more_ = 0;  // guarded by advance_mutex_, as is the next
  bool released_ = false;
  std::unique_ptr<kit::PostgresListener> listener_;
  std::unique_ptr<kit::BackgroundThread> follower_;
};

}  // namespace callboard::catalog
