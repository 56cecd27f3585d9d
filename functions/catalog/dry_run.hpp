#pragma once
// Reading and processing a location without keeping anything of it.

#include <chrono>
#include <vector>

#include "functions/catalog/processor.hpp"

namespace callboard::catalog {

/// The Location entity of `location` and everything that it leads to, in Backstage's order. InvalidInput with the words
/// of the problems of the first entity that has any, or for an entity that turns up twice; Unavailable when there is
/// more left to read at `deadline`.
[[nodiscard]] Result<std::vector<model::Entity>> ProcessWithoutKeeping(const SourceLocation& location,
                                                                       const CatalogRules& rules, SourceReader& reader,
                                                                       std::chrono::steady_clock::time_point deadline);

}  // namespace callboard::catalog
