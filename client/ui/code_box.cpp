#include "client/ui/code_box.hpp"

#include <algorithm>

namespace callboard::ui {
namespace {

// A run of this many lines keeps its place in the DOM while the page scrolls past it, so that a selection stays.
constexpr std::size_t kChunkLines = 100;
// All of a text of up to this many lines is in the DOM, for find-in-page.
constexpr std::size_t kWholeLines = 2000;
constexpr std::size_t kSpareChunks = 1;

struct LineRange {
  std::size_t first = 0;
  std::size_t end = 0;
};

LineRange LinesInSight(const Rect& seen, float top, float line_height, std::size_t count) {
  const auto line_at = [&](float y) { return static_cast<std::size_t>(std::max(0.F, (y - top) / line_height)); };
  const std::size_t end = std::min(count, line_at(seen.Bottom()) + 1);
  return {std::min(line_at(seen.y), end), end};
}

std::string Joined(std::span<const std::string_view> lines) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) text += '\n';
    text += lines[i];
  }
  return text;
}

void RecordChunks(SemanticNode& node, const CodeBoxSpec& spec, const LineRange& seen, const TextFont& font,
                  const Rect& text) {
  const std::size_t count = spec.lines.size();
  const std::size_t seen_first = seen.first / kChunkLines;
  const bool whole = count <= kWholeLines;
  const std::size_t first = whole || seen_first < kSpareChunks ? 0 : seen_first - kSpareChunks;
  const std::size_t end = whole ? (count + kChunkLines - 1) / kChunkLines : seen.end / kChunkLines + 1 + kSpareChunks;
  for (std::size_t chunk = first; chunk < end && chunk * kChunkLines < count; ++chunk) {
    const std::size_t begin = chunk * kChunkLines;
    const std::size_t lines = std::min(kChunkLines, count - begin);
    TextRun& run = node.runs.emplace_back();
    run.text = Joined(spec.lines.subspan(begin, lines));
    const auto line_height = static_cast<float>(font.line_height);
    run.rect = {text.x, text.y + line_height * static_cast<float>(begin), text.w,
                line_height * static_cast<float>(lines)};
    run.face = font.face;
    run.size = font.size;
    run.line_height = font.line_height;
  }
}

}  // namespace

float ExactWidth(Context& context, const TextFont& font, std::string_view text) {
  const TextShape shape = context.painter().Measure(font, text, 0, Overflow::Keep);
  return shape.lines.empty() ? 0 : shape.lines.front().width;
}

void DrawPiece(Context& context, const TextFont& font, std::string_view text, Point at, Color color) {
  const TextShape shape = context.painter().Measure(font, text, 0, Overflow::Keep);
  context.painter().Text(font, text, shape, at, color);
}

void DrawCodeBox(Frame& frame, const CodeBoxSpec& spec) {
  Context& context = frame.context();
  const Theme& theme = context.theme();
  const Metrics& metrics = context.metrics();
  const TextFont font = FontOf(metrics, TextStyle::Mono);
  const auto line_height = static_cast<float>(font.line_height);
  const float pad = metrics.gap;
  const float before = pad + spec.gutter_width;
  std::size_t longest = 0;
  for (const std::string_view line : spec.lines) longest = std::max(longest, line.size());
  const float widest = static_cast<float>(longest) * ExactWidth(context, font, "0") + 1;
  const Rect at = context.layout().StartItem(0);
  const float text_height = line_height * static_cast<float>(std::max<std::size_t>(1, spec.lines.size()));
  const Rect rect{at.x, at.y, at.w, text_height + 2 * pad};
  SemanticNode& node = RecordWidget(context, Role::Code, spec.label, rect, spec.label);
  const NodeId id = node.id;
  node.states |= kNamed | kScrolls;
  node.content = {before + widest + pad, rect.h};
  Painter& painter = context.painter();
  painter.Fill(rect, theme.sunken, metrics.radius);
  painter.Stroke(rect, theme.border, metrics.radius);
  const Rect text{rect.x + before, rect.y + pad, widest, text_height};
  const LineRange seen = LinesInSight(painter.Seen(), text.y, line_height, spec.lines.size());
  RecordChunks(node, spec, seen, font, text);
  const auto place_of = [&](std::size_t i) {
    const float y = text.y + line_height * static_cast<float>(i);
    return CodeLinePlace{
        {text.x, y}, {rect.x + pad, y, spec.gutter_width, line_height}, {rect.x, y, rect.w, line_height}};
  };
  const float scroll = context.StateOf(id).scroll.x;
  if (spec.draw_gutter) {
    for (std::size_t i = seen.first; i < seen.end; ++i) spec.draw_gutter(i, place_of(i));
  }
  painter.PushView({rect.x + before - metrics.em * 0.25F, rect.y, rect.w - before, rect.h}, {scroll, 0});
  for (std::size_t i = seen.first; i < seen.end; ++i) spec.draw_text(i, place_of(i));
  painter.PopView();
  DrawFocusRing(context, id, rect, metrics.radius);
  context.layout().FinishItem({rect.w, rect.h});
}

}  // namespace callboard::ui
