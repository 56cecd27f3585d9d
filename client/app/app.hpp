#pragma once
// The application: one frame after another, from input and state to what the page shows.

#include <memory>
#include <string>
#include <vector>

#include "client/app/shell.hpp"
#include "client/app/view_table.hpp"
#include "client/platform/platform.hpp"
#include "client/store/store.hpp"
#include "client/ui/context.hpp"
#include "client/views/command_palette.hpp"

namespace callboard::app {

/// What the page around the application has to do after a frame.
struct AppOutput {
  ui::FrameOutput frame;
  std::string title;
  /// Another page is shown, and is read from its top.
  bool scroll_to_top = false;
};

class App {
 public:
  /// Both outlive the application.
  App(platform::Platform& machine, ui::Context& context);

  [[nodiscard]] AppOutput RunFrame(ui::Environment environment);
  void TakeInput(ui::InputEvent event) { context_.Post(std::move(event)); }
  /// Back, forward, or an edited address.
  void FollowAddress();

 private:
  void Draw(ui::Frame& frame, AppOutput& output);
  void DrawPage(ui::Frame& frame, AppOutput& output);
  void DrawPalette(ui::Frame& frame);
  void Prefetch(ui::Frame& frame);
  void FollowFrame(AppOutput& output, const store::Route& before);
  void FocusHeading();
  [[nodiscard]] View& ViewOf(store::Screen screen);

  ui::Context& context_;
  store::Store store_;
  store::CommandQueue commands_;
  std::vector<std::unique_ptr<View>> views_;
  ShellLocal shell_;
  views::PaletteLocal palette_;
  bool arrived_ = false;
  std::string hovered_;  // the link under the mouse, since when
  double hovered_at_secs_ = 0;
};

}  // namespace callboard::app
