#pragma once
// From configured locations to committed entities: what a tick does.

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "functions/catalog/catalog_writer.hpp"
#include "functions/catalog/processor.hpp"
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
};

struct IngestionSummary {
  std::size_t processed = 0;
  std::size_t with_problems = 0;
};

/// Any number of these may work on one store, in any number of processes.
class Ingestion : public CatalogWriter {
 public:
  Ingestion(EntityStore& store, SourceReader& reader, CatalogRules rules, IngestionSettings settings);

  /// Makes the configured locations the children of the source "config".
  Status SyncConfiguredLocations();

  /// Processes what is due, and what becomes due through that, until nothing is left or `stop` says so; what was
  /// claimed but not begun is due again when its lease ends. A batch that
  /// another process got in the way of is tried again.
  Result<WriteSummary> ReplaceSource(std::string_view source, const std::vector<UnprocessedEntity>& entities) override;
  Result<WriteSummary> PatchSource(std::string_view source, const std::vector<UnprocessedEntity>& upserts,
                                   const std::vector<std::string>& removed) override;
  Result<WriteSummary> Refresh(std::string_view ref) override;
  Result<WriteSummary> RefreshTargets(const std::vector<std::string>& prefixes) override;

  Result<IngestionSummary> RunDue(const std::function<bool()>& stop);

 private:
  void ReadAhead(const std::vector<WorkItem>& items);
  Result<bool> RunBatch(IngestionSummary& summary, const std::function<bool()>& stop);
  [[nodiscard]] WorkOutcome Process(const WorkItem& item);
  [[nodiscard]] WorkOutcome OutcomeOf(const WorkItem& item, ProcessingResult result) const;
  Result<WriteSummary> Written(Result<std::vector<LocationConflict>> saved);
  Status Commit(const std::vector<WorkOutcome>& outcomes);

  EntityStore& store_;
  SourceReader& reader_;
  CatalogRules rules_;
  IngestionSettings settings_;
};

}  // namespace callboard::catalog
