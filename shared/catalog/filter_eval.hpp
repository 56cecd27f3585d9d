#pragma once
// Which entities a filter selects.

#include "shared/catalog/query.hpp"
#include "shared/catalog/store.hpp"

namespace callboard::catalog {

/// The present entities for which the filter holds. The nesting of the filter bounds the stack that this takes; the
/// parsers of filters bound the nesting.
[[nodiscard]] IdSet Evaluate(const Store& store, const Filter& filter);

}  // namespace callboard::catalog
