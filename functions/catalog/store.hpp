#pragma once
// Where entities are kept: the truth that replicas follow, and the queue of what is due to be processed.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/history.hpp"
#include "functions/catalog/processor.hpp"
#include "shared/base/error.hpp"
#include "shared/catalog/index.hpp"

namespace callboard::kit {
class PostgresPool;
}

namespace callboard::catalog {

/// An entity that was claimed for processing, with what the last processing left.
struct WorkItem {
  std::string ref;
  std::string uid;
  UnprocessedEntity unprocessed;
  std::string document;  // "" until it was valid once
  std::string relations;
  std::vector<std::string> parents;  // entity refs and "source:…"
  std::string claim;                 // tells this claim from later ones of the same entity
};

/// What processing made of a WorkItem. `document` "" says that the entity is not to be shown (yet).
struct WorkOutcome {
  std::string ref;
  std::string claim;  // of the WorkItem
  std::string document;
  std::string relations;  // JSON: [[source, type, target], …]
  std::string etag;
  std::string result_hash;
  std::string problems;  // JSON: items of status
  std::vector<std::string> parents;
  std::chrono::milliseconds next_processing_in{};
  std::optional<HistoryEntry> history;  // of what is shown, when it changes
  bool replaces_children = false;       // false: `children` are added, and the ones that are missing stay
  std::vector<UnprocessedEntity> children;
};

/// What becomes of an entity whose last parent is gone.
enum class OrphanStrategy : std::uint8_t { Keep, Delete };

/// A child that another location already owns; it was left as it is.
struct LocationConflict {
  std::string ref;
  std::string location_key;
};

/// A piece of the log.
struct ChangePage {
  std::vector<Change> changes;  // ascending by change_seq, whole commits only
  std::uint64_t version = 0;    // everything up to this number is in here or was before `since`
  bool is_last = true;          // false: ask again from `version`
};

/// Errors of every function: Unavailable when the database cannot be reached, Conflict when it asks to try again,
/// Internal.
class EntityStore {
 public:
  virtual ~EntityStore() = default;

  /// Makes `entities` exactly the children of the configured source `source`.
  virtual Result<std::vector<LocationConflict>> ReplaceSource(std::string_view source,
                                                              const std::vector<UnprocessedEntity>& entities,
                                                              OrphanStrategy orphans) = 0;

  /// Adds `upserts` to what the source `source` says, and takes the refs of `removed` out of it.
  virtual Result<std::vector<LocationConflict>> PatchSource(std::string_view source,
                                                            const std::vector<UnprocessedEntity>& upserts,
                                                            const std::vector<std::string>& removed,
                                                            OrphanStrategy orphans) = 0;

  /// Up to `limit` entities that are due and that nobody else works on, for `lease`.
  virtual Result<std::vector<WorkItem>> ClaimDue(std::size_t limit, std::chrono::milliseconds lease) = 0;

  /// Commits a batch at once: followers see all of it or nothing. An outcome whose entity was claimed again since, or
  /// is gone, is left out with all it brings.
  virtual Result<std::vector<LocationConflict>> Commit(const std::vector<WorkOutcome>& outcomes,
                                                       OrphanStrategy orphans) = 0;

  /// Takes the entity out, with what nothing else leads to if `orphans` says so; whatever still leads to it brings it
  /// back when that is processed. Says nothing about a uid that is gone already.
  virtual Status DeleteEntity(std::string_view uid, OrphanStrategy orphans) = 0;

  /// The log after `since`, at most about `limit` changes.
  virtual Result<ChangePage> ReadChanges(std::uint64_t since, std::size_t limit) = 0;

  /// Makes the entity due now, and what directly leads to it. Says whether there was anything.
  virtual Result<bool> MakeDue(std::string_view ref) = 0;

  /// Makes due what reads from a place whose text ("url:https://…") begins with one of the prefixes: what such a place
  /// led to with its parents, and the Locations that name one.
  virtual Status MakeTargetsDue(const std::vector<std::string>& prefixes) = 0;

  /// Makes everything due now. For tests of processing and for "refresh all".
  virtual Status MakeAllDue() = 0;
};

class PostgresEntityStore : public EntityStore {
 public:
  /// The schema has to be there: see CatalogMigrations.
  explicit PostgresEntityStore(std::shared_ptr<kit::PostgresPool> pool);

  Result<std::vector<LocationConflict>> ReplaceSource(std::string_view source,
                                                      const std::vector<UnprocessedEntity>& entities,
                                                      OrphanStrategy orphans) override;
  Result<std::vector<LocationConflict>> PatchSource(std::string_view source,
                                                    const std::vector<UnprocessedEntity>& upserts,
                                                    const std::vector<std::string>& removed,
                                                    OrphanStrategy orphans) override;
  Result<std::vector<WorkItem>> ClaimDue(std::size_t limit, std::chrono::milliseconds lease) override;
  Result<std::vector<LocationConflict>> Commit(const std::vector<WorkOutcome>& outcomes,
                                               OrphanStrategy orphans) override;
  Status DeleteEntity(std::string_view uid, OrphanStrategy orphans) override;
  Result<ChangePage> ReadChanges(std::uint64_t since, std::size_t limit) override;
  Result<bool> MakeDue(std::string_view ref) override;
  Status MakeTargetsDue(const std::vector<std::string>& prefixes) override;
  Status MakeAllDue() override;

 private:
  std::shared_ptr<kit::PostgresPool> pool_;
};

}  // namespace callboard::catalog
