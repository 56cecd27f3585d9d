#pragma once
// Where entities are kept: the truth that replicas follow, and the queue of what is due to be processed.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
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
  std::string source;  // its document as JSON text
  std::string source_hash;
  std::string document;  // "" until it was valid once
  std::string relations;
  std::string problems;
  std::vector<std::string> parents;  // entity refs and "source:…"
  std::string source_version;        // of what it read last; "" when that has to be read again
  std::string claim;                 // tells this claim from later ones of the same entity
};

/// What the store has of an entity that somebody leads to. `document` and `relations` are given only when the source is
/// another one than was asked for.
struct KnownEntity {
  std::string ref;
  std::string uid;
  std::string location_key;
  std::string source_hash;
  std::vector<std::string> parents;
  std::string document;
  std::string relations;
};

/// What is asked about: the ref of an entity, and the hash of the source that is at hand.
struct EntityQuestion {
  std::string ref;
  std::string source_hash;
};

/// A new entity, or another state of one. Without `result_hash` only the source is new: what was made of the last one
/// stays.
struct EntityRow {
  std::string ref;
  std::string uid;  // of a new entity
  std::string location_key;
  std::size_t source_document = 0;
  std::string source_hash;           // SHA-1, hexadecimal
  std::string source;                // JSON; "" when it is not processed by itself
  std::string document;              // "": what was shown stays
  std::string relations = "[]";      // JSON: [[type, inverse, target], …]
  std::string result_hash;           // SHA-1, hexadecimal
  std::string problems = "[]";       // JSON: items of status
  std::vector<std::string> parents;  // that are added
  bool takes_over = false;           // from the location that owned it
  std::optional<HistoryEntry> history;
  std::string claimed_for;  // the item whose claim has to hold for this; "" for none
};

/// One entity leads, or led, to another.
struct ParentLink {
  std::string parent;
  std::string ref;
};

/// `parent` leads to nothing but `refs` and what the locations `location_keys` own.
struct ChildrenOf {
  std::string parent;
  std::vector<std::string> refs;
  std::vector<std::string> location_keys;
};

/// The work on an item is done.
struct ClaimEnd {
  std::string ref;
  std::string claim;
  std::chrono::milliseconds next_processing_in{};
  std::string source_version;
  std::vector<std::string> waits_for;  // what another location owns: due again when that goes
  std::chrono::milliseconds took{};    // to read it and process what it leads to
};

/// The work on an item goes on; its lease begins anew.
struct ClaimExtension {
  std::string ref;
  std::string claim;
};

/// What becomes of an entity whose last parent is gone.
enum class OrphanStrategy : std::uint8_t { Keep, Delete };

/// One commit: followers see all of it or nothing. What belongs to a claim that has been lost is left out.
struct StoreWrite {
  std::vector<EntityRow> rows;    // each ref once
  std::vector<ParentLink> links;  // to entities that are there
  std::vector<ParentLink> unlinks;
  std::vector<ChildrenOf> children_of;
  std::vector<ClaimEnd> ends;
  std::vector<ClaimExtension> extensions;
  OrphanStrategy orphans = OrphanStrategy::Delete;
  std::chrono::milliseconds lease{};  // of the extensions
  std::string removed_by;             // who takes away what goes, for the history; "" for its location

  [[nodiscard]] bool Empty() const;
};

/// `version` is the number of the commit, 0 when nothing had to be written that is shown. `claims` are those of the
/// extensions that hold, with their new claim; `lost` the items whose claim was gone.
struct StoreWritten {
  std::uint64_t version = 0;
  std::map<std::string, std::string> claims;
  std::set<std::string> lost;
};

/// A child that another location already owns; it was left as it is.
struct LocationConflict {
  std::string ref;
  std::string location_key;  // that did not get it
};

/// A piece of the log.
struct ChangePage {
  std::vector<Change> changes;  // ascending by change_seq, whole commits only
  std::uint64_t version = 0;    // everything up to this number is in here or was before `since`
  std::string log_id;           // numbers of another log mean nothing
  bool is_last = true;          // false: ask again from `version`
};

/// How much of each entity the log is read with.
enum class LogDetail : std::uint8_t { Whole, WithoutDocuments };

/// Errors of every function: Unavailable when the database cannot be reached, Conflict when it goes on asking to try
/// again, Internal.
class EntityStore {
 public:
  virtual ~EntityStore() = default;

  /// Those of the entities that there are, in no order.
  virtual Result<std::vector<KnownEntity>> Find(const std::vector<EntityQuestion>& questions) = 0;

  virtual Result<StoreWritten> Write(const StoreWrite& write) = 0;

  /// Up to `limit` entities that are due and that nobody else works on, for `lease`.
  virtual Result<std::vector<WorkItem>> ClaimDue(std::size_t limit, std::chrono::milliseconds lease) = 0;

  /// The log after `since`, at most about `limit` changes. Without documents there are no uids and parents either.
  virtual Result<ChangePage> ReadChanges(std::uint64_t since, std::size_t limit, LogDetail detail) = 0;

  /// Those of the entities that are shown, as the log has them, in no order.
  virtual Result<std::vector<Change>> ReadEntities(const std::vector<std::string>& refs) = 0;

  /// Takes the entity away; it comes back when what leads to it is read again. There may be none of that uid. `by` is
  /// who does, for the history.
  virtual Status DeleteEntity(std::string_view uid, OrphanStrategy orphans, std::string_view by) = 0;

  /// Makes the entity due now, and what directly leads to it. Says whether there was anything.
  virtual Result<bool> MakeDue(std::string_view ref) = 0;

  /// Makes due what reads from a place whose text ("url:https://…") begins with one of the prefixes.
  virtual Status MakeTargetsDue(const std::vector<std::string>& prefixes) = 0;

  /// Makes everything due now that has something to read.
  virtual Status MakeAllDue() = 0;
};

class PostgresEntityStore : public EntityStore {
 public:
  /// The schema has to be there: see CatalogMigrations.
  explicit PostgresEntityStore(std::shared_ptr<kit::PostgresPool> pool);

  Result<std::vector<KnownEntity>> Find(const std::vector<EntityQuestion>& questions) override;
  Result<StoreWritten> Write(const StoreWrite& write) override;
  Result<std::vector<WorkItem>> ClaimDue(std::size_t limit, std::chrono::milliseconds lease) override;
  Result<ChangePage> ReadChanges(std::uint64_t since, std::size_t limit, LogDetail detail) override;
  Result<std::vector<Change>> ReadEntities(const std::vector<std::string>& refs) override;
  Status DeleteEntity(std::string_view uid, OrphanStrategy orphans, std::string_view by) override;
  Result<bool> MakeDue(std::string_view ref) override;
  Status MakeTargetsDue(const std::vector<std::string>& prefixes) override;
  Status MakeAllDue() override;

 private:
  std::shared_ptr<kit::PostgresPool> pool_;
};

}  // namespace callboard::catalog
