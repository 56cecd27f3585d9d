#pragma once
// An EntityStore for tests of what stands on it: gives out what a test puts in, and keeps what is committed.

#include <algorithm>
#include <utility>

#include "functions/catalog/store.hpp"

namespace callboard::catalog {

class FakeStore : public EntityStore {
 public:
  Result<std::vector<KnownEntity>> Find(const std::vector<EntityQuestion>&) override { return known; }

  Result<std::vector<WorkItem>> ClaimDue(std::size_t, std::chrono::milliseconds) override {
    return std::exchange(due, {});
  }

  Result<StoreWritten> Write(const StoreWrite& write) override {
    StoreWritten written;
    for (const EntityRow& row : write.rows) {
      if (row.ref == refused) return Fail(ErrorCode::Internal, "A database statement failed");
    }
    writes.push_back(write);
    for (const ClaimExtension& extension : write.extensions) written.claims[extension.ref] = extension.claim;
    return written;
  }

  Status DeleteEntity(std::string_view, OrphanStrategy, std::string_view) override { return {}; }

  Result<ChangePage> ReadChanges(std::uint64_t since, std::size_t, LogDetail detail) override {
    if (failing_reads > 0) {
      --failing_reads;
      return Fail(ErrorCode::Unavailable, "The database cannot be reached");
    }
    ChangePage page;
    for (const Change& change : log) {
      if (change.record.change_seq > since) page.changes.push_back(change);
      if (change.record.change_seq > since && detail == LogDetail::WithoutDocuments)
        page.changes.back().record.document.clear();
      page.version = change.record.change_seq;
    }
    return page;
  }

  Result<std::vector<Change>> ReadEntities(const std::vector<std::string>& refs) override {
    std::vector<Change> found;
    for (const std::string& ref : refs) {
      const auto last = std::ranges::find(log.rbegin(), log.rend(), ref, [](const Change& c) { return c.record.ref; });
      if (last != log.rend() && !last->removed) found.push_back(*last);
    }
    return found;
  }

  Result<bool> MakeDue(std::string_view) override { return true; }

  Status MakeTargetsDue(const std::vector<std::string>&) override { return {}; }

  Status MakeAllDue() override { return {}; }

  std::vector<WorkItem> due;
  std::string refused;  // the ref that makes a commit fail
  std::vector<KnownEntity> known;
  std::vector<StoreWrite> writes;
  std::vector<Change> log;
  int failing_reads = 0;
};

/// An upsert of the component `name`.
inline Change ShownComponent(const std::string& name, std::uint64_t change_seq) {
  Change change;
  change.record.ref = "component:default/" + name;
  change.record.uid = name;
  const Json document = {{"kind", "Component"}, {"metadata", {{"name", name}}}, {"spec", {{"type", "service"}}}};
  change.record.document = DumpJson(document);
  change.record.change_seq = change_seq;
  return change;
}

}  // namespace callboard::catalog
