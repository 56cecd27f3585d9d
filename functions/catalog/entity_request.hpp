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
/// What matches both the `filter` parameters and the predicate, null for none.
[[nodiscard]] Result<Filter> FilterOf(const std::vector<std::string_view>& filter_params, const Json* predicate);

/// `fields`, comma-separated or repeated, and `more`; empty means whole entities. InvalidInput for a field that names
/// an item of an array.
[[nodiscard]] Result<std::vector<std::string>> FieldsParam(const kit::Request& request,
                                                           std::vector<std::string> more = {});
/// A list of strings; empty when there is none. `path` is where `json` stands in the request.
[[nodiscard]] Result<std::vector<std::string>> StringsMember(const Json& json, std::string_view name,
                                                             std::string_view path = "request/body");

/// "field,asc" as by-query has it, "asc:field" as /entities has it.
[[nodiscard]] Result<std::vector<OrderField>> OrderFieldParam(const kit::Request& request);
[[nodiscard]] Result<std::vector<OrderField>> OrderParam(const kit::Request& request);
/// [{"field", "order"}] of a body.
[[nodiscard]] Result<std::vector<OrderField>> OrderByMember(const Json& body);

}  // namespace callboard::catalog
