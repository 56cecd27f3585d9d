#pragma once
// Pieces that the pages of several definition languages are put together from.

#include <string>
#include <string_view>
#include <vector>

#include "client/ui/ui.hpp"
#include "shared/definitions/schema.hpp"

namespace callboard::views {

/// The paragraphs of a description. Markdown is shown as it is written: lines of one paragraph are joined, those of
/// lists are not.
[[nodiscard]] std::vector<std::string> ParagraphsOf(std::string_view description);
void DrawDescription(ui::Frame& frame, std::string_view description);

/// The least width of columns, in em, with which a Grid has two of them where there is room, else one.
[[nodiscard]] float HalfOrAll(const ui::Frame& frame);

/// A member of something: a property, a parameter, a field.
struct MemberText {
  std::string name;
  std::string type;
  std::vector<std::string> notes;  // "required", "at most 3"
  std::string description;
};

/// Name, type, notes and description, for members that have nothing inside.
void DrawMember(ui::Frame& frame, const MemberText& member);

/// "string · required · at most 3".
[[nodiscard]] std::string DetailOf(const MemberText& member);

/// What is said of a schema under `name`.
[[nodiscard]] MemberText MemberOf(const definitions::Document& document, std::string_view name, const Json& schema,
                                  bool required);

/// The tree of a schema, of which each level is made when it is opened.
void DrawSchemaTree(ui::Frame& frame, const definitions::Document& document, const Json& schema);

}  // namespace callboard::views
