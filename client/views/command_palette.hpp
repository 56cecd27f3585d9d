#pragma once
// Go to anything by a few letters: pages, entities and what can be done, in a dialog over every page.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/store/app_state.hpp"
#include "client/store/command.hpp"
#include "client/ui/ui.hpp"

namespace callboard::views {

/// One line: a place to go to, or something to do.
struct PaletteItem {
  std::string label;
  std::string detail;  // "Component · Team A"; "" when the label says it all
  std::string href;    // "" for what is done and not gone to
  ui::Icon icon = ui::Icon::None;
  std::optional<store::Command> command;
};

struct PaletteData {
  std::vector<PaletteItem> items;  // the best first; Enter takes the first one
  bool shows_recent = false;       // nothing was typed yet
};

struct PaletteLocal {
  bool open = false;
  bool was_open = false;
  std::string text;
};

[[nodiscard]] PaletteData BuildPalette(const store::AppState& state, std::string_view text);
/// Nothing while `local.open` is false.
void DrawPalette(ui::Frame& frame, const PaletteData& data, PaletteLocal& local, store::CommandQueue& commands);

}  // namespace callboard::views
