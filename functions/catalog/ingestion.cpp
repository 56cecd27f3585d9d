#include "functions/catalog/ingestion.hpp"

#include <exception>
#include <format>

#include "functions/catalog/entity_sources.hpp"
#include "functions/kit/digest.hpp"
#include "functions/kit/log.hpp"
#include "shared/model/entity.hpp"

namespace callboard::catalog {
namespace {

constexpr int kCommitAttempts = 5;
constexpr std::string_view kConfigSource = "config";

Json JsonFromRelations(const std::vector<model::Relation>& relations) {
  Json edges = Json::array();
  for (const model::Relation& relation : relations)
    edges.push_back({relation.source_ref, relation.type, relation.target_ref});
  return edges;
}

/// The entity as it is shown: with uid and etag, without what only the catalog itself may say.
std::string ShownDocument(Json document, const WorkItem& item, const Json& problems, bool orphan, std::string& etag) {
  document.erase("relations");
  document.erase("status");
  if (!problems.empty()) document["status"]["items"] = problems;
  // Only now: a new member moves those before it.
  Json& metadata = document["metadata"];
  metadata.erase("etag");
  metadata["annotations"].erase(std::string(kOrphanAnnotation));
  if (orphan) metadata["annotations"][std::string(kOrphanAnnotation)] = "true";
  metadata["uid"] = item.uid;
  etag = kit::Sha1Hex(DumpJson(document));
  metadata["etag"] = etag;
  return DumpJson(document);
}

/// Spreads refreshes evenly between half and one and a half intervals, the same way each time for one entity.
std::chrono::milliseconds Spread(std::chrono::milliseconds interval, std::string_view ref) {
  const auto share = static_cast<std::int64_t>(std::hash<std::string_view>{}(ref) % 1000U);
  return interval / 2 + interval * share / 1000;
}

/// Tries again what the database asks to.
Result<std::vector<LocationConflict>> Retried(const std::function<Result<std::vector<LocationConflict>>()>& write) {
  auto written = write();
  for (int attempt = 1; !written && written.error().code == ErrorCode::Conflict && attempt < kCommitAttempts; ++attempt)
    written = write();
  return written;
}

void LogConflicts(const std::vector<LocationConflict>& conflicts) {
  for (const LocationConflict& conflict : conflicts) {
    kit::LogWarning(std::format("{} defines {}, which another location already owns; it was left out",
                                conflict.location_key, conflict.ref),
                    {{"entityRef", conflict.ref}, {"location", conflict.location_key}});
  }
}

}  // namespace

Ingestion::Ingestion(EntityStore& store, SourceReader& reader, CatalogRules rules, IngestionSettings settings)
    : store_(store), reader_(reader), rules_(std::move(rules)), settings_(std::move(settings)) {}

Status Ingestion::SyncConfiguredLocations() {
  std::vector<UnprocessedEntity> entities;
  for (const SourceLocation& location : settings_.locations) {
    entities.push_back({EntityForLocation(location), LocationText(location), 0});
  }
  const auto conflicts = Retried([&] { return store_.ReplaceSource(kConfigSource, entities, settings_.orphans); });
  if (!conflicts) return std::unexpected(conflicts.error());
  LogConflicts(*conflicts);
  return {};
}

WorkOutcome Ingestion::Process(const WorkItem& item) {
  // Whatever a library throws over one entity must not take the batch, and so everyone's processing, along.
  try {
    return OutcomeOf(item, ProcessEntity(item.unprocessed, rules_, reader_));
  } catch (const std::exception& exception) {
    ProcessingResult failed;
    failed.problems.push_back(
        {.error = {.message = std::format("Processing failed: {}", exception.what())}, .name = "Error"});
    return OutcomeOf(item, std::move(failed));
  }
}

WorkOutcome Ingestion::OutcomeOf(const WorkItem& item, ProcessingResult result) const {
  Json problems = Json::array();
  for (const ProcessingProblem& problem : result.problems) {
    problems.push_back(JsonFromProblem(problem));
    kit::LogWarning(DescribeProblem(problem), {{"entityRef", item.ref}});
  }
  WorkOutcome outcome;
  outcome.ref = item.ref;
  outcome.claim = item.claim;
  outcome.problems = DumpJson(problems);
  outcome.parents = item.parents;
  outcome.relations = result.accepted ? DumpJson(JsonFromRelations(result.relations)) : item.relations;
  outcome.next_processing_in = Spread(settings_.processing_interval, item.ref);
  outcome.replaces_children = result.accepted && !result.partial;
  if (result.accepted) outcome.children = std::move(result.children);
  if (result.accepted) {
    outcome.document =
        ShownDocument(std::move(result.entity.document), item, problems, item.parents.empty(), outcome.etag);
  } else if (auto last_good = ParseJson(item.document); last_good) {
    outcome.document = ShownDocument(std::move(*last_good), item, problems, item.parents.empty(), outcome.etag);
  }
  std::string fingerprint = outcome.document + outcome.relations;
  for (const std::string& parent : outcome.parents) fingerprint += "\n" + parent;
  outcome.result_hash = kit::Sha1Hex(fingerprint);
  if (!item.document.empty() && !outcome.document.empty() && outcome.document != item.document)
    outcome.history = UpdateEntry(item.ref, item.uid, item.document, outcome.document);
  return outcome;
}

/// One source that hangs must not make those after it late.
void Ingestion::ReadAhead(const std::vector<WorkItem>& items) {
  std::vector<KnownSource> sources;
  for (const WorkItem& item : items) {
    for (SourceLocation& source : SourcesOf(item.unprocessed.entity, reader_.Hosts()))
      sources.push_back({std::move(source), ""});
  }
  reader_.Prefetch(sources, std::chrono::steady_clock::now() + settings_.lease / 4);
}

Result<bool> Ingestion::RunBatch(IngestionSummary& summary, const std::function<bool()>& stop) {
  const auto items = store_.ClaimDue(settings_.batch_size, settings_.lease);
  if (!items) return std::unexpected(items.error());
  if (items->empty()) return false;
  std::vector<WorkOutcome> outcomes;
  // Slow sources must not make a whole batch late: what was done past its lease is lost when another process took over.
  const auto enough = std::chrono::steady_clock::now() + settings_.lease / 2;
  ReadAhead(*items);
  for (const WorkItem& item : *items) {
    if (!outcomes.empty() && std::chrono::steady_clock::now() >= enough) break;
    WorkOutcome outcome = Process(item);
    // A reading that the stop has cut short says nothing about its source.
    if (stop()) break;
    outcomes.push_back(std::move(outcome));
    if (outcomes.back().problems != "[]") ++summary.with_problems;
  }
  reader_.Forget();
  if (outcomes.empty()) return false;
  summary.processed += outcomes.size();
  if (auto committed = Commit(outcomes); !committed) return std::unexpected(committed.error());
  return true;
}

Status Ingestion::Commit(const std::vector<WorkOutcome>& outcomes) {
  const auto conflicts = Retried([&] { return store_.Commit(outcomes, settings_.orphans); });
  if (conflicts) {
    LogConflicts(*conflicts);
    return {};
  }
  if (conflicts.error().code != ErrorCode::Internal) return std::unexpected(conflicts.error());
  if (outcomes.size() == 1) {
    kit::LogError(std::format("{} cannot be saved: {}", outcomes.front().ref, conflicts.error().message),
                  {{"entityRef", outcomes.front().ref}, {"detail", conflicts.error().detail}});
    return {};
  }
  // The database refuses something in the batch: only that is left out, until its lease ends.
  for (const WorkOutcome& outcome : outcomes) {
    if (auto committed = Commit({outcome}); !committed) return committed;
  }
  return {};
}

Result<WriteSummary> Ingestion::Written(Result<std::vector<LocationConflict>> saved) {
  if (!saved) return std::unexpected(saved.error());
  LogConflicts(*saved);
  const auto run = RunDue([] { return false; });
  if (!run) return std::unexpected(run.error());
  WriteSummary summary;
  summary.processed = run->processed;
  summary.conflicts = std::move(*saved);
  return summary;
}

Result<WriteSummary> Ingestion::ReplaceSource(std::string_view source, const std::vector<UnprocessedEntity>& entities) {
  return Written(store_.ReplaceSource(source, entities, OrphanStrategy::Delete));
}

Result<WriteSummary> Ingestion::PatchSource(std::string_view source, const std::vector<UnprocessedEntity>& upserts,
                                            const std::vector<std::string>& removed) {
  return Written(store_.PatchSource(source, upserts, removed, OrphanStrategy::Delete));
}

Result<WriteSummary> Ingestion::Refresh(std::string_view ref) {
  const auto due = store_.MakeDue(ref);
  if (!due) return std::unexpected(due.error());
  if (!*due) return Fail(ErrorCode::NotFound, std::format("Entity {} not found", ref));
  return Written({});
}

Result<WriteSummary> Ingestion::RefreshTargets(const std::vector<std::string>& prefixes) {
  if (auto due = store_.MakeTargetsDue(prefixes); !due) return std::unexpected(due.error());
  return Written({});
}

Result<IngestionSummary> Ingestion::RunDue(const std::function<bool()>& stop) {
  IngestionSummary summary;
  while (!stop()) {
    const auto more = RunBatch(summary, stop);
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
  }
  return summary;
}

}  // namespace callboard::catalog
