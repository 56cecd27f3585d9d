// Measuring and breaking of text. The same rules as CSS `white-space: normal; overflow-wrap: anywhere`, since the DOM
// lays the same text over it.
#include <algorithm>
#include <cmath>
#include <limits>

#include "client/ui/painter.hpp"
#include "imgui.h"

namespace callboard::ui {
namespace {

constexpr std::string_view kEllipsis = "…";

float AdvanceOf(ImFontBaked& baked, const TextUnit& unit) {
  if (unit.glyph == '\n') return 0;
  return baked.FindGlyph(unit.glyph == '\t' ? ' ' : unit.glyph)->AdvanceX * (unit.glyph == '\t' ? 4.F : 1.F);
}

/// Builds the lines of one text, unit by unit.
class LineBreaker {
 public:
  LineBreaker(ImFontBaked& baked, float max_width, bool wraps) : baked_(baked), max_width_(max_width), wraps_(wraps) {}

  std::vector<TextLine> Break(const std::vector<TextUnit>& units) {
    for (const TextUnit& unit : units) Add(unit);
    Finish(at_, width_);
    return std::move(lines_);
  }

 private:
  void Add(const TextUnit& unit) {
    const float advance = AdvanceOf(baked_, unit);
    if (unit.glyph == '\n') {
      Finish(at_ + unit.bytes, width_);
      at_ += unit.bytes;
      return;
    }
    // A space at the end of a line hangs over the edge, as in CSS.
    if (wraps_ && !unit.is_space && width_ + advance > max_width_ && at_ > begin_) WrapBefore();
    width_ += advance;
    at_ += unit.bytes;
    if (unit.is_space) trailing_ += advance;
    if (!unit.is_space) trailing_ = 0;
    if (unit.breaks_after) {
      break_at_ = at_;
      width_at_break_ = width_;
      ink_at_break_ = width_ - trailing_;
    }
  }

  void WrapBefore() {
    if (break_at_ > begin_) {
      const float rest = width_ - width_at_break_;
      const std::uint32_t at = break_at_;
      Finish(at, ink_at_break_);
      width_ = rest;
    } else {
      Finish(at_, width_);
    }
  }

  void Finish(std::uint32_t end, float width) {
    lines_.push_back({begin_, end, width, false});
    begin_ = end;
    break_at_ = end;
    width_ = 0;
    trailing_ = 0;
  }

  ImFontBaked& baked_;
  float max_width_;
  bool wraps_;
  std::vector<TextLine> lines_;
  std::uint32_t at_ = 0;
  std::uint32_t begin_ = 0;
  std::uint32_t break_at_ = 0;
  float width_ = 0;
  float trailing_ = 0;
  float width_at_break_ = 0;
  float ink_at_break_ = 0;
};

TextLine CutLine(ImFontBaked& baked, const std::vector<TextUnit>& units, float max_width, float ellipsis) {
  TextLine line;
  float fits = 0;
  std::uint32_t fits_end = 0;
  for (const TextUnit& unit : units) {
    const float advance = AdvanceOf(baked, unit);
    if (line.width + ellipsis <= max_width) {
      fits = line.width;
      fits_end = line.end;
    }
    line.width += advance;
    line.end += unit.bytes;
  }
  if (line.width <= max_width) return line;
  return ellipsis <= max_width ? TextLine{0, fits_end, fits + ellipsis, true} : TextLine{};
}

}  // namespace

float Painter::WidthOf(const TextFont& font, std::string_view text) {
  return Measure(font, text, std::numeric_limits<float>::max(), Overflow::Ellipsis).size.w;
}

TextShape Painter::Measure(const TextFont& font, std::string_view text, float max_width, Overflow overflow) {
  const std::vector<TextUnit>& units = fonts_.UnitsOf(text);
  ImFontBaked* baked = fonts_.Prepare(font.face, font.size, units);
  TextShape shape;
  if (overflow == Overflow::Ellipsis) {
    shape.lines.push_back(CutLine(*baked, units, max_width, baked->FindGlyph(0x2026)->AdvanceX));
  } else {
    // Half a pixel of slack: sums of rounded widths must not break a text that was measured to fit exactly.
    shape.lines = LineBreaker(*baked, max_width + 0.5F, overflow == Overflow::Wrap).Break(units);
  }
  for (const TextLine& line : shape.lines) shape.size.w = std::max(shape.size.w, line.width);
  shape.size.w = std::ceil(shape.size.w);
  shape.size.h = static_cast<float>(shape.lines.size()) * static_cast<float>(font.line_height);
  return shape;
}

void Painter::Text(const TextFont& font, std::string_view text, const TextShape& shape, Point at, Color color) {
  const FaceMetrics metrics = fonts_.MetricsOf(font.face);
  const auto size = static_cast<float>(font.size);
  // The baseline of a CSS line box: ascent and descent are rounded, and the line height is shared out around them.
  const float ascent = std::round(metrics.ascent * size);
  const float descent = std::round(metrics.descent * size);
  const auto line_height = static_cast<float>(font.line_height);
  const float baseline = std::floor((line_height - ascent - descent) / 2) + ascent;
  float top = at.y;
  for (const TextLine& line : shape.lines) {
    if (IsSeen({at.x, top, std::max(line.width, 1.F), line_height}))
      DrawLine(font, text, line, {at.x, top + baseline}, color);
    top += line_height;
  }
}

void Painter::DrawLine(const TextFont& font, std::string_view text, const TextLine& line, Point pen, Color color) {
  const std::string_view part = text.substr(line.begin, line.end - line.begin);
  line_units_.clear();
  for (const TextUnit& unit : fonts_.UnitsOf(part)) {
    if (unit.glyph == '\n') continue;
    const std::size_t copies = unit.glyph == '\t' ? 4 : 1;
    const TextUnit drawn = unit.glyph == '\t' ? TextUnit{' ', 1, true, true} : unit;
    line_units_.insert(line_units_.end(), copies, drawn);
  }
  if (line.cut) line_units_.push_back({0x2026, kEllipsis.size(), false, false});
  DrawUnits(font, line_units_, pen, color);
}

}  // namespace callboard::ui
