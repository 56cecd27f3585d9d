#include "functions/catalog/ingest_batch.hpp"

#include <algorithm>
#include <exception>
#include <format>
#include <functional>
#include <utility>

#include "functions/catalog/entity_sources.hpp"
#include "functions/catalog/shown_document.hpp"
#include "functions/kit/digest.hpp"
#include "functions/kit/log.hpp"
#include "functions/kit/uuid.hpp"
#include "shared/base/text.hpp"
#include "shared/model/relations.hpp"

namespace callboard::catalog {
namespace {

/// So many entities are processed and committed at once: what of a large source is in memory at a time.
constexpr std::size_t kPiece = 1000;

/// To be raised when the same source gives another result than before.
constexpr std::string_view kProcessingVersion = "1";

/// The last digits tell the origin: that alone does not make another source of it, or two chains of locations that lead
/// to one entity would take it from one another for ever.
constexpr std::size_t kOriginDigits = 8;

std::string HashOfSource(const UnprocessedEntity& child, std::string_view processed_with) {
  Json document = child.entity.document;
  const std::string origin(model::Annotation(child.entity, kManagedByOriginLocation));
  if (!origin.empty()) document["metadata"]["annotations"].erase(std::string(kManagedByOriginLocation));
  const std::string text =
      std::format("{} {} {}\n{}", kProcessingVersion, processed_with, child.source_document, DumpJson(document));
  return kit::Sha1Hex(text) + kit::Sha1Hex(origin).substr(0, kOriginDigits);
}

std::string_view WithoutOrigin(std::string_view source_hash) {
  return source_hash.substr(0, source_hash.size() - std::min(kOriginDigits, source_hash.size()));
}

bool IsLocation(const model::Entity& entity) {
  return EqualsIgnoringCase(model::Kind(entity), "Location");
}

/// Whatever a library throws over one entity must not take everyone's processing along.
ProcessingResult Guarded(const std::function<ProcessingResult()>& process) {
  try {
    return process();
  } catch (const std::exception& exception) {
    ProcessingResult failed;
    failed.problems.push_back(
        {.error = {.message = std::format("Processing failed: {}", exception.what())}, .name = "Error"});
    return failed;
  }
}

}  // namespace

std::chrono::milliseconds Spread(std::chrono::milliseconds interval, std::string_view ref) {
  const auto share = static_cast<std::int64_t>(std::hash<std::string_view>{}(ref) % 1000U);
  return interval / 2 + interval * share / 1000;
}

IngestBatch::IngestBatch(EntityStore& store, SourceReader& reader, const CatalogRules& rules,
                         const IngestionSettings& settings, OrphanStrategy orphans)
    : store_(store), reader_(reader), rules_(rules), settings_(settings), orphans_(orphans) {}

IngestBatch::~IngestBatch() = default;

Status IngestBatch::AddSource(std::string_view source, const std::vector<UnprocessedEntity>& entities, bool is_whole) {
  Parent& parent = parents_.emplace_back();
  parent.ref = std::format("source:{}", source);
  parent.is_whole = is_whole;
  auto taken = Take(parent, entities);
  parent.is_done = true;
  return taken;
}

void IngestBatch::RemoveFromSource(std::string_view source, const std::vector<std::string>& refs, std::string_view by) {
  write_.removed_by = by;
  for (const std::string& ref : refs) write_.unlinks.push_back({std::format("source:{}", source), ref});
}

Status IngestBatch::Process(const WorkItem& item, const std::function<bool()>& is_stopped) {
  Parent& parent = parents_.emplace_back();
  parent.ref = item.ref;
  parent.item = item;
  const auto began = std::chrono::steady_clock::now();
  Status taken;
  parent.result = Guarded([&] {
    return ProcessEntity(item.unprocessed, rules_, reader_,
                         SourceStateFromText(item.source_version, settings_.processed_with),
                         [&](std::vector<UnprocessedEntity> children) {
                           if (taken) taken = Take(parent, std::move(children));
                         });
  });
  parent.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  // A reading that the stop has cut short says nothing about its source.
  if (is_stopped()) parent.is_lost = true;
  parent.is_whole = parent.result.accepted && !parent.result.partial;
  parent.is_done = true;
  return taken;
}

Status IngestBatch::Take(Parent& parent, std::vector<UnprocessedEntity> children) {
  for (UnprocessedEntity& unprocessed : children) {
    Child child{std::move(unprocessed), {}, {}};
    child.ref = model::RefText(child.unprocessed.entity);
    child.source_hash = HashOfSource(child.unprocessed, settings_.processed_with);
    const auto [known, is_new] = parent.emitted.try_emplace(child.ref, child.unprocessed.location_key);
    if (is_new) {
      pending_.push_back({std::move(child), &parent});
    } else if (known->second != child.unprocessed.location_key) {
      parent.contested.push_back(std::move(child));
    }
    if (pending_.size() < kPiece) continue;
    if (auto flushed = Flush(); !flushed) return flushed;
  }
  return {};
}

Result<WriteSummary> IngestBatch::Finish() {
  if (auto flushed = Flush(); !flushed) return std::unexpected(flushed.error());
  if (auto written = TakeWritten(); !written) return std::unexpected(written.error());
  return std::move(summary_);
}

Status IngestBatch::Flush() {
  const bool overlaps =
      std::ranges::any_of(pending_, [&](const Pending& pending) { return in_flight_.contains(pending.child.ref); });
  if (overlaps) {
    if (auto written = TakeWritten(); !written) return written;
  }
  if (auto resolved = Resolve(std::exchange(pending_, {})); !resolved) return resolved;
  if (auto settled = SettleContested(); !settled) return settled;
  if (auto written = TakeWritten(); !written) return written;
  for (auto parent = parents_.begin(); parent != parents_.end();) {
    if (!parent->is_done) {
      if (!parent->item.claim.empty() && !parent->is_lost)
        write_.extensions.push_back({parent->ref, parent->item.claim});
      ++parent;
      continue;
    }
    End(*parent);
    parent = parents_.erase(parent);
  }
  Commit();
  return {};
}

Status IngestBatch::Resolve(std::vector<Pending> pending) {
  std::vector<EntityQuestion> questions;
  for (const Pending& one : pending) questions.push_back({one.child.ref, one.child.source_hash});
  const auto found = store_.Find(questions);
  if (!found) return std::unexpected(found.error());
  std::unordered_map<std::string_view, const KnownEntity*> known;
  for (const KnownEntity& entity : *found) known.emplace(entity.ref, &entity);
  for (Pending& one : pending) {
    const auto entity = known.find(one.child.ref);
    Place(*one.parent, std::move(one.child), entity == known.end() ? nullptr : entity->second);
  }
  return {};
}

void IngestBatch::Place(Parent& parent, Child child, const KnownEntity* known) {
  const std::string& location = child.unprocessed.location_key;
  if (const auto placed = rows_.find(child.ref); placed != rows_.end()) {
    EntityRow& row = write_.rows[placed->second];
    if (row.location_key != location) return parent.contested.push_back(std::move(child));
    row.parents.push_back(parent.ref);
    if (row.claimed_for == row.ref) {
      // The item itself was worked on with its last source.
      row.source = DumpJson(child.unprocessed.entity.document);
      row.source_hash = child.source_hash;
      row.source_document = child.unprocessed.source_document;
    }
    row.claimed_for.clear();
    return;
  }
  if (known != nullptr && known->location_key != location) return parent.contested.push_back(std::move(child));
  if (known != nullptr && !known->parents.empty()) {
    const bool is_only_parent =
        std::ranges::all_of(known->parents, [&](const std::string& ref) { return ref == parent.ref; });
    const bool is_changed = is_only_parent ? known->source_hash != child.source_hash
                                           : WithoutOrigin(known->source_hash) != WithoutOrigin(child.source_hash);
    if (!is_changed) {
      if (!is_only_parent && std::ranges::find(known->parents, parent.ref) == known->parents.end())
        write_.links.push_back({parent.ref, child.ref});
      return;
    }
  }
  AddRow(parent, RowOf(child, known));
}

void IngestBatch::AddRow(const Parent& parent, EntityRow row) {
  row.parents = {parent.ref};
  row.claimed_for = parent.item.ref;
  rows_.emplace(row.ref, write_.rows.size());
  write_.rows.push_back(std::move(row));
}

EntityRow IngestBatch::RowOf(const Child& child, const KnownEntity* known) {
  const model::Entity& entity = child.unprocessed.entity;
  EntityRow row;
  row.ref = child.ref;
  row.uid = known == nullptr ? kit::NewUuid() : known->uid;
  row.location_key = child.unprocessed.location_key;
  row.source_document = child.unprocessed.source_document;
  row.source_hash = child.source_hash;
  if (IsLocation(entity) || !SourcesOf(entity, reader_.Hosts()).empty()) {
    row.source = DumpJson(entity.document);
    return row;
  }
  ++summary_.processed;
  auto result = Guarded([&] { return ProcessEntity(child.unprocessed, rules_, reader_); });
  FillResult(
      row, std::move(result),
      {.document = known == nullptr ? "" : known->document, .relations = known == nullptr ? "[]" : known->relations});
  return row;
}

void IngestBatch::FillResult(EntityRow& row, ProcessingResult result, const LastResult& last) {
  Json problems = Json::array();
  for (const ProcessingProblem& problem : result.problems) {
    problems.push_back(JsonFromProblem(problem));
    kit::LogWarning(DescribeProblem(problem), {{"entityRef", row.ref}});
  }
  const CatalogFacts facts{.uid = row.uid, .problems = problems, .orphan = last.is_orphan};
  row.problems = DumpJson(problems);
  if (result.accepted) {
    row.document = ShownDocument(std::move(result.entity.document), facts);
    row.relations = DumpJson(model::JsonFromRelations(result.relations));
  } else {
    if (auto last_good = ParseJson(last.document); last_good)
      row.document = ShownDocument(std::move(*last_good), facts);
    row.relations = last.relations;
  }
  row.result_hash = ResultHash(row.document, row.relations);
  if (!last.document.empty() && row.document != last.document)
    row.history = UpdateEntry(row.ref, row.uid, last.document, row.document);
  if (!result.problems.empty()) summary_.rejected.push_back({row.ref, std::move(result.problems)});
}

/// An entity of another location can be had when none of those who led to it leads to it there any more: its file was
/// moved.
bool IngestBatch::MayTakeOver(const KnownEntity& known) const {
  return std::ranges::all_of(known.parents, [&](const std::string& ref) {
    const auto parent = std::ranges::find(parents_, ref, &Parent::ref);
    if (parent == parents_.end() || !parent->is_done || !parent->is_whole || parent->is_lost) return false;
    const auto emitted = parent->emitted.find(known.ref);
    const bool still_there = emitted != parent->emitted.end() && emitted->second == known.location_key;
    const bool contested_there = std::ranges::any_of(parent->contested, [&](const Child& child) {
      return child.ref == known.ref && child.unprocessed.location_key == known.location_key;
    });
    const auto& kept = parent->result.kept_locations;
    return !still_there && !contested_there && std::ranges::find(kept, known.location_key) == kept.end();
  });
}

Status IngestBatch::SettleContested() {
  std::vector<EntityQuestion> questions;
  for (const Parent& parent : parents_) {
    if (!parent.is_done) continue;
    for (const Child& child : parent.contested) questions.push_back({child.ref, child.source_hash});
  }
  if (questions.empty()) return {};
  if (auto written = TakeWritten(); !written) return written;
  const auto found = store_.Find(questions);
  if (!found) return std::unexpected(found.error());
  // Who owns it comes first.
  for (const bool owners : {true, false}) {
    for (Parent& parent : parents_) {
      if (parent.is_done) Settle(parent, *found, owners);
    }
  }
  return {};
}

void IngestBatch::Settle(Parent& parent, const std::vector<KnownEntity>& found, bool owners) {
  // A copy, since what is contested stays so for MayTakeOver.
  const std::vector<Child> contested = parent.contested;
  for (const Child& child : contested) {
    const auto match = std::ranges::find(found, child.ref, &KnownEntity::ref);
    const KnownEntity* const known = match == found.end() ? nullptr : &*match;
    const bool is_owner = known != nullptr && known->location_key == child.unprocessed.location_key;
    if (is_owner != owners) continue;
    const auto placed = rows_.find(child.ref);
    const bool is_taken =
        placed != rows_.end() && write_.rows[placed->second].location_key != child.unprocessed.location_key;
    const bool is_foreign = known != nullptr && !is_owner && placed == rows_.end();
    if (is_taken || (is_foreign && !MayTakeOver(*known))) {
      Refuse(parent, child);
    } else if (is_foreign) {
      EntityRow row = RowOf(child, known);
      row.takes_over = true;
      AddRow(parent, std::move(row));
    } else {
      Place(parent, child, known);
    }
  }
}

void IngestBatch::Refuse(Parent& parent, const Child& child) {
  const std::string message = std::format("{} defines {}, which another location already owns; it was left out",
                                          child.unprocessed.location_key, child.ref);
  kit::LogWarning(message, {{"entityRef", child.ref}, {"location", child.unprocessed.location_key}});
  summary_.conflicts.push_back({child.ref, child.unprocessed.location_key});
  parent.waits_for.push_back(child.ref);
  parent.result.problems.push_back({.error = {.code = ErrorCode::Conflict, .message = message},
                                    .name = "ConflictError",
                                    .file = child.unprocessed.location_key,
                                    .document = child.unprocessed.source_document});
}

/// Nothing of a claim that was lost: whoever has it now does the work.
void IngestBatch::End(Parent& parent) {
  if (parent.is_lost) return;
  const bool is_item = !parent.item.claim.empty();
  ProcessingResult& result = parent.result;
  const bool is_clean = result.accepted && parent.waits_for.empty();
  if (parent.is_whole) {
    ChildrenOf children{parent.ref, {}, result.kept_locations};
    for (const auto& [ref, location] : parent.emitted) children.refs.push_back(ref);
    if (!result.unchanged) write_.children_of.push_back(std::move(children));
  }
  if (!is_item) return;
  write_.ends.push_back({.ref = parent.ref,
                         .claim = parent.item.claim,
                         .next_processing_in = Spread(settings_.processing_interval, parent.ref),
                         .source_version = is_clean ? TextFromSourceState(result.state, settings_.processed_with) : "",
                         .waits_for = parent.waits_for,
                         .took = parent.took});
  ++summary_.processed;
  // With another source it is due again.
  if (rows_.contains(parent.ref) || (result.unchanged && is_clean && !parent.item.document.empty())) return;
  AddResult(parent.item, std::move(result));
}

void IngestBatch::AddResult(const WorkItem& item, ProcessingResult result) {
  EntityRow row;
  row.ref = item.ref;
  row.uid = item.uid;
  row.location_key = item.unprocessed.location_key;
  row.source_document = item.unprocessed.source_document;
  row.source_hash = item.source_hash;
  row.source = item.source;
  row.claimed_for = item.ref;
  FillResult(row, std::move(result),
             {.document = item.document, .relations = item.relations, .is_orphan = item.parents.empty()});
  const bool is_changed = (!row.document.empty() && row.document != item.document) || row.relations != item.relations ||
                          row.problems != item.problems;
  if (!is_changed) return;
  rows_.emplace(row.ref, write_.rows.size());
  write_.rows.push_back(std::move(row));
}

void IngestBatch::Commit() {
  write_.orphans = orphans_;
  write_.lease = settings_.lease;
  rows_.clear();
  StoreWrite write = std::exchange(write_, {});
  if (write.Empty()) return;
  for (const EntityRow& row : write.rows) in_flight_.insert(row.ref);
  for (const ParentLink& link : write.links) in_flight_.insert(link.ref);
  // In a thread of its own where one can be had, else when it is waited for.
  committing_ = std::async(std::launch::async | std::launch::deferred,
                           [this, moved = std::move(write)]() mutable { return Save(std::move(moved)); });
}

/// Waits for the commit that is under way.
Status IngestBatch::TakeWritten() {
  if (!committing_.valid()) return {};
  auto written = committing_.get();
  in_flight_.clear();
  if (!written) return std::unexpected(written.error());
  summary_.version = std::max(summary_.version, written->version);
  for (Parent& parent : parents_) {
    if (const auto claim = written->claims.find(parent.ref); claim != written->claims.end())
      parent.item.claim = claim->second;
    if (written->lost.contains(parent.ref)) parent.is_lost = true;
  }
  return {};
}

/// What the database refuses is left out alone.
Result<StoreWritten> IngestBatch::Save(StoreWrite write) {
  auto written = store_.Write(write);
  if (written || written.error().code != ErrorCode::Internal || write.rows.empty()) return written;
  if (write.rows.size() == 1) {
    kit::LogError(std::format("{} cannot be saved: {}", write.rows.front().ref, written.error().message),
                  {{"entityRef", write.rows.front().ref}, {"detail", written.error().detail}});
    write.rows.clear();
    return Save(std::move(write));
  }
  StoreWrite half;
  half.orphans = write.orphans;
  const auto middle = write.rows.begin() + static_cast<std::ptrdiff_t>(write.rows.size() / 2);
  std::move(write.rows.begin(), middle, std::back_inserter(half.rows));
  write.rows.erase(write.rows.begin(), middle);
  if (auto saved = Save(std::move(half)); !saved) return saved;
  return Save(std::move(write));
}

}  // namespace callboard::catalog
