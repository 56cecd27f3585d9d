#pragma once
// What the parts of a line of code are, for colouring. Made for reading, not for checking: wrong code gets colours too.

#include <cstdint>
#include <string_view>
#include <vector>

#include "client/ui/types.hpp"

namespace callboard::ui {

enum class CodeToken : std::uint8_t { Plain, Key, Word, Text, Number, Comment };

/// Bytes [begin, end) of the line; Plain parts are left out.
struct CodeSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  CodeToken token = CodeToken::Plain;
  friend bool operator==(const CodeSpan&, const CodeSpan&) = default;
};

/// The parts of one line. `in_comment` says that a block comment of C-like code is open, from line to line.
[[nodiscard]] std::vector<CodeSpan> TokensOf(CodeLanguage language, std::string_view line, bool& in_comment);

/// From the name of a format or file ending ("yaml", "json", "proto"); Plain when it says nothing.
[[nodiscard]] CodeLanguage CodeLanguageOf(std::string_view name);

}  // namespace callboard::ui
