#pragma once
// Several sources or items on their way into the store: what they lead to is processed with them and committed in
// pieces, while the next files are read.

#include <chrono>
#include <cstddef>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "functions/catalog/catalog_writer.hpp"
#include "functions/catalog/rules.hpp"
#include "functions/catalog/source_reader.hpp"
#include "functions/catalog/store.hpp"

namespace callboard::catalog {

struct IngestionSettings {
  std::vector<SourceLocation> locations;  // catalog.locations
  OrphanStrategy orphans = OrphanStrategy::Delete;
  std::chrono::milliseconds processing_interval = std::chrono::minutes(2);
  std::size_t batch_size = 200;
  std::chrono::milliseconds lease = std::chrono::minutes(2);
  std::string processed_with;  // names the configuration that decides about results: another one makes all of them anew
};

/// Used by one thread. Nothing of a source or an item is final before Finish.
class IngestBatch {
 public:
  IngestBatch(EntityStore& store, SourceReader& reader, const CatalogRules& rules, const IngestionSettings& settings,
              OrphanStrategy orphans);
  ~IngestBatch();
  IngestBatch(const IngestBatch&) = delete;
  IngestBatch& operator=(const IngestBatch&) = delete;

  /// What `source` says; with `is_whole` it says nothing else any more.
  Status AddSource(std::string_view source, const std::vector<UnprocessedEntity>& entities, bool is_whole);
  /// `by` as in SourcePatch.
  void RemoveFromSource(std::string_view source, const std::vector<std::string>& refs, std::string_view by);

  /// Reads what a claimed item leads to. `is_stopped` is asked after that: what was cut short is left out.
  Status Process(const WorkItem& item, const std::function<bool()>& is_stopped);

  /// Commits what is left. Errors as EntityStore.
  Result<WriteSummary> Finish();

 private:
  /// An entity that something leads to.
  struct Child {
    UnprocessedEntity unprocessed;
    std::string ref;
    std::string source_hash;
  };

  /// One parent: a source, or an item that was claimed.
  struct Parent {
    std::string ref;  // of the item, or "source:…"
    WorkItem item;    // without a claim: a source
    ProcessingResult result;
    std::unordered_map<std::string, std::string> emitted;  // ref to location
    std::vector<Child> contested;                          // what another location may own
    std::vector<std::string> waits_for;                    // what another location does own
    bool is_whole = false;                                 // all children are known
    bool is_done = false;
    bool is_lost = false;
    std::chrono::milliseconds took{};
  };

  struct Pending {
    Child child;
    Parent* parent;
  };

  /// What the last processing of an entity left.
  struct LastResult {
    std::string_view document = {};
    std::string relations = "[]";
    bool is_orphan = false;
  };

  Status Take(Parent& parent, std::vector<UnprocessedEntity> children);
  Status Flush();
  Status Resolve(std::vector<Pending> pending);
  void Place(Parent& parent, Child child, const KnownEntity* known);
  void AddRow(const Parent& parent, EntityRow row);
  [[nodiscard]] EntityRow RowOf(const Child& child, const KnownEntity* known);
  void FillResult(EntityRow& row, ProcessingResult result, const LastResult& last);
  Status SettleContested();
  void Settle(Parent& parent, const std::vector<KnownEntity>& found, bool owners);
  [[nodiscard]] bool MayTakeOver(const KnownEntity& known) const;
  void Refuse(Parent& parent, const Child& child);
  void End(Parent& parent);
  void AddResult(const WorkItem& item, ProcessingResult result);
  void Commit();
  Status TakeWritten();
  Result<StoreWritten> Save(StoreWrite write);

  EntityStore& store_;
  SourceReader& reader_;
  const CatalogRules& rules_;
  const IngestionSettings& settings_;
  OrphanStrategy orphans_;
  std::list<Parent> parents_;
  std::vector<Pending> pending_;
  StoreWrite write_;
  std::map<std::string, std::size_t, std::less<>> rows_;  // of write_, by ref
  std::set<std::string, std::less<>> in_flight_;          // refs of the commit that is under way
  std::future<Result<StoreWritten>> committing_;
  WriteSummary summary_;
};

/// Spreads refreshes evenly between half and one and a half intervals, the same way each time for one entity.
[[nodiscard]] std::chrono::milliseconds Spread(std::chrono::milliseconds interval, std::string_view ref);

}  // namespace callboard::catalog
