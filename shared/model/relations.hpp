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

/// Both directions of every ref in `spec`, distinct and sorted. The targets need not exist.
[[nodiscard]] EmittedRelations RelationsOf(const Entity& entity);

/// Sorts the lists of refs in `spec`, as Backstage's BuiltinKindsEntityProcessor does: their order says nothing, and a
/// file that only reorders them changes nothing. Lists with anything but strings stay as they are.
void SortRefLists(Entity& entity);

}  // namespace callboard::model
