#pragma once
// A text field that offers what it may hold, and a field for several values. Arrow keys and Enter choose, Escape closes
// the list, typing narrows it; only the options in sight are drawn.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/ui.hpp"

namespace callboard::ui {

struct AutocompleteOptions {
  std::string_view placeholder = {};
  std::string_view help = {};
  std::string_view error = {};
  bool hide_label = false;
  /// Width in em; 0 takes what there is.
  float width_em = 0;
};

struct AutocompleteResult {
  /// `text` differs from the last frame.
  bool changed = false;
  /// Enter was pressed with no option chosen.
  bool submitted = false;
  /// Index of the option that was chosen in this frame; `text` is then its label.
  std::optional<std::size_t> chosen;
};

AutocompleteResult Autocomplete(Frame& frame, std::string_view label, std::string& text,
                                std::span<const SelectOption> choices, const AutocompleteOptions& options = {});

/// Chips of the chosen values, and an Autocomplete of the others. `typed` is what stands in its field. True when
/// `values` changed.
bool MultiSelect(Frame& frame, std::string_view label, std::vector<std::string>& values, std::string& typed,
                 std::span<const SelectOption> choices, const AutocompleteOptions& options = {});

/// The indices of the options whose label holds `text`, whatever the case; those that start with it come first.
[[nodiscard]] std::vector<std::size_t> MatchingOptions(std::span<const SelectOption> choices, std::string_view text);

}  // namespace callboard::ui
