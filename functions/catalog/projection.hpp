#pragma once
// The `fields` parameter: only some parts of each entity.

#include <string>
#include <string_view>
#include <vector>

#include "shared/catalog/index.hpp"

namespace callboard::catalog {

/// Appends the parts of `document`, the text of a JSON object, at the dotted `fields`, in the order of the document; a
/// field that it lacks is left out. A key that has dots of its own is found.
void AppendProjection(std::string_view document, const std::vector<std::string>& fields, std::string& out);

/// Appends the entity as the routes answer it: whole when `fields` is empty.
void AppendEntity(const Index& index, EntityId id, const std::vector<std::string>& fields, std::string& out);

}  // namespace callboard::catalog
