#pragma once
// What the read routes have in common: numbers, filters, order and projections from a request.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/kit/http.hpp"
#include "shared/catalog/query.hpp"

namespace callboard::catalog {

/// A non-negative integer of the query; nothing when it is absent. InvalidInput in the words of Backstage's OpenAPI
/// validator.
[[nodiscard]] Result<std::optional<std::size_t>> NumberParam(const kit::Request& request, std::string_view name);
[[nodiscard]] Result<std::optional<std::size_t>> NumberMember(const Json& body, std::string_view name);

/// `filter` parameters; everything matches when there is none.
[[nodiscard]] Result<Filter> FilterParam(const kit::Request& request);

/// `fields`, comma-separated or repeated; empty means whole entities.
[[nodiscard]] std::vector<std::string> FieldsParam(const kit::Request& request);
[[nodiscard]] std::vector<std::string> StringsMember(const Json& body, std::string_view name);

/// "field,asc" as by-query has it, "asc:field" as /entities has it.
[[nodiscard]] Result<std::vector<OrderField>> OrderFieldParam(const kit::Request& request);
[[nodiscard]] Result<std::vector<OrderField>> OrderParam(const kit::Request& request);
/// [{"field", "order"}] of a body.
[[nodiscard]] Result<std::vector<OrderField>> OrderByMember(const Json& body);

}  // namespace callboard::catalog
