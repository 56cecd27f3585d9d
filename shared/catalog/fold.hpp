#pragma once
// How the index compares text: without regard to case, byte by byte after folding.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace callboard::catalog {

/// Lower case of ASCII and of the two-byte letters of UTF-8 that have a two-byte lower case (Latin, Greek, Cyrillic,
/// Armenian); all other bytes stay. Never changes the length, so that a folded text lines up with its original.
void AppendFolded(std::string_view text, std::string& out);
/// Whether folding certainly changes nothing; a quick look.
[[nodiscard]] inline bool IsFolded(std::string_view text) {
  std::uint8_t any = 0;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    any |=
        static_cast<std::uint8_t>(static_cast<std::uint8_t>(byte - 'A') < 26) | static_cast<std::uint8_t>(byte >= 0x80);
  }
  return any == 0;
}
[[nodiscard]] std::string Fold(std::string_view text);

/// The length in UTF-16 units, in which Backstage counts its limits; on bytes that are not UTF-8, some number not above
/// their count.
[[nodiscard]] std::size_t Utf16Length(std::string_view text);

/// Backstage's bound on keys and values of its search table, in UTF-16 units.
inline constexpr std::size_t kMaxIndexedLength = 200;
[[nodiscard]] bool FitsIndex(std::string_view text);

}  // namespace callboard::catalog
