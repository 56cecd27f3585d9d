#pragma once
// Text whose lines matter: code with line numbers and colours, and the difference of two texts. Both can be selected
// and copied; of long ones, only the lines near the window are drawn.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/ui.hpp"

namespace callboard::ui {

struct CodeViewOptions {
  CodeLanguage language = CodeLanguage::Plain;
  /// Text to mark in the code, whatever the case; null for no search field.
  std::string* search = nullptr;
  /// Without a search: places to mark, in order and without overlaps. The one at `current` stands out.
  std::span<const TextRange> marks = {};
  std::size_t current = SIZE_MAX;
  /// Brings the current mark into the window.
  bool show_current = false;
};

/// More matches than these are not looked for.
inline constexpr std::size_t kMostMatches = 10'000;
/// Where `term` stands in the text, whatever the case of its letters.
[[nodiscard]] std::vector<TextRange> MatchesIn(std::string_view text, std::string_view term);

/// `label` names the block; `text` is copied whole by its button.
void CodeView(Frame& frame, std::string_view label, std::string_view text, const CodeViewOptions& options = {});

/// What has to be taken away from `before` and added to make `after`, with three lines around each place.
void DiffView(Frame& frame, std::string_view label, std::string_view before, std::string_view after);

}  // namespace callboard::ui
