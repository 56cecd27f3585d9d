#include "shared/definitions/graphql.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "shared/definitions/tokens.hpp"

namespace callboard::definitions {
namespace {

/// Lists in lists, of types and of values.
constexpr int kMostDepth = 64;

constexpr std::array<std::pair<std::string_view, GraphQlKind>, 6> kKinds = {{{"type", GraphQlKind::Object},
                                                                             {"interface", GraphQlKind::Interface},
                                                                             {"union", GraphQlKind::Union},
                                                                             {"enum", GraphQlKind::Enum},
                                                                             {"input", GraphQlKind::Input},
                                                                             {"scalar", GraphQlKind::Scalar}}};

/// Directives that stand behind something: as text, and the one that everybody knows.
struct Applied {
  std::vector<std::string> all;
  std::optional<std::string> deprecated;
};

void Append(auto& to, auto& from) {
  std::ranges::move(from, std::back_inserter(to));
}

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : reader_(std::move(tokens)) {}

  Result<GraphQlSchema> Parse() {
    while (!reader_.AtEnd()) {
      std::string description = TakeDescription();
      const bool extends = reader_.TakeIf("extend");
      if (auto parsed = ParseDefinition(std::move(description), extends); !parsed)
        return std::unexpected(parsed.error());
    }
    return std::move(schema_);
  }

 private:
  std::string TakeDescription() { return reader_.Peek().kind == TokenKind::Text ? reader_.Take().text : std::string(); }

  Status ParseDefinition(std::string description, bool extends) {
    if (reader_.TakeIf("schema")) return ParseSchema(std::move(description));
    if (!extends && reader_.TakeIf("directive")) return ParseDirective(std::move(description));
    for (const auto& [word, kind] : kKinds) {
      if (reader_.TakeIf(word)) return ParseType(kind, std::move(description), extends);
    }
    return reader_.Unexpected("a definition such as type or enum");
  }

  Status ParseSchema(std::string description) {
    if (!description.empty()) schema_.description = std::move(description);
    if (auto applied = ParseDirectives(); !applied) return std::unexpected(applied.error());
    if (!reader_.TakeIf("{")) return {};
    while (!reader_.TakeIf("}")) {
      const auto operation = reader_.ExpectName("query, mutation or subscription");
      if (!operation) return std::unexpected(operation.error());
      if (auto colon = reader_.Expect(":"); !colon) return colon;
      auto type = reader_.ExpectName("a type");
      if (!type) return std::unexpected(type.error());
      if (*operation == "query") schema_.query = *type;
      if (*operation == "mutation") schema_.mutation = *type;
      if (*operation == "subscription") schema_.subscription = *type;
    }
    return {};
  }

  Status ParseDirective(std::string description) {
    GraphQlDirective directive{.description = std::move(description)};
    if (auto at = reader_.Expect("@"); !at) return at;
    auto name = reader_.ExpectName("the name of a directive");
    if (!name) return std::unexpected(name.error());
    directive.name = std::move(*name);
    auto arguments = ParseArguments();
    if (!arguments) return std::unexpected(arguments.error());
    directive.arguments = std::move(*arguments);
    directive.repeatable = reader_.TakeIf("repeatable");
    if (auto on = reader_.Expect("on"); !on) return on;
    auto locations = ParseNames("|", "a location");
    if (!locations) return std::unexpected(locations.error());
    directive.locations = std::move(*locations);
    schema_.directives.push_back(std::move(directive));
    return {};
  }

  Status ParseType(GraphQlKind kind, std::string description, bool extends) {
    GraphQlType type{.kind = kind, .description = std::move(description)};
    auto name = reader_.ExpectName("the name of a type");
    if (!name) return std::unexpected(name.error());
    type.name = std::move(*name);
    if (reader_.TakeIf("implements")) {
      auto interfaces = ParseNames("&", "an interface");
      if (!interfaces) return std::unexpected(interfaces.error());
      type.interfaces = std::move(*interfaces);
    }
    auto applied = ParseDirectives();
    if (!applied) return std::unexpected(applied.error());
    type.directives = std::move(applied->all);
    if (kind == GraphQlKind::Union && reader_.TakeIf("=")) {
      auto members = ParseNames("|", "a type");
      if (!members) return std::unexpected(members.error());
      type.members = std::move(*members);
    }
    if (reader_.TakeIf("{")) {
      if (auto fields = ParseFields(type); !fields) return fields;
    }
    AddType(std::move(type), extends);
    return {};
  }

  void AddType(GraphQlType type, bool extends) {
    const auto known = std::ranges::find(schema_.types, type.name, &GraphQlType::name);
    if (!extends || known == schema_.types.end()) {
      schema_.types.push_back(std::move(type));
      return;
    }
    Append(known->interfaces, type.interfaces);
    Append(known->fields, type.fields);
    Append(known->members, type.members);
    Append(known->directives, type.directives);
  }

  /// Up to the closing brace.
  Status ParseFields(GraphQlType& type) {
    while (!reader_.TakeIf("}")) {
      GraphQlField field{.description = TakeDescription()};
      auto name = reader_.ExpectName("a field or }");
      if (!name) return std::unexpected(name.error());
      field.name = std::move(*name);
      if (type.kind != GraphQlKind::Enum) {
        if (auto parsed = ParseFieldType(field); !parsed) return parsed;
      }
      auto applied = ParseDirectives();
      if (!applied) return std::unexpected(applied.error());
      field.deprecated = std::move(applied->deprecated);
      type.fields.push_back(std::move(field));
    }
    return {};
  }

