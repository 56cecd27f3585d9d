#pragma once
// Which values a field has among entities, and how often.

#include <string_view>
#include <vector>

#include "shared/catalog/index.hpp"
#include "shared/catalog/store.hpp"

namespace callboard::catalog {

/// Sorted by folded value; an entity counts once for each of its distinct values.
[[nodiscard]] std::vector<FacetValue> CountValues(const Store& store, std::string_view field, const IdSet& matches);

}  // namespace callboard::catalog
