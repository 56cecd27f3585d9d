#include <algorithm>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

void ClosePanel(Frame& frame) {
  Context& context = frame.context();
  const OpenScope scope = context.scopes().back();
  context.scopes().pop_back();
  const Size size = context.layout().Close();
  context.tree().at(scope.node).rect = {scope.area.x, scope.area.y, scope.area.w, size.h};
  CloseNode(context, scope.node);
  context.layout().FinishItem({scope.area.w, size.h});
}

std::optional<std::size_t> TabAfter(std::string_view key, std::size_t at, std::size_t count) {
  if (key == "ArrowRight") return (at + 1) % count;
  if (key == "ArrowLeft") return (at + count - 1) % count;
  if (key == "Home") return 0;
  if (key == "End") return count - 1;
  return std::nullopt;
}

}  // namespace

bool Frame::TabList(std::string_view label, std::span<const std::string_view> tabs, std::size_t& current) {
  const Metrics& metrics = context_.metrics();
  const Theme& theme = context_.theme();
  const Rect line = context_.layout().StartItem(0);
  const std::size_t list = OpenNode(context_, Role::TabList, label, label);
  context_.tree().at(list).states |= kNamed;
  context_.layout().OpenLine(line, {.gap = metrics.em * 0.25F});
  std::optional<std::size_t> asked;
  bool by_key = false;
  std::vector<NodeId> ids;
  for (std::size_t i = 0; i < tabs.size(); ++i) {
    const bool chosen = i == current;
    const TextFont font = FontOf(metrics, chosen ? TextStyle::Strong : TextStyle::Body);
    const float pad = metrics.em * 0.8F;
    const Rect rect = context_.layout().Place({context_.painter().WidthOf(font, tabs[i]) + 2 * pad, metrics.control});
    SemanticNode& node = RecordWidget(context_, Role::Tab, tabs[i], rect, tabs[i]);
    node.states |= chosen ? kSelected : kNotSelected;
    const NodeId id = node.id;
    ids.push_back(id);
    if (context_.IsHovered(id)) context_.painter().Fill(rect, theme.hover, metrics.radius / 2);
    DrawLabel(context_, node, font, tabs[i], {rect.x + pad, rect.y, rect.w - pad, rect.h},
              chosen ? theme.text : theme.muted);
    if (chosen) context_.painter().Fill({rect.x, rect.Bottom() - 3, rect.w, 3}, theme.accent, 1.5F);
    DrawFocusRing(context_, id, rect.Inset(3), metrics.radius / 2);
    if (context_.IsClicked(id)) asked = i;
    for (const std::string_view key : context_.KeysOf(id)) {
      asked = TabAfter(key, asked.value_or(i), tabs.size());
      by_key = asked.has_value();
    }
  }
  const Size size = context_.layout().Close();
  context_.painter().Fill({line.x, line.y + size.h - 1, line.w, 1}, theme.border);
  CloseNode(context_, list);
  context_.layout().FinishItem({line.w, size.h});
  if (by_key && asked) context_.FocusNode(ids[*asked]);
  const bool changed = asked.has_value() && *asked != current;
  if (changed) current = *asked;
  return changed;
}

Scope Frame::TabPanel(std::string_view tab) {
  const Rect at = context_.layout().StartItem(0);
  const std::size_t node = OpenNode(context_, Role::TabPanel, tab, tab);
  context_.tree().at(node).states |= kNamed;
  context_.scopes().push_back({.node = node, .area = at});
  context_.layout().OpenStack(at, context_.metrics().gap);
  return {this, ClosePanel};
}

}  // namespace callboard::ui
