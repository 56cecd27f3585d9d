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

}  // namespace callboard::model
