#include "functions/catalog/entity_request.hpp"

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

std::vector<std::string> FieldsParam(const kit::Request& request) {
  std::vector<std::string> fields;
  for (const std::string_view value : kit::QueryValues(request, "fields")) AppendFields(value, fields);
  return fields;
}

std::vector<std::string> StringsMember(const Json& body, std::string_view name) {
  std::vector<std::string> strings;
  const Json* const member = FindMember(body, name);
  if (member == nullptr || !member->is_array()) return strings;
  for (const Json& item : *member) {
    if (item.is_string()) strings.push_back(item.get<std::string>());
  }
  return strings;
}

Result<std::vector<OrderField>> OrderFieldParam(const kit::Request& request) {
  std::vector<OrderField> orders;
  for (const std::string_view value : kit::QueryValues(request, "orderField")) {
    const std::size_t comma = value.find(',');
    const std::string_view order = comma == std::string_view::npos ? "asc" : value.substr(comma + 1);
    auto parsed = MakeOrder(value.substr(0, comma), order);
    if (!parsed) return std::unexpected(parsed.error());
    orders.push_back(std::move(*parsed));
  }
  return orders;
}

Result<std::vector<OrderField>> OrderParam(const kit::Request& request) {
  std::vector<OrderField> orders;
  for (const std::string_view value : kit::QueryValues(request, "order")) {
    const std::size_t colon = value.find(':');
    if (colon == std::string_view::npos) {
      return Fail(ErrorCode::InvalidInput,
                  std::format("Invalid order parameter \"{}\", no colon in \"<asc|desc>:<field>\"", value));
    }
    auto parsed = MakeOrder(value.substr(colon + 1), value.substr(0, colon));
    if (!parsed) return std::unexpected(parsed.error());
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
