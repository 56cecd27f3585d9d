#include "functions/catalog/ingestion.hpp"

#include <algorithm>
#include <format>
#include <iterator>

#include "functions/catalog/entity_sources.hpp"
#include "functions/catalog/source_state.hpp"

namespace callboard::catalog {
namespace {

constexpr std::string_view kConfigSource = "config";

void Append(WriteSummary& summary, WriteSummary more) {
  summary.processed += more.processed;
  std::ranges::move(more.rejected, std::back_inserter(summary.rejected));
  std::ranges::move(more.conflicts, std::back_inserter(summary.conflicts));
  summary.version = std::max(summary.version, more.version);
}

bool NeverStops() {
  return false;
}

}  // namespace

Ingestion::Ingestion(EntityStore& store, SourceReader& reader, CatalogRules rules, IngestionSettings settings)
    : store_(store), reader_(reader), rules_(std::move(rules)), settings_(std::move(settings)) {}

Status Ingestion::SyncConfiguredLocations() {
  std::vector<UnprocessedEntity> entities;
  for (const SourceLocation& location : settings_.locations)
    entities.push_back({EntityForLocation(location), LocationText(location), 0});
  IngestBatch batch(store_, reader_, rules_, settings_, settings_.orphans);
  if (auto added = batch.AddSource(kConfigSource, entities, true); !added) return added;
  const auto written = batch.Finish();
  if (!written) return std::unexpected(written.error());
  return {};
}

Result<WriteSummary> Ingestion::Followed(Result<WriteSummary> written) {
  if (!written) return written;
  auto run = RunDue(NeverStops);
  if (!run) return run;
  Append(*written, std::move(*run));
  return written;
}

Result<WriteSummary> Ingestion::ReplaceSource(std::string_view source, const std::vector<UnprocessedEntity>& entities) {
  IngestBatch batch(store_, reader_, rules_, settings_, OrphanStrategy::Delete);
  if (auto added = batch.AddSource(source, entities, true); !added) return std::unexpected(added.error());
  return Followed(batch.Finish());
}

Result<WriteSummary> Ingestion::PatchSource(std::string_view source, const SourcePatch& patch) {
  IngestBatch batch(store_, reader_, rules_, settings_, OrphanStrategy::Delete);
  if (auto added = batch.AddSource(source, patch.upserts, false); !added) return std::unexpected(added.error());
  batch.RemoveFromSource(source, patch.removed, patch.by);
  return Followed(batch.Finish());
}

Result<WriteSummary> Ingestion::Refresh(std::string_view ref) {
  const auto due = store_.MakeDue(ref);
  if (!due) return std::unexpected(due.error());
  if (!*due) return Fail(ErrorCode::NotFound, std::format("Entity {} not found", ref));
  return Followed(WriteSummary{});
}

Result<WriteSummary> Ingestion::RefreshTargets(const std::vector<std::string>& prefixes) {
  if (auto due = store_.MakeTargetsDue(prefixes); !due) return std::unexpected(due.error());
  return Followed(WriteSummary{});
}

/// One source that hangs must not make those after it late.
void Ingestion::ReadAhead(const std::vector<WorkItem>& items) {
  std::vector<KnownSource> sources;
  for (const WorkItem& item : items) {
    const SourceState state = SourceStateFromText(item.source_version, settings_.processed_with);
    for (SourceLocation& source : SourcesOf(item.unprocessed.entity, reader_.Hosts())) {
      const auto known = state.find(LocationText(source));
      sources.push_back({std::move(source), known == state.end() ? "" : known->second.version});
    }
  }
  reader_.Prefetch(sources, std::chrono::steady_clock::now() + settings_.lease / 4);
}

Result<bool> Ingestion::RunBatch(WriteSummary& summary, const std::function<bool()>& stop) {
  const auto items = store_.ClaimDue(settings_.batch_size, settings_.lease);
  if (!items) return std::unexpected(items.error());
  if (items->empty()) return false;
  // Slow sources must not make a whole batch late: what was done past its lease is lost when another process took over.
  const auto enough = std::chrono::steady_clock::now() + settings_.lease / 2;
  ReadAhead(*items);
  IngestBatch batch(store_, reader_, rules_, settings_, settings_.orphans);
  bool is_first = true;
  for (const WorkItem& item : *items) {
    if (stop() || (!std::exchange(is_first, false) && std::chrono::steady_clock::now() >= enough)) break;
    if (auto processed = batch.Process(item, stop); !processed) return std::unexpected(processed.error());
  }
  reader_.Forget();
  auto written = batch.Finish();
  if (!written) return std::unexpected(written.error());
  Append(summary, std::move(*written));
  return true;
}

Result<WriteSummary> Ingestion::RunDue(const std::function<bool()>& stop) {
  WriteSummary summary;
  while (!stop()) {
    const auto more = RunBatch(summary, stop);
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
  }
  return summary;
}

}  // namespace callboard::catalog
