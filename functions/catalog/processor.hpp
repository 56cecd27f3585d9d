#pragma once
// One entity on its way from what a file says to what the catalog shows.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/rules.hpp"
#include "functions/catalog/source_reader.hpp"
#include "functions/catalog/source_state.hpp"
#include "shared/model/entity.hpp"

namespace callboard::catalog {

/// An entity as its parent emitted it. `source_document` is the number of its document in the file, 0 when it stands in
/// none.
struct UnprocessedEntity {
  model::Entity entity;
  std::string location_key;  // who may write the entity: two files that define it conflict
  std::size_t source_document = 0;
};

/// What went wrong, in Backstage's shape (name, message, cause) and with the place in the source where that is known.
struct ProcessingProblem {
  Error error;
  std::string name;  // Backstage's error name
  std::string file;  // "" when the entity comes from no file
  std::size_t document = 0;
  std::size_t line = 0;
  std::string path;  // JSON pointer
  std::string cause_name;
  std::string cause_message;
};

/// `accepted` says that `entity` is valid and replaces what was there. When a source was only partly read, `partial`
/// says that children which are missing must not be taken for removed. `state` is of the targets that were read without
/// a problem, or not read again since they are as they were known: the children from `kept_locations` stay. `unchanged`
/// says that this holds for every target.
struct ProcessingResult {
  bool accepted = false;
  bool partial = false;
  model::Entity entity;
  std::vector<model::Relation> relations;
  std::vector<UnprocessedEntity> children;
  std::vector<ProcessingProblem> problems;
  SourceState state;
  std::vector<std::string> kept_locations;
  bool unchanged = false;
};

/// Takes the children of one file after another; each entity at most once a file.
using ChildSink = std::function<void(std::vector<UnprocessedEntity> children)>;

/// Pure but for the reader. Never fails as a whole: everything that goes wrong is a problem of the result.
[[nodiscard]] ProcessingResult ProcessEntity(const UnprocessedEntity& unprocessed, const CatalogRules& rules,
                                             SourceReader& reader);

/// The same for an entity of which `known` was read before; children go to `sink` while files are read, and those of a
/// file with a kind that is not allowed are left out.
[[nodiscard]] ProcessingResult ProcessEntity(const UnprocessedEntity& unprocessed, const CatalogRules& rules,
                                             SourceReader& reader, const SourceState& known, const ChildSink& sink);

/// The item of `status.items` with which the catalog shows a problem.
[[nodiscard]] Json JsonFromProblem(const ProcessingProblem& problem);

/// "file:/x.yaml, document 2, line 11, /spec/owner: …": for logs.
[[nodiscard]] std::string DescribeProblem(const ProcessingProblem& problem);

/// What is wrong, without the step of Backstage's processing that found it.
[[nodiscard]] std::string_view ReasonOf(const ProcessingProblem& problem);

}  // namespace callboard::catalog
