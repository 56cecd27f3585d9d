#include <format>

#include "client/views/definition_languages.hpp"
#include "client/views/definition_parts.hpp"

namespace callboard::views {
namespace {

using namespace definitions;

/// The type of a field, or of the values of a map.
std::string_view ValueType(std::string_view type) {
  if (!type.starts_with("map<")) return type;
  const std::size_t begin = type.find(", ");
  return begin == std::string_view::npos ? type : type.substr(begin + 2, type.size() - begin - 3);
}

MemberText MemberOf(const ProtoField& field) {
  MemberText member{.name = field.name, .type = field.type, .description = field.description};
  if (!field.label.empty()) member.type = std::format("{} {}", field.label, field.type);
  member.notes.push_back("field " + field.number);
  if (!field.oneof.empty()) member.notes.push_back("only one of " + field.oneof);
  if (field.deprecated) member.notes.emplace_back("deprecated");
  return member;
}

void DrawField(ui::Frame& frame, const ProtoFile& file, std::string_view scope, const ProtoField& field) {
  const MemberText member = MemberOf(field);
  const ProtoMessage* const message = FindMessage(file, ValueType(field.type), scope);
  const ProtoEnum* const values = FindEnum(file, ValueType(field.type), scope);
  if (message == nullptr && values == nullptr) return DrawMember(frame, member);
  const std::string detail = DetailOf(member);
  const auto open = frame.Disclosure(member.name, false, {.detail = detail, .mono = true});
  if (!open) return;
  DrawDescription(frame, member.description);
  if (message != nullptr) return DrawProtoMessage(frame, file, *message);
  DrawProtoEnum(frame, *values);
}

void DrawSide(ui::Frame& frame, const ProtoFile& file, std::string_view title, const std::string& type, bool streams) {
  const auto id = frame.Id(title);
  frame.Heading(4, title);
  const ProtoMessage* const message = FindMessage(file, type);
  const std::string_view detail = streams ? "any number, one after another" : "";
  if (message == nullptr) return DrawMember(frame, {.name = type, .type = std::string(detail)});
  if (const auto open = frame.Disclosure(type, true, {.detail = detail, .mono = true}); open)
    DrawProtoMessage(frame, file, *message);
}

}  // namespace

void DrawProtoMethod(ui::Frame& frame, const ProtoFile& file, const ProtoMethod& method) {
  DrawDescription(frame, method.description);
  DrawSide(frame, file, "Request", method.request, method.streams_request);
  DrawSide(frame, file, "Response", method.response, method.streams_response);
}

void DrawProtoMessage(ui::Frame& frame, const ProtoFile& file, const ProtoMessage& message) {
  DrawDescription(frame, message.description);
  if (message.fields.empty()) return frame.TextMuted("No fields");
  const auto list = frame.List("Fields");
  for (const ProtoField& field : message.fields) {
    const auto id = frame.Id(field.name);
    const auto item = frame.ListItem();
    DrawField(frame, file, message.name, field);
  }
}

void DrawProtoEnum(ui::Frame& frame, const ProtoEnum& of) {
  DrawDescription(frame, of.description);
  const auto list = frame.List("Values");
  for (const ProtoValue& value : of.values) {
    const auto id = frame.Id(value.name);
    const auto item = frame.ListItem();
    DrawMember(frame, {.name = value.name, .type = value.number, .description = value.description});
  }
}

}  // namespace callboard::views
