#include <algorithm>
#include <cmath>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

struct ButtonLook {
  Color fill;
  Color text;
  Color border;
};

constexpr Color kClear{0};

ButtonLook LookOf(const Theme& theme, const ButtonOptions& options) {
  if (options.disabled) return {theme.sunken, theme.muted, theme.border};
  switch (options.kind) {
    case ButtonKind::Primary:
      return {theme.accent, theme.on_accent, theme.accent};
    case ButtonKind::Danger:
      return {theme.ToneOf(Tone::Bad).fill, theme.ToneOf(Tone::Bad).text, theme.ToneOf(Tone::Bad).text};
    case ButtonKind::Quiet:
      return {options.pressed.value_or(false) ? theme.current : kClear, theme.text, kClear};
    case ButtonKind::Secondary:
      break;
  }
  return {options.pressed.value_or(false) ? theme.current : theme.surface, theme.text, theme.control_border};
}

void DrawButtonFace(Context& context, NodeId id, const Rect& rect, const ButtonLook& look, bool disabled) {
  const float radius = context.metrics().radius * 0.75F;
  context.painter().Fill(rect, look.fill, radius);
  if (!disabled && context.IsHovered(id)) context.painter().Fill(rect, context.theme().hover, radius);
  context.painter().Stroke(rect, look.border, radius);
  DrawFocusRing(context, id, rect, radius);
}

std::uint32_t StatesOf(const ButtonOptions& options) {
  std::uint32_t states = options.disabled ? kDisabled : 0;
  if (options.pressed.has_value()) states |= *options.pressed ? kPressed : kNotPressed;
  return states;
}

Color LinkColor(const Theme& theme, const LinkOptions& options) {
  if (options.current) return theme.text;
  return options.style == TextStyle::Muted || options.style == TextStyle::Small ? theme.muted : theme.link;
}

}  // namespace

void Frame::Link(std::string_view text, std::string_view href, LinkOptions options) {
  const TextFont font = FontOf(context_.metrics(), options.style);
  const auto line_height = static_cast<float>(font.line_height);
  const auto icon_size = std::round(static_cast<float>(font.size) * 1.1F);
  const float before = options.icon == Icon::None ? 0 : icon_size + std::round(icon_size * 0.4F);
  const float after = IsExternal(href) ? std::round(icon_size * 1.2F) : 0;
  Layout& layout = context_.layout();
  const Rect at = layout.StartItem(before + after + context_.painter().WidthOf(font, text));
  const Overflow overflow = layout.CutsText() ? Overflow::Ellipsis : Overflow::Wrap;
  const TextShape shape = context_.painter().Measure(font, text, at.w - before - after, overflow);
  const Rect rect{at.x, at.y, before + shape.size.w + after, shape.size.h};
  layout.FinishItem({rect.w, rect.h});
  const bool renamed = !options.accessible_name.empty() && options.accessible_name != text;
  SemanticNode& node = RecordWidget(context_, Role::Link, href, rect, renamed ? options.accessible_name : text);
  node.href = href;
  if (renamed) node.states |= kNamed;
  if (options.current) node.states |= kCurrent;
  const NodeId id = node.id;
  const Color color = LinkColor(context_.theme(), options);
  Painter& painter = context_.painter();
  DrawRun(context_, node, font, text, shape, {at.x + before, at.y}, color);
  painter.Icon(options.icon, {at.x, at.y + std::floor((line_height - icon_size) / 2), icon_size, icon_size}, color);
  if (after > 0) {
    const float size = std::round(icon_size * 0.8F);
    painter.Icon(Icon::External,
                 {rect.Right() - size, rect.Bottom() - std::floor((line_height + size) / 2), size, size}, color);
  }
  const bool underlined = context_.IsHovered(id) || context_.theme().scheme >= Scheme::HighContrastLight;
  for (std::size_t i = 0; underlined && i < shape.lines.size(); ++i) {
    const float y = at.y + static_cast<float>(i + 1) * line_height - std::floor(line_height * 0.16F);
    painter.Fill({at.x + before, y, shape.lines[i].width, 1}, color);
  }
  DrawFocusRing(context_, id, rect, 3);
}

float Frame::ButtonWidth(std::string_view label) const {
  const Metrics& metrics = context_.metrics();
  const TextFont font{Face::Bold, static_cast<int>(metrics.em) - 1, static_cast<int>(metrics.line)};
  return std::ceil(context_.painter().WidthOf(font, label) + 2 * metrics.em);
}

