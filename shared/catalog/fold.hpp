#pragma once
// How the index compares text: without regard to case, byte by byte after folding.

#include <cstddef>
#include <string>
#include <string_view>

namespace callboard::catalog {

/// Lower case of ASCII and of the two-byte letters of UTF-8 that have a two-byte lower case (Latin, Greek, Cyrillic,
/// Armenian); all other bytes stay. Never changes the length, so that a folded text lines up with its original.
void AppendFolded(std::string_view text, std::string& out);
[[nodiscard]] std::string Fold(std::string_view text);

/// The length in UTF-16 units, in which Backstage counts its limits; on bytes that are not UTF-8, some number not above
/// their count.
[[nodiscard]] std::size_t Utf16Length(std::string_view text);

/// Backstage's bound on keys and values of its search table, in UTF-16 units.
inline constexpr std::size_t kMaxIndexedLength = 200;
[[nodiscard]] bool FitsIndex(std::string_view text);

}  // namespace callboard::catalog
