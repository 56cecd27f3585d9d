#pragma once
// Substring search as you type.

#include "shared/catalog/query.hpp"
#include "shared/catalog/store.hpp"

namespace callboard::catalog {

/// Those of `within` that have the term in a value of one of the fields. Values that are too long for the index are
/// looked up in the documents. A term of spaces selects all.
[[nodiscard]] IdSet SearchText(const Store& store, const FullTextFilter& text, const IdSet& within);

}  // namespace callboard::catalog
