#include "shared/definitions/schema.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

namespace callboard::definitions {
namespace {

/// Arrays of arrays, and allOf in allOf: nobody reads deeper.
constexpr int kMostDepth = 16;
constexpr std::size_t kMostChildren = 2000;

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kConstraints = {{
    {"minimum", "at least {}"},
    {"maximum", "at most {}"},
    {"minLength", "at least {} characters"},
    {"maxLength", "at most {} characters"},
    {"minItems", "at least {} items"},
    {"maxItems", "at most {} items"},
    {"minProperties", "at least {} properties"},
    {"maxProperties", "at most {} properties"},
    {"multipleOf", "multiple of {}"},
    {"pattern", "matches {}"},
    {"exclusiveMinimum", "more than {}"},
    {"exclusiveMaximum", "less than {}"},
    {"contentMediaType", "holds {}"},
}};

std::string TypeOf(const Document& document, const Json& schema, int depth);

/// "string", "integer or null" of an array of types; what is missing is told from the other keywords.
std::string PlainType(const Json& schema) {
  const Json* const type = FindMember(schema, "type");
  if (type != nullptr && type->is_string()) return type->get_ref<const std::string&>();
  std::string text;
  if (type != nullptr && type->is_array()) {
    for (const Json& each : *type) text += (text.empty() ? "" : " or ") + ScalarText(each);
  }
  if (!text.empty()) return text;
  if (FindMember(schema, "properties") != nullptr || FindMember(schema, "allOf") != nullptr) return "object";
  if (FindMember(schema, "items") != nullptr) return "array";
  if (FindMember(schema, "oneOf") != nullptr) return "one of";
  if (FindMember(schema, "anyOf") != nullptr) return "any of";
  if (FindMember(schema, "enum") != nullptr) return "enum";
  if (const Json* const constant = FindMember(schema, "const"); constant != nullptr) return "constant";
  return "any";
}

std::string TypeOf(const Document& document, const Json& schema, int depth) {
  if (schema.is_boolean()) return schema.get<bool>() ? "any" : "nothing";
  const std::string name = RefName(schema);
  if (depth > kMostDepth) return name.empty() ? "any" : name;
  const Json* const resolved = document.Resolve(schema);
  if (resolved == nullptr) return name.empty() ? "any" : name;
  std::string type = PlainType(*resolved);
  if (type.starts_with("array")) {
    const Json* const items = FindMember(*resolved, "items");
    if (items != nullptr) type = "array of " + TypeOf(document, *items, depth + 1) + type.substr(5);
  } else if (const std::string_view format = StringMember(*resolved, "format"); !format.empty()) {
    type += std::format(" ({})", format);
  }
  // The name of an object says more than that it is one.
  if (!name.empty()) type = type == "object" || type == "one of" || type == "any of" ? name : name + ", " + type;
  if (FlagMember(*resolved, "nullable")) type += " or null";
  return type;
}

/// "at least 1 property".
std::string Singular(const std::string& sentence) {
  if (sentence.ends_with("properties")) return sentence.substr(0, sentence.size() - 3) + "y";
  return sentence.substr(0, sentence.size() - 1);
}

void AddConstraints(const Json& schema, std::string_view prefix, std::vector<std::string>& constraints) {
  for (const auto& [key, text] : kConstraints) {
    const Json* const value = FindMember(schema, key);
    if (value == nullptr || value->is_structured() || value->is_boolean() || value->is_null()) continue;
    std::string sentence(text);
    sentence.replace(sentence.find("{}"), 2, ScalarText(*value));
    if (text.ends_with('s') && ScalarText(*value) == "1") sentence = Singular(sentence);
    // Before OpenAPI 3.1 the two were flags of minimum and maximum.
    if (key == "minimum" && FlagMember(schema, "exclusiveMinimum")) sentence = "more than " + ScalarText(*value);
    if (key == "maximum" && FlagMember(schema, "exclusiveMaximum")) sentence = "less than " + ScalarText(*value);
    constraints.push_back(std::string(prefix) + sentence);
  }
  if (FlagMember(schema, "uniqueItems")) constraints.push_back(std::string(prefix) + "all different");
}

void AddValues(const Json& schema, std::vector<std::string>& values) {
  for (const Json& value : ArrayMember(schema, "enum")) values.push_back(ScalarText(value));
  if (const Json* const constant = FindMember(schema, "const"); constant != nullptr)
    values.push_back(ScalarText(*constant));
}

/// What an array's innermost items are.
const Json* InnermostItems(const Document& document, const Json& schema) {
  const Json* at = document.Resolve(schema);
  for (int depth = 0; at != nullptr && depth < kMostDepth; ++depth) {
    const Json* const items = FindMember(*at, "items");
    if (items == nullptr || !items->is_object()) return at;
    at = document.Resolve(*items);
  }
  return at;
}

bool IsRequired(const Json& schema, std::string_view name) {
  return std::ranges::any_of(ArrayMember(schema, "required"), [&](const Json& each) {
    return each.is_string() && each.get_ref<const std::string&>() == name;
  });
}

void Require(std::vector<SchemaChild>& children, const Json& schema) {
  for (SchemaChild& child : children) {
    if (child.role == SchemaRole::Property && IsRequired(schema, child.name)) child.required = true;
  }
}

void AddProperties(const Document& document, const Json& schema, int depth, std::vector<SchemaChild>& children) {
  if (depth > kMostDepth || children.size() > kMostChildren) return;
  for (const Json& part : ArrayMember(schema, "allOf")) {
    if (const Json* const resolved = document.Resolve(part); resolved != nullptr)
      AddProperties(document, *resolved, depth + 1, children);
  }
  for (const auto& [name, property] : ObjectMember(schema, "properties").items()) {
    const auto known = std::ranges::find(children, name, &SchemaChild::name);
    if (known == children.end()) {
      children.push_back({.name = name, .schema = &property});
    } else {
      known->schema = &property;  // what comes later says it more exactly
    }
  }
  Require(children, schema);
  for (const Json& part : ArrayMember(schema, "allOf")) {
    if (const Json* const resolved = document.Resolve(part); resolved != nullptr) Require(children, *resolved);
  }
}

void AddAlternatives(const Document& document, const Json& schema, std::string_view key, SchemaRole role,
                     std::vector<SchemaChild>& children) {
  std::size_t number = 0;
  for (const Json& option : ArrayMember(schema, key)) {
    ++number;
    const Json* const resolved = document.Resolve(option);
    std::string name = RefName(option);
    if (name.empty() && resolved != nullptr) name = StringMember(*resolved, "title");
    if (name.empty()) name = std::format("Option {}", number);
    children.push_back({.role = role, .name = std::move(name), .schema = &option});
  }
}

}  // namespace

SchemaSummary SummaryOf(const Document& document, const Json& schema) {
  SchemaSummary summary{.type = TypeOf(document, schema, 0)};
  const Json* const resolved = document.Resolve(schema);
  if (resolved == nullptr) {
    summary.broken_reference = StringMember(schema, "$ref");
    return summary;
  }
  // OpenAPI 3.1: what stands beside a reference goes before what it leads to.
  const auto text = [&](std::string_view key) {
    const std::string_view own = StringMember(schema, key);
    return std::string(own.empty() ? StringMember(*resolved, key) : own);
  };
  summary.title = text("title");
  summary.description = text("description");
  AddConstraints(*resolved, "", summary.constraints);
  AddValues(*resolved, summary.values);
  const Json* const items = InnermostItems(document, *resolved);
  if (items != nullptr && items != resolved) {
    AddConstraints(*items, "each ", summary.constraints);
    AddValues(*items, summary.values);
  }
  if (const Json* const value = FindMember(*resolved, "default"); value != nullptr)
    summary.default_value = ScalarText(*value);
  const Json* example = FindMember(*resolved, "example");
  if (const Json& examples = ArrayMember(*resolved, "examples"); example == nullptr && !examples.empty())
    example = &examples.front();
  if (example != nullptr && !example->is_structured()) summary.example = ScalarText(*example);
  summary.deprecated = FlagMember(*resolved, "deprecated");
  summary.read_only = FlagMember(*resolved, "readOnly");
  summary.write_only = FlagMember(*resolved, "writeOnly");
  return summary;
}

std::vector<SchemaChild> ChildrenOf(const Document& document, const Json& schema) {
  std::vector<SchemaChild> children;
  const Json* const resolved = InnermostItems(document, schema);
  if (resolved == nullptr) return children;
  AddProperties(document, *resolved, 0, children);
  const Json* const additional = FindMember(*resolved, "additionalProperties");
  if (additional != nullptr && additional->is_object())
    children.push_back({.role = SchemaRole::Additional, .name = "any other property", .schema = additional});
  AddAlternatives(document, *resolved, "oneOf", SchemaRole::OneOf, children);
  AddAlternatives(document, *resolved, "anyOf", SchemaRole::AnyOf, children);
  if (const Json* const excluded = FindMember(*resolved, "not"); excluded != nullptr && excluded->is_object())
    children.push_back({.role = SchemaRole::Not, .name = "must not be", .schema = excluded});
  return children;
}

}  // namespace callboard::definitions
