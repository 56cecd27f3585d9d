#include <algorithm>
#include <cmath>
#include <format>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

/// Where code is drawn: its corner, and what was measured.
struct CodePlace {
  std::string_view text;
  const TextShape& shape;
  TextFont font;
  Point at;
};

/// The line that holds byte `offset`.
std::size_t LineAt(const TextShape& shape, std::size_t offset) {
  const auto next = std::ranges::upper_bound(shape.lines, offset, {}, &TextLine::begin);
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, next - shape.lines.begin() - 1));
}

/// The part of `mark` that is on its first line.
Rect PlaceOf(Context& context, const CodePlace& code, const TextRange& mark) {
  const std::size_t index = LineAt(code.shape, mark.begin);
  const TextLine& line = code.shape.lines[index];
  const auto height = static_cast<float>(code.font.line_height);
  const float before = context.painter().WidthOf(code.font, code.text.substr(line.begin, mark.begin - line.begin));
  const std::size_t length = std::min<std::size_t>(mark.length, line.end - std::min<std::size_t>(line.end, mark.begin));
  return {code.at.x + before, code.at.y + static_cast<float>(index) * height,
          context.painter().WidthOf(code.font, code.text.substr(mark.begin, length)), height};
}

void DrawMarks(Context& context, const CodePlace& code, const CodeOptions& options) {
  const Rect& seen = context.painter().Seen();
  const auto height = static_cast<float>(code.font.line_height);
  for (std::size_t i = 0; i < options.marks.size(); ++i) {
    if (code.shape.lines.empty() || options.marks[i].begin >= code.text.size()) return;
    const float y = code.at.y + static_cast<float>(LineAt(code.shape, options.marks[i].begin)) * height;
    const bool is_current = i == options.current;
    if (!is_current && (y + height < seen.y || y > seen.Bottom())) continue;
    const Rect rect = PlaceOf(context, code, options.marks[i]);
    const ToneColors& colors = context.theme().ToneOf(is_current ? Tone::Accent : Tone::Warning);
    context.painter().Fill(rect, colors.fill, 2);
    context.painter().Stroke(rect.Inset(-1), colors.text, 3, is_current ? 2 : 1);
    if (is_current && options.show_current)
      context.output().scroll_to = std::max(0.F, rect.y - context.environment().window.h * 0.4F);
  }
}

/// For the eye only: who listens wants the code.
void DrawLineNumbers(Context& context, const CodePlace& code, float right) {
  const Rect& seen = context.painter().Seen();
  const auto height = static_cast<float>(code.font.line_height);
  const std::size_t first =
      LineAt(code.shape, 0) + static_cast<std::size_t>(std::max(0.F, (seen.y - code.at.y) / height));
  for (std::size_t i = first; i < code.shape.lines.size(); ++i) {
    const float y = code.at.y + static_cast<float>(i) * height;
    if (y > seen.Bottom()) return;
    const std::string number = std::format("{}", i + 1);
    const float width = context.painter().WidthOf(code.font, number);
    const TextShape shape = context.painter().Measure(code.font, number, width + 1, Overflow::Keep);
    context.painter().Text(code.font, number, shape, {right - width, y}, context.theme().muted);
  }
}

}  // namespace

void Frame::CodeBlock(std::string_view label, std::string_view text, const CodeOptions& options) {
  {
    const auto row = Row({.wrap = false});
    Text(label, TextStyle::SmallStrong);
    Spring();
    if (Button("Copy", {.kind = ButtonKind::Quiet, .icon = Icon::Copy})) {
      CopyToClipboard(text);
      Announce("Copied");
    }
  }
  const Theme& theme = context_.theme();
  const Metrics& metrics = context_.metrics();
  const TextFont font = FontOf(metrics, TextStyle::Mono);
  Painter& painter = context_.painter();
  const TextShape shape = painter.Measure(font, text, 0, Overflow::Keep);
  const float pad = metrics.gap;
  const float digits = painter.WidthOf(font, std::format("{}", shape.lines.size()));
  const float gutter = options.line_numbers ? digits + pad : 0;
  const Rect at = context_.layout().StartItem(0);
  const Rect rect{at.x, at.y, at.w, shape.size.h + 2 * pad};
  SemanticNode& node = RecordWidget(context_, Role::Code, label, rect, label);
  const std::size_t index = context_.tree().size() - 1;
  node.states |= kNamed | kScrolls;
  node.content = {shape.size.w + gutter + 2 * pad, rect.h};
  const Point scroll = context_.StateOf(node.id).scroll;
  painter.Fill(rect, theme.sunken, metrics.radius);
  painter.Stroke(rect, theme.border, metrics.radius);
  painter.PushView(rect, {scroll.x, 0});
  const CodePlace code{.text = text, .shape = shape, .font = font, .at = {rect.x + pad + gutter, rect.y + pad}};
  if (options.line_numbers) DrawLineNumbers(context_, code, rect.x + pad + digits);
  DrawMarks(context_, code, options);
  DrawRun(context_, node, font, text, shape, code.at, theme.text);
  painter.PopView();
  DrawFocusRing(context_, context_.tree().at(index).id, rect, metrics.radius);
  context_.layout().FinishItem({rect.w, rect.h});
}

}  // namespace callboard::ui
