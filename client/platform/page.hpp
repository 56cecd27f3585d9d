#pragma once
// The page around the application: it calls for frames and brings input, and takes what a frame made. The browser's
// half only.

#include <functional>
#include <memory>
#include <string_view>

#include "client/ui/context.hpp"
#include "client/ui/glyphs.hpp"

namespace callboard::platform {

struct PageCallbacks {
  std::function<void(const ui::Environment&)> on_frame;
  std::function<void(ui::InputEvent)> on_input;
  /// Back, forward, or an edited address.
  std::function<void()> on_url_changed;
};

[[nodiscard]] std::unique_ptr<ui::GlyphSource> MakeGlyphs();

/// Makes the WebGL context of the canvas and sends everything that comes to `callbacks`. False when there is no
/// WebGL 2.
[[nodiscard]] bool OpenPage(PageCallbacks callbacks);

/// Draws the finished ImGui frame on the canvas, and brings the DOM in line.
void ShowFrame(const ui::Context& context, const ui::FrameOutput& output);

void SetTitle(std::string_view title);
/// `y` in page coordinates.
void ScrollTo(float y);

}  // namespace callboard::platform
