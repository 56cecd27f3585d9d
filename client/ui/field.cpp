#include "client/ui/field.hpp"

#include <algorithm>
#include <cmath>

namespace callboard::ui {

FieldBox PlaceField(Context& context, std::string_view label, bool hide_label, float width, float control_height) {
  Layout& layout = context.layout();
  const Metrics& metrics = context.metrics();
  const float label_height = hide_label ? 0 : metrics.small_line + metrics.em * 0.3F;
  const float least = context.painter().WidthOf(FontOf(metrics, TextStyle::SmallStrong), label);
  const float wanted = width > 0 ? width : layout.IsInLine() ? std::max(16 * metrics.em, least) : 0;
  const Rect at = layout.StartItem(wanted);
  layout.FinishItem({at.w, label_height + control_height});
  const Rect rect{at.x, at.y, at.w, label_height + control_height};
  return {rect, {at.x, at.y + label_height, at.w, control_height}};
}

void DrawFieldLabel(Context& context, SemanticNode& node, std::string_view label, bool hide_label) {
  if (hide_label) {
    node.states |= kNamed;
    return;
  }
  const TextFont font = FontOf(context.metrics(), TextStyle::SmallStrong);
  const Rect line{node.rect.x, node.rect.y, node.rect.w, context.metrics().small_line};
  DrawLabel(context, node, font, label, line, context.theme().text);
}

void DrawFieldFace(Context& context, NodeId id, const Rect& control, bool invalid) {
  const Theme& theme = context.theme();
  const float radius = context.metrics().radius * 0.75F;
  const Color edge = invalid ? theme.ToneOf(Tone::Bad).text : theme.control_border;
  context.painter().Fill(control, theme.surface, radius);
  if (context.IsHovered(id))
    context.painter().Fill(control, theme.hover.WithAlpha((theme.hover.rgba & 0xFFU) / 2), radius);
  context.painter().Stroke(control, edge, radius);
  // A field shows its focus however it came: that is where letters go.
  if (context.IsFocused(id)) context.painter().Stroke(control.Inset(-1), theme.focus, radius + 1, 2);
}

void DrawFieldText(Context& context, const Rect& box, const std::string& value, const TextFieldOptions& options) {
  const TextFont font = FontOf(context.metrics(), TextStyle::Body);
  const bool empty = value.empty();
  const std::string_view text = empty ? options.placeholder : std::string_view(value);
  const Overflow overflow = options.multiline ? Overflow::Wrap : Overflow::Ellipsis;
  TextShape shape = context.painter().Measure(font, text, box.w, overflow);
  const auto line_height = static_cast<float>(font.line_height);
  // What does not fit into a field of several lines can be scrolled to while it has the focus.
  const auto lines = static_cast<std::size_t>(std::max(1.F, box.h / line_height));
  if (shape.lines.size() > lines) shape.lines.resize(lines);
  const float y = options.multiline ? box.y : box.y + std::floor((box.h - line_height) / 2);
  context.painter().Text(font, text, shape, {box.x, y}, empty ? context.theme().muted : context.theme().text);
}

void DrawFieldNote(Frame& frame, const TextFieldOptions& options) {
  if (!options.error.empty()) return frame.Text(options.error, TextStyle::Small);
  if (!options.help.empty()) frame.Text(options.help, TextStyle::Small);
}

}  // namespace callboard::ui
