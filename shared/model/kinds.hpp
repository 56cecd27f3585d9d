#pragma once
// What the kinds of the catalog look like: one table of fields, one of relations.
// Source: the JSON Schemas of @backstage/catalog-model 1.10 and the relations that its backend emits.

#include <cstdint>
#include <span>
#include <string_view>

namespace callboard::model {

enum class FieldType : std::uint8_t {
  String,
  Text,
  StringList,
  StringMap,
  Object,
  List,
  Boolean,
  StringOrBoolean,
  ObjectList,
  ObjectOrList,
  Presence,
  TemplateOutput
};

/// `path` is dotted, below spec (or the root for the common rules); "links[].url" means of every item. String must not
/// be empty. The lists of ObjectList and ObjectOrList hold objects; the members of TemplateOutput are texts but for
/// those with rules of their own.
struct FieldRule {
  std::string_view path;
  FieldType type = FieldType::String;
  bool required = false;
};

/// Fields of one kind. `spec_type` narrows the row to entities of that spec.type and wins over the row without one.
struct KindRules {
  std::string_view kind;
  std::string_view spec_type;
  std::span<const std::string_view> api_versions;
  std::span<const FieldRule> fields;
};

/// One field that holds refs. `default_kind` "" means that a ref has to name its kind.
struct RelationRule {
  std::string_view kind;
  std::string_view field;
  std::string_view default_kind;
  std::string_view forward;
  std::string_view backward;
};

/// Rules for the root and metadata of every entity.
[[nodiscard]] std::span<const FieldRule> CommonRules();
[[nodiscard]] std::span<const KindRules> KindTable();
[[nodiscard]] std::span<const RelationRule> RelationTable();

}  // namespace callboard::model
