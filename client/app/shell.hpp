#pragma once
// What is around every page: the bar with title and search, and the side bar.

#include <optional>
#include <string>
#include <string_view>

#include "client/ui/ui.hpp"

namespace callboard::app {

struct ShellData {
  std::string app_title;
  /// Path of the page that is shown.
  std::string path;
  /// Who is signed in, for people.
  std::string user;
  /// Why what is shown may be out of date; "" when it is not.
  std::string stale = {};
};

/// What the shell remembers between frames.
struct ShellLocal {
  std::string search;
  bool menu_open = false;
};

struct ShellResult {
  /// The words that were searched for.
  std::optional<std::string> search;
  bool sign_out = false;
  /// The palette was asked for.
  bool palette = false;
};

/// Draws the bars, and calls `draw_page` with the layout set to the main part of the page.
[[nodiscard]] ShellResult DrawShell(ui::Frame& frame, const ShellData& data, ShellLocal& local,
                                    const std::function<void()>& draw_page);

}  // namespace callboard::app
