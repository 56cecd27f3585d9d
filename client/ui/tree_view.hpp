#pragma once
// A tree whose branches open and close. The caller keeps what is open and gives the rows that are to be seen, from top
// to bottom; only those near the window are drawn. Arrow keys move, open and close as in file managers.

#include <optional>
#include <span>
#include <string_view>

#include "client/ui/ui.hpp"

namespace callboard::ui {

struct TreeRow {
  /// Tells rows apart from frame to frame.
  std::string_view key;
  std::string_view label;
  /// Muted text behind the label; "" for none.
  std::string_view detail = {};
  Icon icon = Icon::None;
  /// 0 for the roots.
  int depth = 0;
  bool has_children = false;
  bool expanded = false;
};

struct TreeResult {
  /// The row whose branch is to be opened or closed.
  std::optional<std::size_t> toggled;
  /// The row that was pressed, or Enter on it.
  std::optional<std::size_t> chosen;
};

/// `selected` is the key of the row that is marked; "" for none.
TreeResult TreeView(Frame& frame, std::string_view label, std::span<const TreeRow> rows,
                    std::string_view selected = {});

}  // namespace callboard::ui
