#include "shared/definitions/proto.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "shared/definitions/tokens.hpp"

namespace callboard::definitions {
namespace {

/// Messages in messages.
constexpr int kMostDepth = 32;

/// The word before and behind `name`: "Outer" and "Inner".
std::string Qualified(std::string_view scope, std::string_view name) {
  return scope.empty() ? std::string(name) : std::format("{}.{}", scope, name);
}

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : reader_(std::move(tokens)) {}

  Result<ProtoFile> Parse() {
    while (!reader_.AtEnd()) {
      if (auto parsed = ParseTop(); !parsed) return std::unexpected(parsed.error());
    }
    return std::move(file_);
  }

 private:
  Status ParseTop() {
    const std::string comment = reader_.Peek().comment;
    if (reader_.TakeIf(";")) return {};
    if (reader_.TakeIf("syntax") || reader_.TakeIf("edition")) {
      file_.description = comment;
      if (auto equals = reader_.Expect("="); !equals) return equals;
      file_.syntax = reader_.Take().text;
      return reader_.Expect(";");
    }
    if (reader_.TakeIf("package")) {
      auto name = reader_.ExpectName("the name of a package");
      if (!name) return std::unexpected(name.error());
      file_.package = std::move(*name);
      return reader_.Expect(";");
    }
    if (reader_.TakeIf("import")) {
      if (!reader_.TakeIf("public")) reader_.TakeIf("weak");
      if (reader_.Peek().kind != TokenKind::Text) return reader_.Unexpected("a path in quotes");
      file_.imports.push_back(reader_.Take().text);
      return reader_.Expect(";");
    }
    if (reader_.TakeIf("option")) return SkipStatement();
    if (reader_.TakeIf("message")) return ParseMessage("", comment, 0);
    if (reader_.TakeIf("enum")) return ParseEnum("", comment);
    if (reader_.TakeIf("service")) return ParseService(comment);
    if (reader_.TakeIf("extend")) return SkipStatement();
    return reader_.Unexpected("a declaration such as message or service");
  }

  /// To the semicolon that ends a statement, or the brace that ends its block.
  Status SkipStatement() {
    std::size_t open = 0;
    while (!reader_.AtEnd()) {
      const Token token = reader_.Take();
      if (token.kind != TokenKind::Mark) continue;
      if (token.text == "{") ++open;
      if (token.text == ";" && open == 0) return {};
      if (token.text != "}" || open == 0) continue;
      --open;
      if (open > 0) continue;
      reader_.TakeIf(";");
      return {};
    }
    return reader_.Unexpected("; at the end of the statement");
  }

  static std::string Described(const std::string& before, const Token& last) {
    return before.empty() ? last.after : before;
  }

  Status ParseMessage(std::string_view scope, const std::string& comment, int depth) {
    if (depth > kMostDepth) return reader_.Unexpected("fewer messages in each other");
    const auto name = reader_.ExpectName("the name of a message");
    if (!name) return std::unexpected(name.error());
    const std::size_t index = file_.messages.size();
    file_.messages.push_back({.name = Qualified(scope, *name), .description = comment});
    if (auto open = reader_.Expect("{"); !open) return open;
    return ParseMembers(index, "", depth);
  }

  /// Up to the closing brace of the message or the oneof.
  Status ParseMembers(std::size_t message, const std::string& oneof, int depth) {
    while (!reader_.TakeIf("}")) {
      if (reader_.AtEnd()) return reader_.Unexpected("}");
      if (auto parsed = ParseMember(message, oneof, depth); !parsed) return parsed;
    }
    return {};
  }

  /// Words of the language are names of types as well: "message Foo" declares, "message foo = 1" could not.
  Status ParseMember(std::size_t message, const std::string& oneof, int depth) {
    const std::string comment = reader_.Peek().comment;
    const std::string scope = file_.messages[message].name;
    if (reader_.TakeIf(";")) return {};
    if (reader_.TakeIf("message")) return ParseMessage(scope, comment, depth + 1);
    if (reader_.TakeIf("enum")) return ParseEnum(scope, comment);
    if (oneof.empty() && reader_.TakeIf("oneof")) return ParseOneof(message, depth);
    for (const std::string_view word : {"option", "reserved", "extensions", "extend"}) {
      if (reader_.TakeIf(word)) return SkipStatement();
    }
    return ParseField(message, oneof, comment, depth);
  }

