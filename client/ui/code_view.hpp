#pragma once
// Text whose lines matter: code with line numbers and colours, and the difference of two texts. Both can be selected
// and copied; of long ones, only the lines near the window are drawn.

#include <string>
#include <string_view>

#include "client/ui/ui.hpp"

namespace callboard::ui {

struct CodeViewOptions {
  CodeLanguage language = CodeLanguage::Plain;
  /// Text to mark in the code, whatever the case; null for no search field.
  std::string* search = nullptr;
};

/// `label` names the block; `text` is copied whole by its button.
void CodeView(Frame& frame, std::string_view label, std::string_view text, const CodeViewOptions& options = {});

/// What has to be taken away from `before` and added to make `after`, with three lines around each place.
void DiffView(Frame& frame, std::string_view label, std::string_view before, std::string_view after);

}  // namespace callboard::ui
