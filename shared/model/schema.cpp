#include "shared/model/schema.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <string>

namespace callboard::model {
namespace {

using Violations = std::vector<SchemaViolation>;

SchemaViolation WrongType(const std::string& path, std::string_view expected) {
  return {path, std::format("must be {}", expected), std::format("type: {}", expected)};
}

void CheckString(const Json& value, const std::string& path, bool may_be_empty, Violations& found) {
  if (!value.is_string())
    found.push_back(WrongType(path, "string"));
  else if (!may_be_empty && value.get_ref<const std::string&>().empty()) {
    found.push_back({path, "must NOT have fewer than 1 characters", "limit: 1"});
  }
}

void CheckStringList(const Json& value, const std::string& path, Violations& found) {
  if (!value.is_array()) {
    found.push_back(WrongType(path, "array"));
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) CheckString(value[i], std::format("{}/{}", path, i), false, found);
}

void CheckStringMap(const Json& value, const std::string& path, Violations& found) {
  if (!value.is_object()) {
    found.push_back(WrongType(path, "object"));
    return;
  }
  for (const auto& [key, member] : value.items())
    CheckString(member, std::format("{}/{}", path, EscapePointerPart(key)), true, found);
}

void CheckObjectList(const Json& value, const std::string& path, Violations& found) {
  if (!value.is_array()) {
    found.push_back(WrongType(path, "array"));
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!value[i].is_object()) found.push_back(WrongType(std::format("{}/{}", path, i), "object"));
  }
}

void CheckPresence(const Json& value, const std::string& path, Violations& found) {
  CheckString(value, path, false, found);
  if (!value.is_string()) return;
  const auto& text = value.get_ref<const std::string&>();
  if (text.empty() || text == "required" || text == "optional") return;
  found.push_back({path, "must be equal to one of the allowed values", "allowedValues: required,optional"});
}

void CheckTemplateOutput(const Json& value, const std::string& path, Violations& found) {
  if (!value.is_object()) {
    found.push_back(WrongType(path, "object"));
    return;
  }
  for (const auto& [key, member] : value.items()) {
    if (key != "links" && key != "text")
      CheckString(member, std::format("{}/{}", path, EscapePointerPart(key)), true, found);
  }
}

void CheckType(const Json& value, FieldType type, const std::string& path, Violations& found) {
  const auto require = [&](bool holds, std::string_view expected) {
    if (!holds) found.push_back(WrongType(path, expected));
  };
  switch (type) {
    case FieldType::String:
      return CheckString(value, path, false, found);
    case FieldType::Text:
      return CheckString(value, path, true, found);
    case FieldType::StringList:
      return CheckStringList(value, path, found);
    case FieldType::StringMap:
      return CheckStringMap(value, path, found);
    case FieldType::Object:
      return require(value.is_object(), "object");
    case FieldType::List:
      return require(value.is_array(), "array");
    case FieldType::Boolean:
      return require(value.is_boolean(), "boolean");
    case FieldType::StringOrBoolean:
      return require(value.is_string() || value.is_boolean(), "string,boolean");
    case FieldType::ObjectList:
      return CheckObjectList(value, path, found);
    case FieldType::ObjectOrList:
      if (value.is_array()) return CheckObjectList(value, path, found);
      return require(value.is_object(), "object,array");
    case FieldType::Presence:
      return CheckPresence(value, path, found);
    case FieldType::TemplateOutput:
      return CheckTemplateOutput(value, path, found);
  }
}

enum class Pass : std::uint8_t { Missing, Types };

/// Follows the rest of a rule's path from `json`; a container that is absent or of another type ends the walk, its own
/// rule tells.
void Walk(const Json& json, std::string_view rest, const FieldRule& rule, const std::string& path, Pass pass,
          Violations& found) {
  const std::size_t dot = rest.find('.');
  std::string_view step = rest.substr(0, dot);
  const bool each_item = step.ends_with("[]");
  if (each_item) step.remove_suffix(2);
  if (!json.is_object()) return;
  const Json* const member = FindMember(json, step);
  const std::string member_path = std::format("{}/{}", path, step);
  if (dot == std::string_view::npos) {
    if (member != nullptr && pass == Pass::Types) CheckType(*member, rule.type, member_path, found);
    if (member == nullptr && rule.required && pass == Pass::Missing) {
      found.push_back(
          {path, std::format("must have required property '{}'", step), std::format("missingProperty: {}", step)});
    }
    return;
  }
  if (member == nullptr) return;
  if (!each_item) return Walk(*member, rest.substr(dot + 1), rule, member_path, pass, found);
  if (!member->is_array()) return;
  for (std::size_t i = 0; i < member->size(); ++i) {
    const std::string item_path = std::format("{}/{}", member_path, i);
    if ((*member)[i].is_object())
      Walk((*member)[i], rest.substr(dot + 1), rule, item_path, pass, found);
    else if (pass == Pass::Types && rule.required)
      found.push_back(WrongType(item_path, "object"));
  }
}

}  // namespace

std::vector<SchemaViolation> CheckRules(const Json& json, std::span<const FieldRule> rules, std::string_view base) {
  Violations found;
  for (const Pass pass : {Pass::Missing, Pass::Types}) {
    for (const FieldRule& rule : rules) Walk(json, rule.path, rule, std::string(base), pass, found);
  }
  return found;
}

}  // namespace callboard::model
