#pragma once
// The graph around entities.

#include "shared/catalog/index.hpp"
#include "shared/catalog/store.hpp"

namespace callboard::catalog {

[[nodiscard]] Neighbourhood FindNeighbours(const Store& store, const NeighbourhoodQuery& query);

}  // namespace callboard::catalog
