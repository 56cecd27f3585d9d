#pragma once
// Finding a short text in a long one, many bytes at a time.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace callboard::catalog {

/// The first place at or after `from` where `needle` stands in `text`, or npos. Needles are not empty. Compares the
/// first and the last byte of the needle at 64 places at once: compilers turn the inner loop into vector code.
[[nodiscard]] inline std::size_t FindFrom(std::string_view text, std::string_view needle, std::size_t from) {
  constexpr std::size_t kBlock = 64;
  const std::size_t span = needle.size() - 1;
  const char first = needle.front();
  const char last = needle.back();
  const char* const bytes = text.data();
  for (; from + kBlock + span <= text.size(); from += kBlock) {
    std::uint8_t any = 0;
    for (std::size_t i = 0; i < kBlock; ++i) {
      any |= static_cast<std::uint8_t>(static_cast<std::uint8_t>(bytes[from + i] == first) &
                                       static_cast<std::uint8_t>(bytes[from + i + span] == last));
    }
    if (any == 0) continue;
    for (std::size_t i = from; i < from + kBlock; ++i) {
      if (bytes[i] == first && std::memcmp(bytes + i, needle.data(), needle.size()) == 0) return i;
    }
  }
  return text.find(needle, from);
}

}  // namespace callboard::catalog
