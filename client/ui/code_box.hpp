#pragma once
// The sunken box in which lines of monospaced text stand, with a gutter on the left. Scrolls sideways by itself; only
// lines in sight are drawn, and their chunks are in the tree.

#include <functional>
#include <span>
#include <string_view>

#include "client/ui/widget.hpp"

namespace callboard::ui {

/// Where one line is: its text starts at `text`, its gutter lies over `gutter`, and `row` is the whole line.
struct CodeLinePlace {
  Point text;
  Rect gutter;
  Rect row;
};

/// `draw_text` and `draw_gutter` are called for the lines in sight, in order; the gutter is not scrolled.
struct CodeBoxSpec {
  std::string_view label;
  std::span<const std::string_view> lines;
  float gutter_width = 0;
  std::function<void(std::size_t, const CodeLinePlace&)> draw_text;
  std::function<void(std::size_t, const CodeLinePlace&)> draw_gutter;
};

void DrawCodeBox(Frame& frame, const CodeBoxSpec& spec);

/// The exact width of a part of a line; parts drawn one after the other are where the whole line would be.
[[nodiscard]] float ExactWidth(Context& context, const TextFont& font, std::string_view text);

/// Draws one piece of a line on one line.
void DrawPiece(Context& context, const TextFont& font, std::string_view text, Point at, Color color);

}  // namespace callboard::ui
