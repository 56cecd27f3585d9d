#pragma once
// $text, $json, $yaml, $openapi, $asyncapi: values that stand in another file.

#include <expected>
#include <string>
#include <vector>

#include "functions/catalog/source_reader.hpp"
#include "shared/base/json.hpp"

namespace callboard::catalog {

/// `path` is the JSON pointer of the placeholder.
struct PlaceholderProblem {
  Error error;
  std::string path;
};

/// Replaces every object of the form {"$text": target} below metadata and spec, with `target` relative to `base` (files
/// and URLs alike). Files on hosts of integrations must be of the repository in which `base` is, if that is one. Stops
/// at the first that cannot be resolved.
std::expected<void, PlaceholderProblem> ResolvePlaceholders(Json& document, const SourceLocation& base,
                                                            SourceReader& reader);

/// The files that the placeholders of `document` name; not those that definitions refer to in turn.
[[nodiscard]] std::vector<SourceLocation> PlaceholderSources(const Json& document, const SourceLocation& base,
                                                             const Integrations& hosts);

}  // namespace callboard::catalog
