#include <format>

#include "client/views/definition_languages.hpp"
#include "client/views/definition_parts.hpp"

namespace callboard::views {
namespace {

using namespace definitions;

/// "Stop" of "[Stop!]!".
std::string_view NamedType(std::string_view type) {
  const std::size_t begin = type.find_first_not_of('[');
  if (begin == std::string_view::npos) return {};
  return type.substr(begin, type.find_first_of("!]", begin) - begin);
}

/// A type with something to look at: not one of the language, and no bare scalar.
const GraphQlType* TypeToOpen(const GraphQlSchema& schema, std::string_view type) {
  const GraphQlType* const found = FindType(schema, NamedType(type));
  return found != nullptr && found->kind != GraphQlKind::Scalar ? found : nullptr;
}

MemberText MemberOf(const GraphQlField& field) {
  MemberText member{.name = field.name, .type = field.type, .description = field.description};
  if (!field.default_value.empty()) member.notes.push_back("default " + field.default_value);
  if (field.deprecated)
    member.notes.push_back(field.deprecated->empty() ? "deprecated" : "deprecated: " + *field.deprecated);
  return member;
}

void DrawTyped(ui::Frame& frame, const GraphQlSchema& schema, const MemberText& member, const GraphQlType* type) {
  if (type == nullptr) return DrawMember(frame, member);
  const std::string detail = DetailOf(member);
  if (const auto open = frame.Disclosure(member.name, false, {.detail = detail, .mono = true}); open) {
    DrawDescription(frame, member.description);
    DrawGraphQlType(frame, schema, *type);
  }
}

void DrawArguments(ui::Frame& frame, const GraphQlSchema& schema, const std::vector<GraphQlArgument>& arguments) {
  const auto list = frame.List("Arguments");
  for (const GraphQlArgument& argument : arguments) {
    const auto id = frame.Id(argument.name);
    const auto item = frame.ListItem();
    MemberText member{.name = argument.name, .type = argument.type, .description = argument.description};
    if (!argument.default_value.empty()) member.notes.push_back("default " + argument.default_value);
    DrawTyped(frame, schema, member, TypeToOpen(schema, argument.type));
  }
}

void DrawField(ui::Frame& frame, const GraphQlSchema& schema, const GraphQlField& field) {
  const MemberText member = MemberOf(field);
  const GraphQlType* const type = TypeToOpen(schema, field.type);
  if (field.arguments.empty()) return DrawTyped(frame, schema, member, type);
  const std::string detail = DetailOf(member);
  const auto open = frame.Disclosure(member.name, false, {.detail = detail, .mono = true});
  if (open) DrawGraphQlField(frame, schema, field);
}

void DrawNames(ui::Frame& frame, const GraphQlSchema& schema, std::string_view label,
               const std::vector<std::string>& names) {
  frame.Text(label, ui::TextStyle::SmallStrong);
  const auto list = frame.List(label);
  for (const std::string& name : names) {
    const auto id = frame.Id(name);
    const auto item = frame.ListItem();
    DrawTyped(frame, schema, {.name = name}, TypeToOpen(schema, name));
  }
}

}  // namespace

void DrawGraphQlField(ui::Frame& frame, const GraphQlSchema& schema, const GraphQlField& field) {
  DrawDescription(frame, field.description);
  if (field.deprecated)
    frame.Chip(field.deprecated->empty() ? "Deprecated" : "Deprecated: " + *field.deprecated, ui::Tone::Warning);
  if (!field.arguments.empty()) {
    const auto id = frame.Id("arguments");
    frame.Text("Arguments", ui::TextStyle::SmallStrong);
    DrawArguments(frame, schema, field.arguments);
  }
  const auto id = frame.Id("answer");
  frame.Text("Answer", ui::TextStyle::SmallStrong);
  DrawTyped(frame, schema, {.name = field.type}, TypeToOpen(schema, field.type));
}

void DrawGraphQlType(ui::Frame& frame, const GraphQlSchema& schema, const GraphQlType& type) {
  DrawDescription(frame, type.description);
  if (!type.directives.empty()) {
    const auto row = frame.Row();
    frame.Chips(type.directives);
  }
  if (!type.interfaces.empty()) DrawNames(frame, schema, "Implements", type.interfaces);
  if (!type.members.empty()) DrawNames(frame, schema, "One of", type.members);
  if (type.fields.empty()) return;
  const bool is_enum = type.kind == GraphQlKind::Enum;
  const auto list = frame.List(is_enum ? "Values" : "Fields");
  for (const GraphQlField& field : type.fields) {
    const auto id = frame.Id(field.name);
    const auto item = frame.ListItem();
    DrawField(frame, schema, field);
  }
}

void DrawGraphQlDirective(ui::Frame& frame, const GraphQlSchema& schema, const GraphQlDirective& directive) {
  DrawDescription(frame, directive.description);
  if (!directive.arguments.empty()) DrawArguments(frame, schema, directive.arguments);
  frame.Text(directive.repeatable ? "May be repeated on" : "May stand on", ui::TextStyle::SmallStrong);
  const auto row = frame.Row();
  frame.Chips(directive.locations);
}

}  // namespace callboard::views
