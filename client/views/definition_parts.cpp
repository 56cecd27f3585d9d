#include "client/views/definition_parts.hpp"

#include <algorithm>
#include <format>

#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

using definitions::Document;
using definitions::SchemaChild;
using definitions::SchemaRole;
using definitions::SchemaSummary;

/// The arrow of a Disclosure with the gaps around it: names stand below each other.
constexpr float kMemberIndentEm = 1.8F;

bool BeginsALine(std::string_view line) {
  return line.starts_with("- ") || line.starts_with("* ") || line.starts_with("#") || line.starts_with("|") ||
         (!line.empty() && line[0] >= '0' && line[0] <= '9');
}

std::string Joined(const std::vector<std::string>& texts, std::string_view separator) {
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : std::string(separator)) + text;
  return joined;
}

std::string NameOf(const SchemaChild& child) {
  switch (child.role) {
    case SchemaRole::OneOf:
      return "one of: " + child.name;
    case SchemaRole::AnyOf:
      return "any of: " + child.name;
    default:
      return child.name;
  }
}

void DrawChildren(ui::Frame& frame, const Document& document, const std::vector<SchemaChild>& children);

void DrawChild(ui::Frame& frame, const Document& document, const SchemaChild& child) {
  const MemberText member = MemberOf(document, NameOf(child), *child.schema, child.required);
  const std::vector<SchemaChild> children = ChildrenOf(document, *child.schema);
  if (children.empty()) return DrawMember(frame, member);
  const std::string detail = DetailOf(member);
  if (const auto open = frame.Disclosure(member.name, false, {.detail = detail, .mono = true}); open) {
    DrawDescription(frame, member.description);
    DrawChildren(frame, document, children);
  }
}

void DrawChildren(ui::Frame& frame, const Document& document, const std::vector<SchemaChild>& children) {
  const auto list = frame.List();
  for (const SchemaChild& child : children) {
    const auto id = frame.Id(child.name);
    const auto item = frame.ListItem();
    DrawChild(frame, document, child);
  }
}

}  // namespace

std::vector<std::string> ParagraphsOf(std::string_view description) {
  std::vector<std::string> paragraphs;
  bool ended = true;
  for (const std::string_view raw : Split(description, '\n')) {
    const std::string_view line = TrimSpace(raw);
    if (line.empty()) {
      ended = true;
      continue;
    }
    if (ended) {
      paragraphs.emplace_back(line);
    } else {
      paragraphs.back() += (BeginsALine(line) ? "\n" : " ") + std::string(line);
    }
    ended = false;
  }
  return paragraphs;
}

void DrawDescription(ui::Frame& frame, std::string_view description) {
  for (const std::string& paragraph : ParagraphsOf(description)) frame.Text(paragraph);
}

float HalfOrAll(const ui::Frame& frame) {
  return std::max(22.F, frame.AvailableEm() / 2 - 1);
}

std::string DetailOf(const MemberText& member) {
  std::string detail = member.type;
  for (const std::string& note : member.notes) detail += (detail.empty() ? "" : " · ") + note;
  return detail;
}

void DrawMember(ui::Frame& frame, const MemberText& member) {
  const auto indented = frame.Row({.gap_em = 0, .centred = false});
  frame.Space(kMemberIndentEm);
  const auto column = frame.Column();
  {
    const auto row = frame.Row({.gap_em = 0.6F});
    frame.Text(member.name, ui::TextStyle::Mono);
    if (const std::string detail = DetailOf(member); !detail.empty()) frame.Text(detail, ui::TextStyle::Small);
  }
  for (const std::string& paragraph : ParagraphsOf(member.description)) frame.Text(paragraph, ui::TextStyle::Small);
}

MemberText MemberOf(const Document& document, std::string_view name, const Json& schema, bool required) {
  const SchemaSummary summary = SummaryOf(document, schema);
  MemberText member{.name = std::string(name), .type = summary.type, .description = summary.description};
  if (required) member.notes.emplace_back("required");
  if (summary.deprecated) member.notes.emplace_back("deprecated");
  if (summary.read_only) member.notes.emplace_back("read only");
  if (summary.write_only) member.notes.emplace_back("write only");
  member.notes.insert(member.notes.end(), summary.constraints.begin(), summary.constraints.end());
  if (!summary.values.empty()) member.notes.push_back("one of " + Joined(summary.values, ", "));
  if (!summary.default_value.empty()) member.notes.push_back("default " + summary.default_value);
  if (!summary.example.empty()) member.notes.push_back("for example " + summary.example);
  if (!summary.broken_reference.empty())
    member.notes.push_back(std::format("{} is not in this definition", summary.broken_reference));
  if (member.description.empty()) member.description = summary.title;
  return member;
}

void DrawSchemaTree(ui::Frame& frame, const Document& document, const Json& schema) {
  const MemberText member = MemberOf(document, "", schema, false);
  if (const std::string detail = DetailOf(member); !detail.empty()) frame.Text(detail, ui::TextStyle::Small);
  DrawDescription(frame, member.description);
  const std::vector<SchemaChild> children = ChildrenOf(document, schema);
  if (!children.empty()) DrawChildren(frame, document, children);
}

}  // namespace callboard::views
