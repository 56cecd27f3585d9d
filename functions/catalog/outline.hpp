#pragma once
// What answers first: the catalog without its documents, which are most of the work of loading it (docs/adr/007).

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "functions/catalog/store.hpp"
#include "functions/kit/http.hpp"
#include "shared/catalog/index.hpp"

namespace callboard::catalog {

/// Refs and relations of all entities at one version, from before the index stands until it does. The documents of
/// those that are answered are read one by one.
class Outline {
 public:
  explicit Outline(EntityStore& store) : store_(store) {}

  /// Whether the query is about nothing but refs and relations.
  [[nodiscard]] static bool CanAnswer(const EntityQuery& query);

  /// Reads the log to its end. When that fails there is no outline; the index tells why.
  void Load();
  /// The index stands.
  void Drop();

  /// The number of the last change that is in it.
  [[nodiscard]] std::uint64_t Version() const { return version_; }

  using Find = std::function<std::vector<EntityId>(const Index& index)>;
  using Answer = std::function<Result<kit::Response>(const Index& index)>;

  /// Runs `answer` with an index in which the entities that `find` gives have their documents. Nothing when the index
  /// stands by then, or has to be waited for: many entities are wanted, one has changed meanwhile, or the deadline
  /// came.
  std::optional<Result<kit::Response>> Read(std::chrono::steady_clock::time_point deadline, const Find& find,
                                            const Answer& answer);

 private:
  enum class State : std::uint8_t { Loading, There, Gone };

  void Become(State state, Index index);
  bool Complete(const std::vector<EntityId>& ids);

  EntityStore& store_;
  std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::Loading;
  Index index_;
  std::atomic<std::uint64_t> version_ = 0;
  std::set<EntityId> complete_;  // that have their documents
};

}  // namespace callboard::catalog
