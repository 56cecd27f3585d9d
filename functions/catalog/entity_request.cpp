#include "functions/catalog/entity_request.hpp"

#include <algorithm>
#include <charconv>
#include <format>

#include "shared/base/text.hpp"
#include "shared/catalog/filter_parse.hpp"

namespace callboard::catalog {
namespace {

Result<OrderField> MakeOrder(std::string_view field, std::string_view order) {
  if (field.empty()) return Fail(ErrorCode::InvalidInput, "Invalid order field, must not be empty");
  if (order != "asc" && order != "desc")
    return Fail(ErrorCode::InvalidInput, "Invalid order field order, must be asc or desc");
  return OrderField{std::string(field), order == "desc"};
}

void AppendFields(std::string_view list, std::vector<std::string>& fields) {
  for (const std::string_view field : Split(list, ',')) {
    if (const auto trimmed = TrimSpace(field); !trimmed.empty()) fields.emplace_back(trimmed);
  }
}

}  // namespace

Result<std::optional<std::size_t>> NumberParam(const kit::Request& request, std::string_view name) {
  const auto text = kit::QueryValue(request, name);
  if (!text) return std::nullopt;
  long long value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size()) {
    return Fail(ErrorCode::InvalidInput, std::format("request/query/{} must be integer", name));
  }
  if (value < 0) return Fail(ErrorCode::InvalidInput, std::format("request/query/{} must be >= 0", name));
  return static_cast<std::size_t>(value);
}

Result<std::optional<std::size_t>> NumberMember(const Json& body, std::string_view name) {
  const Json* const member = FindMember(body, name);
  if (member == nullptr) return std::nullopt;
  if (!member->is_number_integer())
    return Fail(ErrorCode::InvalidInput, std::format("request/body/{} must be number", name));
  if (member->get<long long>() < 0)
    return Fail(ErrorCode::InvalidInput, std::format("request/body/{} must be >= 0", name));
  return member->get<std::size_t>();
}

Result<Filter> FilterParam(const kit::Request& request) {
  const auto values = kit::QueryValues(request, "filter");
  if (values.empty()) return Filter{};
  return FilterFromQueryParams(values);
}

Result<Filter> FilterOf(const std::vector<std::string_view>& filter_params, const Json* predicate) {
  Filter filter;
  if (!filter_params.empty()) {
    auto parsed = FilterFromQueryParams(filter_params);
    if (!parsed) return parsed;
    filter.children.push_back(std::move(*parsed));
  }
  if (predicate != nullptr && !predicate->is_null()) {
    auto parsed = FilterFromPredicate(*predicate);
    if (!parsed) return parsed;
    filter.children.push_back(std::move(*parsed));
  }
  return filter;
}

Result<std::vector<std::string>> FieldsParam(const kit::Request& request, std::vector<std::string> more) {
  std::vector<std::string> fields;
  for (const std::string& field : more) {
    if (const auto trimmed = TrimSpace(field); !trimmed.empty()) fields.emplace_back(trimmed);
  }
  for (const std::string_view value : kit::QueryValues(request, "fields")) AppendFields(value, fields);
  const auto indexed = std::ranges::find_if(fields, [](const std::string& field) { return field.contains('['); });
  if (indexed == fields.end()) return fields;
  return Fail(ErrorCode::InvalidInput,
              std::format("Invalid field \"{}\", array type fields are not supported", *indexed));
}

Result<std::vector<std::string>> StringsMember(const Json& json, std::string_view name, std::string_view path) {
  std::vector<std::string> strings;
  const Json* const member = FindMember(json, name);
  if (member == nullptr) return strings;
  if (!member->is_array()) return Fail(ErrorCode::InvalidInput, std::format("{}/{} must be array", path, name));
  for (const Json& item : *member) {
    if (!item.is_string())
      return Fail(ErrorCode::InvalidInput, std::format("{}/{}/{} must be string", path, name, strings.size()));
    strings.push_back(item.get<std::string>());
  }
  return strings;
}

Result<std::vector<OrderField>> OrderFieldParam(const kit::Request& request) {
  std::vector<OrderField> orders;
  for (const std::string_view value : kit::QueryValues(request, "orderField")) {
    const auto parts = Split(value, ',');
    auto parsed = MakeOrder(parts[0], parts.size() == 1 ? "asc" : parts[1]);
    if (!parsed) return std::unexpected(parsed.error());
    orders.push_back(std::move(*parsed));
  }
  return orders;
}

Result<std::vector<OrderField>> OrderParam(const kit::Request& request) {
  std::vector<OrderField> orders;
  for (const std::string_view value : kit::QueryValues(request, "order")) {
    const std::size_t colon = std::min(value.find(':'), value.size());
    auto parsed = MakeOrder(value.substr(std::min(colon + 1, value.size())), value.substr(0, colon));
    if (!parsed) {
      return Fail(ErrorCode::InvalidInput,
                  std::format("Invalid order parameter \"{}\", expected \"<asc or desc>:<field name>\"", value));
    }
    orders.push_back(std::move(*parsed));
  }
  return orders;
}

Result<std::vector<OrderField>> OrderByMember(const Json& body) {
  std::vector<OrderField> orders;
  const Json* const member = FindMember(body, "orderBy");
  if (member == nullptr) return orders;
  for (const Json& item : member->is_array() ? *member : Json::array({*member})) {
    const std::string_view order = StringMember(item, "order");
    auto parsed = MakeOrder(StringMember(item, "field"), order.empty() ? "asc" : order);
    if (!parsed) return std::unexpected(parsed.error());
    orders.push_back(std::move(*parsed));
  }
  return orders;
}

}  // namespace callboard::catalog
