#pragma once
// The `fields` parameter: only some parts of each entity.

#include <string>
#include <vector>

#include "shared/base/json.hpp"
#include "shared/catalog/index.hpp"

namespace callboard::catalog {

/// The parts of `document` at the dotted `fields`; a field that it lacks is left out. A key that has dots of its own is
/// found.
[[nodiscard]] Json Project(const Json& document, const std::vector<std::string>& fields);

/// Appends the entity as the routes answer it: whole when `fields` is empty.
void AppendEntity(const Index& index, EntityId id, const std::vector<std::string>& fields, std::string& out);

}  // namespace callboard::catalog
