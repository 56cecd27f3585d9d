#pragma once
// What processing an entity reads.

#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/location.hpp"
#include "shared/model/entity.hpp"

namespace callboard::catalog {

/// The type of a Location entity's targets: its own, or that of the place where it stands.
[[nodiscard]] std::string_view TargetType(const model::Entity& entity, const SourceLocation& location);

/// `path` is the JSON pointer at which the target stands in the entity.
struct EntityTarget {
  SourceLocation location;
  std::string path;
};

/// The targets of a Location entity that stands at `location`, in its order; none of other kinds.
[[nodiscard]] std::vector<EntityTarget> TargetsOf(const model::Entity& entity, const SourceLocation& location,
                                                  const Integrations& hosts);

/// Everything that processing the entity reads for certain: targets and the files of placeholders. To be read ahead.
[[nodiscard]] std::vector<SourceLocation> SourcesOf(const model::Entity& entity, const Integrations& hosts);

}  // namespace callboard::catalog
