#pragma once
// Filters as Backstage's HTTP APIs spell them.

#include <string_view>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/base/json.hpp"
#include "shared/catalog/query.hpp"

namespace callboard::catalog {

/// The `filter` parameters of a URL, decoded: "kind=component,metadata.tags=java" is a set whose fields must all match;
/// a field named again in the set adds a value; a field without "=" has to exist; of several sets one must match. No
/// statement at all means everything. InvalidInput in Backstage's words.
/// Source: parseEntityFilterParams of @backstage/plugin-catalog-backend.
[[nodiscard]] Result<Filter> FilterFromQueryParams(const std::vector<std::string_view>& filter_params);

/// A predicate: {field: value, ...}, {$all: [...]}, {$any: [...]}, {$not: ...}, where a value is a scalar, {$exists:
/// bool},
/// {$in: [...]}, {$hasPrefix: text} or {$contains: ...}. InvalidInput in Backstage's words, "Invalid query: ..."
/// included; operators beside other keys, and nesting beyond kMaxPredicateDepth, are refused. Source:
/// createZodV3FilterPredicateSchema and applyPredicateEntityFilterToQuery.
[[nodiscard]] Result<Filter> FilterFromPredicate(const Json& predicate);

inline constexpr int kMaxPredicateDepth = 32;

}  // namespace callboard::catalog