  Status ParseOneof(std::size_t message, int depth) {
    auto name = reader_.ExpectName("the name of a oneof");
    if (!name) return std::unexpected(name.error());
    if (auto open = reader_.Expect("{"); !open) return open;
    return ParseMembers(message, *name, depth);
  }

  Status ParseField(std::size_t message, const std::string& oneof, const std::string& comment, int depth) {
    ProtoField field{.oneof = oneof};
    for (const std::string_view label : {"repeated", "optional", "required"}) {
      if (field.label.empty() && reader_.TakeIf(label)) field.label = label;
    }
    auto type = ParseFieldType();
    if (!type) return std::unexpected(type.error());
    field.type = std::move(*type);
    auto name = reader_.ExpectName("the name of a field");
    if (!name) return std::unexpected(name.error());
    field.name = std::move(*name);
    if (auto number = ParseNumber(field.number); !number) return number;
    if (auto options = ParseOptions(field.deprecated); !options) return options;
    // proto2: a group is a field and the message of its type at once.
    if (field.type == "group" && reader_.Is("{")) return ParseGroup(message, std::move(field), comment, depth);
    if (auto end = reader_.Expect(";"); !end) return end;
    field.description = Described(comment, reader_.Last());
    file_.messages[message].fields.push_back(std::move(field));
    return {};
  }

  Status ParseGroup(std::size_t message, ProtoField field, const std::string& comment, int depth) {
    if (depth > kMostDepth) return reader_.Unexpected("fewer messages in each other");
    reader_.Take();
    const std::string name = Qualified(file_.messages[message].name, field.name);
    field.type = field.name;
    field.description = comment;
    file_.messages[message].fields.push_back(std::move(field));
    file_.messages.push_back({.name = name, .description = comment});
    return ParseMembers(file_.messages.size() - 1, "", depth + 1);
  }

  Result<std::string> ParseFieldType() {
    reader_.TakeIf(".");
    auto type = reader_.ExpectName("the type of a field");
    if (!type || *type != "map" || !reader_.TakeIf("<")) return type;
    const auto key = reader_.ExpectName("the type of the map's keys");
    if (!key) return key;
    if (auto comma = reader_.Expect(","); !comma) return std::unexpected(comma.error());
    reader_.TakeIf(".");
    const auto value = reader_.ExpectName("the type of the map's values");
    if (!value) return value;
    if (auto close = reader_.Expect(">"); !close) return std::unexpected(close.error());
    return std::format("map<{}, {}>", *key, *value);
  }

  Status ParseNumber(std::string& number) {
    if (auto equals = reader_.Expect("="); !equals) return equals;
    if (reader_.TakeIf("-")) number = "-";
    if (reader_.Peek().kind != TokenKind::Number) return reader_.Unexpected("a number");
    number += reader_.Take().text;
    return {};
  }

  /// "[deprecated = true, json_name = "x"]".
  Status ParseOptions(bool& deprecated) {
    if (!reader_.TakeIf("[")) return {};
    std::size_t open = 1;
    while (open > 0) {
      if (reader_.AtEnd()) return reader_.Unexpected("]");
      const Token token = reader_.Take();
      if (token.kind == TokenKind::Mark && (token.text == "[" || token.text == "{")) ++open;
      if (token.kind == TokenKind::Mark && (token.text == "]" || token.text == "}")) --open;
      if (token.text == "deprecated" && reader_.TakeIf("=") && reader_.Is("true")) deprecated = true;
    }
    return {};
  }

  Status ParseEnum(std::string_view scope, const std::string& comment) {
    const auto name = reader_.ExpectName("the name of an enum");
    if (!name) return std::unexpected(name.error());
    ProtoEnum read{.name = Qualified(scope, *name), .description = comment};
    if (auto open = reader_.Expect("{"); !open) return open;
    while (!reader_.TakeIf("}")) {
      const std::string before = reader_.Peek().comment;
      if (reader_.TakeIf(";")) continue;
      if (reader_.TakeIf("option") || reader_.TakeIf("reserved")) {
        if (auto skipped = SkipStatement(); !skipped) return skipped;
        continue;
      }
      ProtoValue value;
      auto value_name = reader_.ExpectName("the name of a value or }");
      if (!value_name) return std::unexpected(value_name.error());
      value.name = std::move(*value_name);
      if (auto number = ParseNumber(value.number); !number) return number;
      bool deprecated = false;
      if (auto options = ParseOptions(deprecated); !options) return options;
      if (auto end = reader_.Expect(";"); !end) return end;
      value.description = Described(before, reader_.Last());
      read.values.push_back(std::move(value));
    }
    file_.enums.push_back(std::move(read));
    return {};
  }

