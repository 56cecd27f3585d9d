#pragma once
// The history of entities: written within the commit that changes them, read newest first, kept for a while.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "functions/catalog/history.hpp"
#include "shared/base/error.hpp"

namespace pqxx {
class transaction_base;  // NOLINT(readability-identifier-naming): the library's name
}

namespace callboard::kit {
class PostgresPool;
}

namespace callboard::catalog {

/// Writes the entries as part of the commit `change_seq`. To be called in its transaction, after its number was taken,
/// so that the order of entries is the order of commits. No entry is written when an entity is created.
void AppendHistory(pqxx::transaction_base& transaction, std::span<const HistoryEntry> entries,
                   std::uint64_t change_seq);

/// One change as it is read. `at` is UTC in ISO 8601 with microseconds. `subject` is whose token pushed, for the actor
/// "push:…".
struct HistoryItem {
  std::string at;
  HistoryEntry entry;
  std::uint64_t change_seq = 0;
  std::string subject;
};

/// The place behind an item, from which the next page goes on.
struct HistoryAnchor {
  std::string at;
  std::string ref;
  std::uint64_t change_seq = 0;
};

/// Everything that is set has to hold. `ref` is canonical, `kind` in lower case, `since` a time in ISO 8601.
struct HistoryQuery {
  std::optional<std::string> ref;
  std::optional<std::string> kind;
  std::optional<std::string> since;
  std::optional<HistoryAnchor> after;
  std::size_t limit = 20;
};

/// Newest first. `is_last` false: there is more behind the last item.
struct HistoryPage {
  std::vector<HistoryItem> items;
  bool is_last = true;
};

/// In ISO 8601, UTC.
struct EntityTimes {
  std::string created_at;
  std::string updated_at;
};

/// Errors as EntityStore.
class HistoryStore {
 public:
  virtual ~HistoryStore() = default;

  virtual Result<HistoryPage> Read(const HistoryQuery& query) = 0;

  /// Nothing when no entity of this ref is shown.
  virtual Result<std::optional<EntityTimes>> Times(const std::string& ref) = 0;

  /// Deletes what is older than `retention`, some thousands of rows at once; says how many there were.
  virtual Result<std::size_t> Prune(std::chrono::milliseconds retention) = 0;
};

class PostgresHistoryStore : public HistoryStore {
 public:
  /// The schema has to be there: see CatalogMigrations.
  explicit PostgresHistoryStore(std::shared_ptr<kit::PostgresPool> pool);
  Result<HistoryPage> Read(const HistoryQuery& query) override;
  Result<std::optional<EntityTimes>> Times(const std::string& ref) override;
  Result<std::size_t> Prune(std::chrono::milliseconds retention) override;

 private:
  std::shared_ptr<kit::PostgresPool> pool_;
};

}  // namespace callboard::catalog
