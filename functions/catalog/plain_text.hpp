#pragma once
// What a database column of type text takes.

#include <cstddef>
#include <string_view>

namespace callboard::catalog {

/// The length of the longest beginning of `text` that is UTF-8 (RFC 3629) and free of NUL characters.
[[nodiscard]] std::size_t PlainTextLength(std::string_view text);

[[nodiscard]] inline bool IsPlainText(std::string_view text) {
  return PlainTextLength(text) == text.size();
}

}  // namespace callboard::catalog