  Status ParseService(const std::string& comment) {
    auto name = reader_.ExpectName("the name of a service");
    if (!name) return std::unexpected(name.error());
    ProtoService service{.name = std::move(*name), .description = comment};
    if (auto open = reader_.Expect("{"); !open) return open;
    while (!reader_.TakeIf("}")) {
      const std::string before = reader_.Peek().comment;
      if (reader_.TakeIf(";")) continue;
      if (reader_.TakeIf("option")) {
        if (auto skipped = SkipStatement(); !skipped) return skipped;
        continue;
      }
      if (auto rpc = reader_.Expect("rpc"); !rpc) return rpc;
      auto method = ParseMethod(before);
      if (!method) return std::unexpected(method.error());
      service.methods.push_back(std::move(*method));
    }
    file_.services.push_back(std::move(service));
    return {};
  }

  Result<ProtoMethod> ParseMethod(const std::string& comment) {
    ProtoMethod method{.description = comment};
    auto name = reader_.ExpectName("the name of a method");
    if (!name) return std::unexpected(name.error());
    method.name = std::move(*name);
    auto request = ParseMessageOf(method.streams_request);
    if (!request) return std::unexpected(request.error());
    method.request = std::move(*request);
    if (auto returns = reader_.Expect("returns"); !returns) return std::unexpected(returns.error());
    auto response = ParseMessageOf(method.streams_response);
    if (!response) return std::unexpected(response.error());
    method.response = std::move(*response);
    if (reader_.TakeIf("{")) {
      while (!reader_.TakeIf("}")) {
        if (reader_.TakeIf(";")) continue;
        if (auto option = reader_.Expect("option"); !option) return std::unexpected(option.error());
        if (reader_.Is("deprecated")) method.deprecated = true;
        if (auto skipped = SkipStatement(); !skipped) return std::unexpected(skipped.error());
      }
      return method;
    }
    if (auto end = reader_.Expect(";"); !end) return std::unexpected(end.error());
    method.description = Described(comment, reader_.Last());
    return method;
  }

  /// "(stream Name)".
  Result<std::string> ParseMessageOf(bool& streams) {
    if (auto open = reader_.Expect("("); !open) return std::unexpected(open.error());
    reader_.TakeIf(".");
    auto name = reader_.ExpectName("a message");
    if (!name) return name;
    if (*name == "stream" && !reader_.Is(")")) {
      streams = true;
      reader_.TakeIf(".");
      name = reader_.ExpectName("a message");
      if (!name) return name;
    }
    if (auto close = reader_.Expect(")"); !close) return std::unexpected(close.error());
    return name;
  }

  TokenReader reader_;
  ProtoFile file_;
};

/// Looks for `type` in `scope`, then in what is around it, as the language says.
template <typename T>
const T* Find(const std::vector<T>& all, std::string_view package, std::string_view type, std::string_view scope) {
  if (!package.empty() && type.size() > package.size() && type.starts_with(package) && type[package.size()] == '.')
    type.remove_prefix(package.size() + 1);
  for (;;) {
    const auto found = std::ranges::find(all, Qualified(scope, type), &T::name);
    if (found != all.end()) return &*found;
    if (scope.empty()) return nullptr;
    const std::size_t dot = scope.rfind('.');
    scope = dot == std::string_view::npos ? std::string_view() : scope.substr(0, dot);
  }
}

}  // namespace

Result<ProtoFile> ParseProto(std::string_view text) {
  auto tokens = ReadTokens(text, Language::Proto);
  if (!tokens) return std::unexpected(tokens.error());
  return Parser(std::move(*tokens)).Parse();
}

const ProtoMessage* FindMessage(const ProtoFile& file, std::string_view type, std::string_view scope) {
  return Find(file.messages, file.package, type, scope);
}

const ProtoEnum* FindEnum(const ProtoFile& file, std::string_view type, std::string_view scope) {
  return Find(file.enums, file.package, type, scope);
}

}  // namespace callboard::definitions
