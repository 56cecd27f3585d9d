#pragma once
// $text, $json, $yaml: values that stand in another file.

#include "functions/catalog/source_reader.hpp"
#include "shared/base/json.hpp"

namespace callboard::catalog {

/// Replaces every object of the form {"$text": target} below metadata and spec, with `target` relative to `base` (files
/// and URLs alike). InvalidInput and NotFound name the path of the value.
Status ResolvePlaceholders(Json& document, const SourceLocation& base, SourceReader& reader);

}  // namespace callboard::catalog
