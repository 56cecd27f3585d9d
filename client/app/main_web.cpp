// The program that runs in the browser.
#include "client/app/app.hpp"
#include "client/platform/page.hpp"
#include "client/platform/platform.hpp"

namespace {

using namespace callboard;

/// Lives as long as the tab.
struct Program {
  std::unique_ptr<ui::GlyphSource> glyphs = platform::MakeGlyphs();
  platform::Platform machine = platform::MakePlatform();
  ui::Context context{*glyphs};
  app::App app{machine, context};

  void ShowFrame(const ui::Environment& environment) {
    const app::AppOutput output = app.RunFrame(environment);
    if (output.scroll_to_top) platform::ScrollTo(0);
    platform::SetTitle(output.title);
    platform::ShowFrame(context, output.frame);
  }
};

}  // namespace

int main() {
  // ImGui's context must stand before the renderer does.
  static Program program;
  const bool opened =
      platform::OpenPage({.on_frame = [](const ui::Environment& environment) { program.ShowFrame(environment); },
                          .on_input = [](ui::InputEvent event) { program.app.TakeInput(std::move(event)); },
                          .on_url_changed = [] { program.app.FollowAddress(); }});
  return opened ? 0 : 1;
}
