#pragma once
// JSON schemas as OpenAPI and AsyncAPI use them, looked at one level at a time: a schema that contains itself is read
// as deep as somebody opens it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/definitions/document.hpp"

namespace callboard::definitions {

/// What there is to say of one schema. Texts are for people.
struct SchemaSummary {
  std::string type;  // "string (date-time)", "array of Pet", "integer or null", "any"
  std::string title;
  std::string description;
  std::vector<std::string> constraints;  // "at least 1", "matches ^a+$"
  std::vector<std::string> values;       // of an enum
  std::string default_value;
  std::string example;
  bool deprecated = false;
  bool read_only = false;
  bool write_only = false;
  /// The reference leads nowhere, out of the document, or in a circle.
  std::string broken_reference;
};

/// How a child belongs to its parent.
enum class SchemaRole : std::uint8_t { Property, Additional, OneOf, AnyOf, Not };

/// `schema` points into the document.
struct SchemaChild {
  SchemaRole role = SchemaRole::Property;
  std::string name;  // of the property, or what the alternative is called
  bool required = false;
  const Json* schema = nullptr;
};

[[nodiscard]] SchemaSummary SummaryOf(const Document& document, const Json& schema);
/// Properties (those of allOf included), additional properties, then alternatives; of an array those of its items.
[[nodiscard]] std::vector<SchemaChild> ChildrenOf(const Document& document, const Json& schema);

/// A value that fits the schema: its own example, default or first value where it has one, else one made by its types.
/// Of a schema that contains itself, the inner one is left out.
[[nodiscard]] Json ExampleOf(const Document& document, const Json& schema);

/// `value` as people read it: JSON with an indentation of two, texts as they are.
[[nodiscard]] std::string ExampleText(const Json& value);

}  // namespace callboard::definitions
