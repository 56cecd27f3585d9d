#include "shared/catalog/filter_parse.hpp"

#include <algorithm>
#include <format>
#include <optional>
#include <string>
#include <utility>

#include "shared/base/text.hpp"
#include "shared/catalog/fold.hpp"
#include "shared/catalog/terms.hpp"

namespace callboard::catalog {
namespace {

using Op = Filter::Op;

Filter Group(Op op, std::vector<Filter> children) {
  if (children.size() == 1 && op != Op::Not) return std::move(children.front());
  return {.op = op, .children = std::move(children), .field = {}, .values = {}};
}

Filter Leaf(Op op, std::string_view field, std::vector<std::string> values = {}) {
  return {.op = op, .children = {}, .field = std::string(field), .values = std::move(values)};
}

Filter Negation(Filter filter) {
  std::vector<Filter> children;
  children.push_back(std::move(filter));
  return Group(Op::Not, std::move(children));
}

Status AddStatement(std::string_view statement, std::vector<Filter>& fields) {
  const std::size_t equals = statement.find('=');
  const std::string_view key = equals == std::string_view::npos ? statement : TrimSpace(statement.substr(0, equals));
  if (key.empty()) {
    return Fail(
        ErrorCode::InvalidInput,
        std::format("Invalid filter, '{}' is not a valid statement (expected a string on the form a=b or a= or a)",
                    statement));
  }
  auto known = std::ranges::find(fields, key, &Filter::field);
  if (known == fields.end()) known = fields.insert(fields.end(), Leaf(Op::Exists, key));
  if (equals == std::string_view::npos) return {};
  known->op = Op::In;
  known->values.emplace_back(TrimSpace(statement.substr(equals + 1)));
  return {};
}

std::optional<std::string> ScalarText(const Json& json) {
  if (json.is_string()) return json.get_ref<const std::string&>();
  if (json.is_boolean()) return json.get<bool>() ? "true" : "false";
  if (json.is_number_float()) return NumberText(json.get<double>());
  if (json.is_number()) return json.dump();
  return std::nullopt;
}

std::unexpected<Error> Invalid(std::string_view message) {
  return Fail(ErrorCode::InvalidInput, std::format("Invalid query: {}", message));
}

std::unexpected<Error> InvalidAt(std::string_view key) {
  return Invalid(std::format("Validation error: Invalid at \"{}\"", key));
}

std::unexpected<Error> InvalidInputAt(std::string_view field) {
  return Invalid(std::format("Validation error: Invalid input at \"{}\"", field));
}

Result<std::vector<std::string>> ScalarTexts(const Json& list, std::string_view field) {
  if (!list.is_array()) return InvalidInputAt(field);
  std::vector<std::string> texts;
  for (const Json& item : list) {
    auto text = ScalarText(item);
    if (!text) return InvalidInputAt(field);
    texts.push_back(std::move(*text));
  }
  return texts;
}

Result<std::vector<std::string>> RelationTargets(const Json& value) {
  if (value.is_string()) return std::vector<std::string>{value.get<std::string>()};
  const Json* const list = value.size() == 1 ? FindMember(value, "$in") : nullptr;
  const bool is_list = list != nullptr && list->is_array() && std::ranges::all_of(*list, &Json::is_string);
  if (!is_list) {
    return Fail(
        ErrorCode::InvalidInput,
        std::format("Unsupported value in $contains for \"relations\": expected a string or {{ \"$in\": [strings] }}, "
                    "but got {}",
                    DumpJson(value)));
  }
  if (list->empty()) {
    return Fail(ErrorCode::InvalidInput, "Empty \"$in\" array for $contains on \"relations\" is not allowed");
  }
  std::vector<std::string> targets;
  for (const Json& item : *list) targets.push_back(item.get<std::string>());
  return targets;
}

/// {"type": "ownedBy", "targetRef": "group:default/a" or {"$in": [...]}}
Result<Filter> FilterFromRelation(const Json& relation) {
  std::optional<std::string> type;
  std::vector<std::string> targets;
  for (const auto& [key, value] : relation.items()) {
    const std::string folded = Fold(key);
    if ((folded == "type" && type) || (folded == "targetref" && !targets.empty())) {
      return Fail(ErrorCode::InvalidInput, std::format("Duplicate key \"{}\" in $contains for \"relations\"", key));
    }
    if (folded == "type" && value.is_string()) {
      type = value.get<std::string>();
    } else if (folded == "targetref") {
      auto read = RelationTargets(value);
      if (!read) return std::unexpected(std::move(read.error()));
      targets = std::move(*read);
    } else if (folded != "type") {
      return Fail(
          ErrorCode::InvalidInput,
          std::format("Unsupported key \"{}\" in $contains for \"relations\". Only \"type\" and \"targetRef\" are "
                      "supported",
                      key));
    }
  }
  if (!type || type->empty()) {
    return Fail(ErrorCode::InvalidInput,
                "The $contains operator for \"relations\" requires a \"type\" string property");
  }
  if (targets.empty()) targets.emplace_back();
  std::vector<Filter> any;
  for (std::string& target : targets) any.push_back(Leaf(Op::ContainsRelation, {}, {*type, std::move(target)}));
  return Group(Op::Any, std::move(any));
}

Result<Filter> FilterFromContains(std::string_view field, const Json& target) {
  if (auto text = ScalarText(target)) return Leaf(Op::In, field, {std::move(*text)});
  if (!target.is_object()) return InvalidInputAt(field);
  if (EqualsIgnoringCase(field, "relations")) return FilterFromRelation(target);
  return Fail(ErrorCode::InvalidInput,
              std::format("Object form of $contains is not supported for field \"{}\"", Fold(field)));
}

Result<Filter> FilterFromField(std::string_view field, const Json& value) {
  if (auto text = ScalarText(value)) return Leaf(Op::In, field, {std::move(*text)});
  if (!value.is_object() || value.size() != 1) return InvalidInputAt(field);
  const std::string& op = value.begin().key();
  const Json& operand = value.begin().value();
  if (op == "$exists" && operand.is_boolean()) {
    Filter exists = Leaf(Op::Exists, field);
    return operand.get<bool>() ? std::move(exists) : Negation(std::move(exists));
  }
  if (op == "$in") {
    auto texts = ScalarTexts(operand, field);
    if (!texts) return std::unexpected(std::move(texts.error()));
    return Leaf(Op::In, field, std::move(*texts));
  }
  if (op == "$hasPrefix" && operand.is_string()) return Leaf(Op::HasPrefix, field, {operand.get<std::string>()});
  if (op == "$contains") return FilterFromContains(field, operand);
  return InvalidInputAt(field);
}

Result<Filter> FilterAtDepth(const Json& predicate, int depth);

Result<Filter> FilterFromFields(const Json& predicate) {
  std::vector<Filter> all;
  for (const auto& [field, value] : predicate.items()) {
    if (field.starts_with('$')) return InvalidAt(field);
    auto filter = FilterFromField(field, value);
    if (!filter) return filter;
    all.push_back(std::move(*filter));
  }
  return Group(Op::All, std::move(all));
}

Result<Filter> FilterFromList(Op op, std::string_view name, const Json& list, int depth) {
  if (!list.is_array()) return InvalidInputAt(name);
  std::vector<Filter> children;
  for (const Json& item : list) {
    auto child = FilterAtDepth(item, depth + 1);
    if (!child) return child;
    children.push_back(std::move(*child));
  }
  return Group(op, std::move(children));
}

Result<Filter> FilterAtDepth(const Json& predicate, int depth) {
  if (depth > kMaxPredicateDepth) return Invalid(std::format("nested deeper than {} levels", kMaxPredicateDepth));
  if (ScalarText(predicate)) {
    return Fail(
        ErrorCode::InvalidInput,
        std::format("Invalid filter predicate: top-level primitive values are not supported. Wrap the value in a field "
                    "expression, e.g. {{ \"kind\": {} }}",
                    DumpJson(predicate)));
  }
  if (!predicate.is_object()) return Invalid("Validation error: Invalid input");
  for (const std::string_view name : {"$all", "$any", "$not"}) {
    const Json* const operand = FindMember(predicate, name);
    if (operand == nullptr) continue;
    if (predicate.size() != 1) {
      return Invalid(std::format(
          "Operator {} must be the only key in the predicate, wrap in $all to combine with other conditions", name));
    }
    if (name == "$all") return FilterFromList(Op::All, name, *operand, depth);
    if (name == "$any") return FilterFromList(Op::Any, name, *operand, depth);
    auto negated = FilterAtDepth(*operand, depth + 1);
    if (!negated) return negated;
    return Negation(std::move(*negated));
  }
  return FilterFromFields(predicate);
}

}  // namespace

Result<Filter> FilterFromQueryParams(const std::vector<std::string_view>& filter_params) {
  std::vector<Filter> sets;
  for (const std::string_view param : filter_params) {
    std::vector<Filter> fields;
    for (const std::string_view part : Split(param, ',')) {
      const std::string_view statement = TrimSpace(part);
      if (statement.empty()) continue;
      if (Status added = AddStatement(statement, fields); !added) return std::unexpected(std::move(added.error()));
    }
    if (!fields.empty()) sets.push_back(Group(Op::All, std::move(fields)));
  }
  if (sets.empty()) return Filter{};
  return Group(Op::Any, std::move(sets));
}

Result<Filter> FilterFromPredicate(const Json& predicate) {
  if (ScalarText(predicate)) return Fail(ErrorCode::InvalidInput, "Query must be an object");
  return FilterAtDepth(predicate, 0);
}

}  // namespace callboard::catalog
