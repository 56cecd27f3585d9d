#pragma once
// The text of a definition, with a search in it.

#include <cstddef>
#include <string>
#include <string_view>

#include "client/ui/ui.hpp"

namespace callboard::views {

struct RawLocal {
  std::string term;
  std::size_t current = 0;
};

/// Enter in the field goes to the next match.
void DrawRawText(ui::Frame& frame, std::string_view label, std::string_view text, RawLocal& local);

}  // namespace callboard::views
