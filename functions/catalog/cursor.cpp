#include "functions/catalog/cursor.hpp"

#include <format>

#include "functions/catalog/entity_request.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

std::unexpected<Error> Malformed(std::string_view reason) {
  return Fail(ErrorCode::InvalidInput, std::format("Malformed cursor: {}", reason));
}

}  // namespace

std::string EncodeCursor(const QueryCursor& cursor) {
  Json order = Json::array();
  for (const OrderField& field : cursor.order)
    order.push_back({{"field", field.field}, {"order", field.descending ? "desc" : "asc"}});
  Json values = Json::array();
  for (const auto& value : cursor.anchor.order_values) values.push_back(value ? Json(*value) : Json(nullptr));
  Json json = {{"orderFields", order},
               {"isPrevious", cursor.anchor.backward},
               {"orderFieldValues", values},
               {"ref", cursor.anchor.ref}};
  if (!cursor.filters.empty()) json["filters"] = cursor.filters;
  if (!cursor.predicate.is_null()) json["query"] = cursor.predicate;
  if (!cursor.text.term.empty()) json["fullTextFilter"] = {{"term", cursor.text.term}, {"fields", cursor.text.fields}};
  return EncodeBase64(DumpJson(json));
}

Result<QueryCursor> DecodeCursor(std::string_view text) {
  std::string bytes;
  if (!DecodeBase64(text, bytes)) return Malformed("not base64");
  const auto json = ParseJson(bytes);
  if (!json) return Malformed(json.error().message);
  const Json* const values = FindMember(*json, "orderFieldValues");
  const Json* const backward = FindMember(*json, "isPrevious");
  const Json* const order = FindMember(*json, "orderFields");
  if (values == nullptr || !values->is_array() || backward == nullptr || !backward->is_boolean() || order == nullptr) {
    return Malformed("a member is missing");
  }
  QueryCursor cursor;
  auto fields = OrderByMember({{"orderBy", *order}});
  if (!fields) return Malformed(fields.error().message);
  cursor.order = std::move(*fields);
  for (const Json& value : *values) {
    cursor.anchor.order_values.push_back(value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt);
  }
  if (cursor.anchor.order_values.size() != cursor.order.size())
    return Malformed("orderFieldValues do not fit orderFields");
  cursor.anchor.ref = StringMember(*json, "ref");
  cursor.anchor.backward = backward->get<bool>();
  auto filters = StringsMember(*json, "filters", "cursor");
  if (!filters) return Malformed(filters.error().message);
  cursor.filters = std::move(*filters);
  if (const Json* const query = FindMember(*json, "query")) cursor.predicate = *query;
  if (const Json* const full_text = FindMember(*json, "fullTextFilter")) {
    auto text_fields = StringsMember(*full_text, "fields", "cursor/fullTextFilter");
    if (!text_fields) return Malformed(text_fields.error().message);
    cursor.text = {std::string(StringMember(*full_text, "term")), std::move(*text_fields)};
  }
  return cursor;
}

}  // namespace callboard::catalog