bool Frame::Button(std::string_view label, ButtonOptions options) {
  const Metrics& metrics = context_.metrics();
  const TextFont font{Face::Bold, static_cast<int>(metrics.em) - 1, static_cast<int>(metrics.line)};
  const float icon_size = std::round(metrics.em * 1.1F);
  const float icon_room = options.icon == Icon::None ? 0 : icon_size + metrics.em * 0.5F;
  const float pad = metrics.em * (options.kind == ButtonKind::Quiet ? 0.7F : 1.F);
  const Rect rect = context_.layout().Place(
      {std::ceil(context_.painter().WidthOf(font, label) + icon_room + 2 * pad), metrics.control});
  SemanticNode& node = RecordWidget(context_, Role::Button, label, rect, label);
  node.states |= StatesOf(options);
  node.shortcut = options.shortcut;
  const ButtonLook look = LookOf(context_.theme(), options);
  const NodeId id = node.id;
  DrawButtonFace(context_, id, rect, look, options.disabled);
  DrawLabel(context_, node, font, label, {rect.x + pad + icon_room, rect.y, rect.w - 2 * pad - icon_room + 1, rect.h},
            look.text);
  context_.painter().Icon(
      options.icon, {rect.x + pad, rect.y + std::floor((rect.h - icon_size) / 2), icon_size, icon_size}, look.text);
  return !options.disabled && context_.IsClicked(id);
}

bool Frame::IconButton(enum Icon icon, std::string_view label, ButtonOptions options) {
  const float size = context_.metrics().control;
  const float icon_size = std::round(context_.metrics().em * 1.2F);
  if (options.kind == ButtonKind::Secondary) options.kind = ButtonKind::Quiet;
  const Rect rect = context_.layout().Place({size, size});
  SemanticNode& node = RecordWidget(context_, Role::Button, label, rect, label);
  node.states |= StatesOf(options) | kNamed;
  node.shortcut = options.shortcut;
  const NodeId id = node.id;
  const ButtonLook look = LookOf(context_.theme(), options);
  DrawButtonFace(context_, id, rect, look, options.disabled);
  context_.painter().Icon(icon, rect.Inset((size - icon_size) / 2), look.text);
  return !options.disabled && context_.IsClicked(id);
}

void Frame::NavLink(std::string_view label, std::string_view href, enum Icon icon, bool current) {
  const Metrics& metrics = context_.metrics();
  const Theme& theme = context_.theme();
  const Rect at = context_.layout().StartItem(0);
  const Rect rect{at.x, at.y, at.w, metrics.control + 2};
  context_.layout().FinishItem({rect.w, rect.h});
  SemanticNode& node = RecordWidget(context_, Role::Link, href, rect, label);
  node.href = href;
  if (current) node.states |= kCurrent;
  const NodeId id = node.id;
  const float radius = metrics.radius * 0.75F;
  const float pad = metrics.em * 0.8F;
  const float icon_size = std::round(metrics.em * 1.25F);
  Painter& painter = context_.painter();
  if (current) painter.Fill(rect, theme.current, radius);
  if (context_.IsHovered(id)) painter.Fill(rect, theme.hover, radius);
  if (current) painter.Fill({rect.x, rect.y + rect.h * 0.2F, 3, rect.h * 0.6F}, theme.accent, 1.5F);
  const Color color = current ? theme.text : theme.muted;
  painter.Icon(icon, {rect.x + pad, rect.y + std::floor((rect.h - icon_size) / 2), icon_size, icon_size},
               current ? theme.accent : theme.muted);
  const float text_x = rect.x + pad + icon_size + metrics.em * 0.7F;
  const TextFont font = FontOf(metrics, current ? TextStyle::Strong : TextStyle::Body);
  DrawLabel(context_, node, font, label, {text_x, rect.y, rect.Right() - pad - text_x, rect.h}, color);
  DrawFocusRing(context_, id, rect.Inset(3), radius);
}

void Frame::Tabs(std::string_view label, std::span<const TabLink> tabs) {
  const Metrics& metrics = context_.metrics();
  const Theme& theme = context_.theme();
  const Rect line = context_.layout().StartItem(0);
  const auto navigation = Navigation(label);
  context_.layout().OpenLine(line, {.gap = metrics.em * 0.25F});
  for (const TabLink& tab : tabs) {
    const TextFont font = FontOf(metrics, tab.current ? TextStyle::Strong : TextStyle::Body);
    const float pad = metrics.em * 0.8F;
    const Rect rect =
        context_.layout().Place({context_.painter().WidthOf(font, tab.label) + 2 * pad, metrics.control + 4});
    SemanticNode& node = RecordWidget(context_, Role::Link, tab.href, rect, tab.label);
    node.href = tab.href;
    if (tab.current) node.states |= kCurrent;
    const NodeId id = node.id;
    if (context_.IsHovered(id)) context_.painter().Fill(rect, theme.hover, metrics.radius / 2);
    DrawLabel(context_, node, font, tab.label, {rect.x + pad, rect.y, rect.w - pad, rect.h},
              tab.current ? theme.text : theme.muted);
    if (tab.current) context_.painter().Fill({rect.x, rect.Bottom() - 3, rect.w, 3}, theme.accent, 1.5F);
    DrawFocusRing(context_, id, rect.Inset(3), metrics.radius / 2);
  }
  const Size size = context_.layout().Close();
  context_.painter().Fill({line.x, line.y + size.h - 1, line.w, 1}, theme.border);
  context_.layout().FinishItem({line.w, size.h});
}

}  // namespace callboard::ui
