#pragma once
// Entities as the HTTP APIs answer them.

#include <string>
#include <vector>

#include "shared/catalog/index.hpp"
#include "shared/catalog/store.hpp"

namespace callboard::catalog {

[[nodiscard]] std::vector<Edge> AssembleEdges(const Store& store, EntityId id);
/// Those of them that lead to entities which are not there.
[[nodiscard]] std::vector<Edge> AssembleMissingEdges(const Store& store, EntityId id);
/// The stored document with `relations` as its last member, without reading the document again.
void AppendJson(const Store& store, EntityId id, std::string& out);

}  // namespace callboard::catalog
