#pragma once
// The type system of GraphQL (specification of October 2021, section 3).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/error.hpp"

namespace callboard::definitions {

/// An argument, or a field of an input type. Types and values are as written: "[ID!]!".
struct GraphQlArgument {
  std::string name;
  std::string type;
  std::string default_value;
  std::string description;
};

struct GraphQlField {
  std::string name;
  std::string type;
  std::string description;
  std::string default_value;  // of an input type's field
  std::vector<GraphQlArgument> arguments;
  std::optional<std::string> deprecated;  // the reason
};

enum class GraphQlKind : std::uint8_t { Object, Interface, Union, Enum, Input, Scalar };

struct GraphQlType {
  GraphQlKind kind = GraphQlKind::Object;
  std::string name;
  std::string description;
  std::vector<std::string> interfaces;
  std::vector<GraphQlField> fields;     // values of an enum, too, which have no type
  std::vector<std::string> members;     // of a union
  std::vector<std::string> directives;  // "@key(fields: "id")"
};

struct GraphQlDirective {
  std::string name;  // without @
  std::string description;
  std::vector<GraphQlArgument> arguments;
  std::vector<std::string> locations;
  bool repeatable = false;
};

/// Extensions are part of what they extend; one of a type that is not here is kept as that type.
struct GraphQlSchema {
  std::string description;
  std::string query = "Query";
  std::string mutation = "Mutation";
  std::string subscription = "Subscription";
  std::vector<GraphQlType> types;  // in the order of the text
  std::vector<GraphQlDirective> directives;
};

/// InvalidInput: "Line 3: expected a type, found }".
[[nodiscard]] Result<GraphQlSchema> ParseGraphQl(std::string_view text);

/// Null when there is none.
[[nodiscard]] const GraphQlType* FindType(const GraphQlSchema& schema, std::string_view name);

}  // namespace callboard::definitions
