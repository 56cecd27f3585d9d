#pragma once
// What writes entities in from outside of the log of processing: configured locations, providers, pushes,
// registrations.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/processor.hpp"
#include "functions/catalog/store.hpp"
#include "shared/base/error.hpp"

namespace callboard::catalog {

/// An entity that was not taken in as its source says it: `problems` are in Backstage's shape.
struct RejectedEntity {
  std::string ref;
  std::vector<ProcessingProblem> problems;
};

/// What a write did. `version` is a change_seq from which on readers see all of it.
struct WriteSummary {
  std::size_t processed = 0;
  std::vector<RejectedEntity> rejected;
  std::vector<LocationConflict> conflicts;
  std::uint64_t version = 0;
};

/// What changes in what a source says. `by` is who takes the removed ones away, for the history; "" for their location.
struct SourcePatch {
  std::vector<UnprocessedEntity> upserts;
  std::vector<std::string> removed;  // refs
  std::string by;
};

/// A source is who says that entities exist ("config", "registered", "push:ci", "github:acme"); an entity goes when no
/// source leads to it any more (catalog.orphanStrategy is about what a file does not list any more). Entities are
/// processed and visible when a call returns. Errors as EntityStore; what is wrong with single entities is in the
/// summary.
class CatalogWriter {
 public:
  virtual ~CatalogWriter() = default;

  /// Makes `entities` exactly what `source` says.
  virtual Result<WriteSummary> ReplaceSource(std::string_view source,
                                             const std::vector<UnprocessedEntity>& entities) = 0;

  /// Adds to what `source` says, and takes out of it.
  virtual Result<WriteSummary> PatchSource(std::string_view source, const SourcePatch& patch) = 0;

  /// Reads the sources of an entity again now: its own placeholders and the Location that led to it. NotFound when
  /// there is no such entity.
  virtual Result<WriteSummary> Refresh(std::string_view ref) = 0;

  /// Reads again now every Location one of whose targets begins with one of the prefixes
  /// ("url:https://host/org/repo/").
  virtual Result<WriteSummary> RefreshTargets(const std::vector<std::string>& prefixes) = 0;
};

}  // namespace callboard::catalog
