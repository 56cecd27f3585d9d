#pragma once
// What the widgets' implementations share. Not for views.

#include <string_view>

#include "client/ui/context.hpp"
#include "client/ui/ui.hpp"

namespace callboard::ui {

[[nodiscard]] TextFont FontOf(const Metrics& metrics, TextStyle style);
[[nodiscard]] TextFont HeadingFont(const Metrics& metrics, int level);
[[nodiscard]] Color ColorOf(const Theme& theme, TextStyle style);

/// Records a node without children. The reference lives until the next node.
SemanticNode& RecordLeaf(Context& context, Role role, std::string_view key, const Rect& rect, std::string_view name);
/// Records something that can be operated: a leaf that is an ImGui item too, so that the audit of the tests sees both.
SemanticNode& RecordWidget(Context& context, Role role, std::string_view key, const Rect& rect, std::string_view name);
/// Opens a node that others go into; CloseNode gives it the rectangle around them.
std::size_t OpenNode(Context& context, Role role, std::string_view key, std::string_view name);
void CloseNode(Context& context, std::size_t node);

/// Draws `shape` at `at` and records it with `node`, so that it can be selected there.
void DrawRun(Context& context, SemanticNode& node, const TextFont& font, std::string_view text, const TextShape& shape,
             Point at, Color color);
/// One line in the middle of `box`'s height, cut at its right edge.
void DrawLabel(Context& context, SemanticNode& node, const TextFont& font, std::string_view text, const Rect& box,
               Color color);
void DrawFocusRing(Context& context, NodeId id, const Rect& rect, float radius);

/// Whether a href leads out of the portal.
[[nodiscard]] bool IsExternal(std::string_view href);

}  // namespace callboard::ui
