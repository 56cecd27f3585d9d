#pragma once
// The lines that two texts have in common, and those that only one has.

#include <cstdint>
#include <string_view>
#include <vector>

namespace callboard::ui {

enum class DiffKind : std::uint8_t { Same, Removed, Added, Skipped };

struct DiffLine {
  DiffKind kind = DiffKind::Same;
  std::string_view text;
  /// Line numbers from 1; 0 where the text has no such line.
  std::size_t before = 0;
  std::size_t after = 0;
  /// Skipped: how many lines that are the same stand here.
  std::size_t count = 0;
};

/// Views into both texts. What is the same farther than `context` lines from a difference is one Skipped line. Texts
/// whose differing parts have more than 2,000 lines each are shown as replaced as a whole there.
[[nodiscard]] std::vector<DiffLine> DiffLines(std::string_view before, std::string_view after, std::size_t context = 3);

}  // namespace callboard::ui
