#pragma once
// The relations that an entity states about itself.

#include <vector>

#include "shared/model/entity.hpp"
#include "shared/model/validate.hpp"

namespace callboard::model {

struct EmittedRelations {
  std::vector<Relation> relations;
  std::vector<EntityProblem> problems;  // refs that cannot be read; their relations are missing
};

/// Every ref in `spec`, distinct and sorted. The targets need not exist.
[[nodiscard]] EmittedRelations RelationsOf(const Entity& entity);

/// [[type, inverse, target ref], …], as the log and the feed have them.
[[nodiscard]] Json JsonFromRelations(const std::vector<Relation>& relations);

/// Sorts the lists of refs in `spec`, as Backstage's BuiltinKindsEntityProcessor does: their order says nothing, and a
/// file that only reorders them changes nothing. Lists with anything but strings stay as they are.
void SortRefLists(Entity& entity);

}  // namespace callboard::model
