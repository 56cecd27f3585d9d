#pragma once
// From configured locations to committed entities: what a tick does.

#include <functional>
#include <string>
#include <vector>

#include "functions/catalog/catalog_writer.hpp"
#include "functions/catalog/ingest_batch.hpp"
#include "functions/catalog/rules.hpp"
#include "functions/catalog/source_reader.hpp"
#include "functions/catalog/store.hpp"

namespace callboard::catalog {

/// Any number of these may work on one store, in any number of processes.
class Ingestion : public CatalogWriter {
 public:
  Ingestion(EntityStore& store, SourceReader& reader, CatalogRules rules, IngestionSettings settings);

  /// Makes the configured locations the children of the source "config".
  Status SyncConfiguredLocations();

  Result<WriteSummary> ReplaceSource(std::string_view source, const std::vector<UnprocessedEntity>& entities) override;
  Result<WriteSummary> PatchSource(std::string_view source, const SourcePatch& patch) override;
  Result<WriteSummary> Refresh(std::string_view ref) override;
  Result<WriteSummary> RefreshTargets(const std::vector<std::string>& prefixes) override;

  /// Processes what is due, and what becomes due through that, until nothing is left or `stop` says so; what was
  /// claimed but not begun is due again when its lease ends.
  Result<WriteSummary> RunDue(const std::function<bool()>& stop);

 private:
  void ReadAhead(const std::vector<WorkItem>& items);
  Result<bool> RunBatch(WriteSummary& summary, const std::function<bool()>& stop);
  Result<WriteSummary> Followed(Result<WriteSummary> written);

  EntityStore& store_;
  SourceReader& reader_;
  CatalogRules rules_;
  IngestionSettings settings_;
};

}  // namespace callboard::catalog
