#include "client/ui/widget.hpp"

#include <algorithm>
#include <cmath>

#include "imgui.h"
#include "imgui_internal.h"

namespace callboard::ui {
namespace {

int Scaled(const Metrics& metrics, float of_fifteen) {
  return static_cast<int>(std::lround(metrics.em * of_fifteen / 15));
}

Rect Around(const Rect& a, const Rect& b) {
  if (a.w <= 0 && a.h <= 0) return b;
  const float x = std::min(a.x, b.x);
  const float y = std::min(a.y, b.y);
  return {x, y, std::max(a.Right(), b.Right()) - x, std::max(a.Bottom(), b.Bottom()) - y};
}

}  // namespace

TextFont FontOf(const Metrics& metrics, TextStyle style) {
  const auto em = static_cast<int>(metrics.em);
  const auto line = static_cast<int>(metrics.line);
  const auto small = static_cast<int>(metrics.small);
  const auto small_line = static_cast<int>(metrics.small_line);
  switch (style) {
    case TextStyle::Strong:
      return {Face::Bold, em, line};
    case TextStyle::Small:
      return {Face::Regular, small, small_line};
    case TextStyle::SmallStrong:
      return {Face::Bold, small, small_line};
    case TextStyle::Mono:
      return {Face::Mono, small, small_line};
    case TextStyle::Italic:
      return {Face::Italic, em, line};
    case TextStyle::Body:
    case TextStyle::Muted:
      break;
  }
  return {Face::Regular, em, line};
}

TextFont HeadingFont(const Metrics& metrics, int level) {
  if (level <= 1) return {Face::Bold, Scaled(metrics, 26), Scaled(metrics, 34)};
  if (level == 2) return {Face::Bold, Scaled(metrics, 18), Scaled(metrics, 26)};
  if (level == 3) return {Face::Bold, Scaled(metrics, 16), Scaled(metrics, 24)};
  return {Face::Bold, Scaled(metrics, 15), Scaled(metrics, 22)};
}

Color ColorOf(const Theme& theme, TextStyle style) {
  const bool quiet = style == TextStyle::Muted || style == TextStyle::Small;
  return quiet ? theme.muted : theme.text;
}

SemanticNode& RecordLeaf(Context& context, Role role, std::string_view key, const Rect& rect, std::string_view name) {
  SemanticNode& node = context.tree().Open(role, key);
  context.tree().Close();
  node.rect = rect;
  node.name = name;
  return node;
}

SemanticNode& RecordWidget(Context& context, Role role, std::string_view key, const Rect& rect, std::string_view name) {
  SemanticNode& node = RecordLeaf(context, role, key, rect, name);
  context.last_widget() = context.tree().size() - 1;
  const Point scroll = context.environment().scroll;
  const ImVec2 from(rect.x - scroll.x, rect.y - scroll.y);
  ImGui::ItemAdd(ImRect(from, ImVec2(from.x + rect.w, from.y + rect.h)), node.id, nullptr, ImGuiItemFlags_NoNav);
  return node;
}

std::size_t OpenNode(Context& context, Role role, std::string_view key, std::string_view name) {
  context.tree().Open(role, key).name = name;
  return context.tree().OpenIndex();
}

void CloseNode(Context& context, std::size_t node) {
  SemanticTree& tree = context.tree();
  Rect rect;
  for (std::size_t i = node + 1; i < tree.size(); ++i) {
    if (tree.at(i).parent == tree.at(node).id) rect = Around(rect, tree.at(i).rect);
  }
  if (tree.at(node).rect.w <= 0) tree.at(node).rect = rect;
  tree.Close();
}

void DrawRun(Context& context, SemanticNode& node, const TextFont& font, std::string_view text, const TextShape& shape,
             Point at, Color color) {
  context.painter().Text(font, text, shape, at, color);
  TextRun& run = node.runs.emplace_back();
  run.text = text;
  run.rect = {at.x, at.y, shape.size.w, shape.size.h};
  run.face = font.face;
  run.size = font.size;
  run.line_height = font.line_height;
  for (std::size_t i = 1; i < shape.lines.size(); ++i) run.breaks.push_back(shape.lines[i].begin);
}

void DrawLabel(Context& context, SemanticNode& node, const TextFont& font, std::string_view text, const Rect& box,
               Color color) {
  const TextShape shape = context.painter().Measure(font, text, box.w, Overflow::Ellipsis);
  const float y = box.y + std::floor((box.h - shape.size.h) / 2);
  DrawRun(context, node, font, text, shape, {box.x, y}, color);
}

void DrawFocusRing(Context& context, NodeId id, const Rect& rect, float radius) {
  if (!context.ShowsFocus(id)) return;
  context.painter().Stroke(rect.Inset(-3), context.theme().focus, radius + 3, 2);
}

bool IsExternal(std::string_view href) {
  return !href.starts_with('/') || href.starts_with("//");
}

}  // namespace callboard::ui
