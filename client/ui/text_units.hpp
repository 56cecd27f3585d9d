#pragma once
// Splits text into what is drawn as one picture. Pure; the ranges are those of Unicode 15 that matter for drawing.

#include <cstdint>
#include <string_view>
#include <vector>

namespace callboard::ui {

/// `letter` is the code point, or 0 when the bytes only make sense together: a base with marks, a flag, joined emoji, a
/// word of a script that is joined or written from right to left, and whatever lies outside the basic plane.
struct RawUnit {
  std::uint32_t letter = 0;
  std::uint32_t bytes = 0;
  /// A line may end after it.
  bool breaks_after = false;
};

/// Covers every byte of `text`; bytes that are not UTF-8 become units with the letter U+FFFD.
void SplitUnits(std::string_view text, std::vector<RawUnit>& out);

}  // namespace callboard::ui
