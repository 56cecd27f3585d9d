#pragma once
// How ingestion goes: what is read when, and what was not accepted.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/error.hpp"

namespace callboard::kit {
class PostgresPool;
}

namespace callboard::catalog {

/// A Location entity and its runs. Times are UTC in ISO 8601. `parents` as in WorkItem, `source` and `problems` are
/// JSON.
struct LocationRuns {
  std::string ref;
  std::string location_key;
  std::string source;
  std::vector<std::string> parents;
  std::string problems;
  std::optional<std::string> registration_id;  // of a location that was registered by API
  std::optional<std::string> last_run_at;      // none: not read yet
  std::optional<std::string> next_run_at;      // none: when the run that is under way ends
  std::int64_t last_duration_ms = 0;
  bool is_running = false;
  std::size_t entity_count = 0;    // that it leads to directly and that are shown
  std::size_t rejected_count = 0;  // of what it leads to directly
};

/// An entity with problems. `is_shown` says that an earlier state of it was accepted, or that it was in spite of them.
struct EntityProblems {
  std::string ref;
  std::string location_key;
  std::string problems;  // JSON: items of status
  bool is_shown = false;
};

struct IngestionState {
  std::vector<LocationRuns> locations;   // by ref
  std::vector<EntityProblems> rejected;  // by ref, the first of them
  std::size_t rejected_total = 0;
};

/// Errors as EntityStore.
class IngestionReport {
 public:
  virtual ~IngestionReport() = default;
  /// With at most `limit` of what was rejected.
  virtual Result<IngestionState> Read(std::size_t limit) = 0;
};

class PostgresIngestionReport : public IngestionReport {
 public:
  /// The schema has to be there: see CatalogMigrations.
  explicit PostgresIngestionReport(std::shared_ptr<kit::PostgresPool> pool);
  Result<IngestionState> Read(std::size_t limit) override;

 private:
  std::shared_ptr<kit::PostgresPool> pool_;
};

}  // namespace callboard::catalog