  Status ParseFieldType(GraphQlField& field) {
    auto arguments = ParseArguments();
    if (!arguments) return std::unexpected(arguments.error());
    field.arguments = std::move(*arguments);
    if (auto colon = reader_.Expect(":"); !colon) return colon;
    auto type = ParseTypeReference(0);
    if (!type) return std::unexpected(type.error());
    field.type = std::move(*type);
    if (!reader_.TakeIf("=")) return {};
    auto value = ParseValue(0);
    if (!value) return std::unexpected(value.error());
    field.default_value = std::move(*value);
    return {};
  }

  /// Nothing when there are no parentheses.
  Result<std::vector<GraphQlArgument>> ParseArguments() {
    std::vector<GraphQlArgument> arguments;
    if (!reader_.TakeIf("(")) return arguments;
    while (!reader_.TakeIf(")")) {
      GraphQlArgument argument{.description = TakeDescription()};
      auto name = reader_.ExpectName("an argument or )");
      if (!name) return std::unexpected(name.error());
      argument.name = std::move(*name);
      if (auto colon = reader_.Expect(":"); !colon) return std::unexpected(colon.error());
      auto type = ParseTypeReference(0);
      if (!type) return std::unexpected(type.error());
      argument.type = std::move(*type);
      if (reader_.TakeIf("=")) {
        auto value = ParseValue(0);
        if (!value) return std::unexpected(value.error());
        argument.default_value = std::move(*value);
      }
      if (auto applied = ParseDirectives(); !applied) return std::unexpected(applied.error());
      arguments.push_back(std::move(argument));
    }
    return arguments;
  }

  Result<std::string> ParseTypeReference(int depth) {
    std::string text;
    if (depth > kMostDepth) return reader_.Unexpected("fewer lists in each other");
    if (reader_.TakeIf("[")) {
      auto inner = ParseTypeReference(depth + 1);
      if (!inner) return inner;
      if (auto close = reader_.Expect("]"); !close) return std::unexpected(close.error());
      text = std::format("[{}]", *inner);
    } else {
      auto name = reader_.ExpectName("a type");
      if (!name) return name;
      text = std::move(*name);
    }
    if (reader_.TakeIf("!")) text += '!';
    return text;
  }

  /// A value as it is written, with single spaces.
  Result<std::string> ParseValue(int depth) {
    if (depth > kMostDepth) return reader_.Unexpected("fewer values in each other");
    if (reader_.TakeIf("[")) return ParseItems("[", "]", false, depth);
    if (reader_.TakeIf("{")) return ParseItems("{", "}", true, depth);
    if (reader_.TakeIf("$")) {
      auto name = reader_.ExpectName("the name of a variable");
      return name ? Result<std::string>("$" + *name) : name;
    }
    const TokenKind kind = reader_.Peek().kind;
    if (kind == TokenKind::Text) return std::format("\"{}\"", reader_.Take().text);
    if (kind != TokenKind::Name && kind != TokenKind::Number) return reader_.Unexpected("a value");
    return reader_.Take().text;
  }

  /// Up to `close`, values or "name: value" pairs.
  Result<std::string> ParseItems(std::string_view open, std::string_view close, bool named, int depth) {
    std::string text(open);
    while (!reader_.TakeIf(close)) {
      if (text.size() > open.size()) text += ", ";
      if (named) {
        auto name = reader_.ExpectName("a name or a closing bracket");
        if (!name) return name;
        if (auto colon = reader_.Expect(":"); !colon) return std::unexpected(colon.error());
        text += *name + ": ";
      }
      auto value = ParseValue(depth + 1);
      if (!value) return value;
      text += *value;
    }
    return text + std::string(close);
  }

  Result<Applied> ParseDirectives() {
    Applied applied;
    while (reader_.TakeIf("@")) {
      const auto name = reader_.ExpectName("the name of a directive");
      if (!name) return std::unexpected(name.error());
      std::string text = "@" + *name;
      if (reader_.TakeIf("(")) {
        auto arguments = ParseItems("(", ")", true, 0);
        if (!arguments) return std::unexpected(arguments.error());
        text += *arguments;
      }
      if (*name == "deprecated") applied.deprecated = ReasonIn(text);
      applied.all.push_back(std::move(text));
    }
    return applied;
  }

  static std::string ReasonIn(std::string_view directive) {
    const std::size_t begin = directive.find('"');
    const std::size_t end = directive.rfind('"');
    return begin == end ? std::string() : std::string(directive.substr(begin + 1, end - begin - 1));
  }

  /// Names between `separator`s, of which one may stand before the first.
  Result<std::vector<std::string>> ParseNames(std::string_view separator, std::string_view what) {
    std::vector<std::string> names;
    reader_.TakeIf(separator);
    do {
      auto name = reader_.ExpectName(what);
      if (!name) return std::unexpected(name.error());
      names.push_back(std::move(*name));
    } while (reader_.TakeIf(separator));
    return names;
  }

  TokenReader reader_;
  GraphQlSchema schema_;
};

}  // namespace

Result<GraphQlSchema> ParseGraphQl(std::string_view text) {
  auto tokens = ReadTokens(text, Language::GraphQl);
  if (!tokens) return std::unexpected(tokens.error());
  return Parser(std::move(*tokens)).Parse();
}

const GraphQlType* FindType(const GraphQlSchema& schema, std::string_view name) {
  const auto found = std::ranges::find(schema.types, name, &GraphQlType::name);
  return found == schema.types.end() ? nullptr : &*found;
}

}  // namespace callboard::definitions
