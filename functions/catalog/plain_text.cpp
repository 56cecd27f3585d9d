#include "functions/catalog/plain_text.hpp"

#include <algorithm>

namespace callboard::catalog {
namespace {

struct Lead {
  unsigned char first, last;  // lead bytes
  std::size_t length;         // of the sequence
  unsigned char second_low, second_high;
};

/// RFC 3629, section 4: no overlong forms, no surrogates, nothing above U+10FFFF.
constexpr Lead kLeads[] = {{0x01, 0x7F, 1, 0, 0},       {0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF},
                           {0xE1, 0xEC, 3, 0x80, 0xBF}, {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF},
                           {0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F}};

/// 0 when no character begins at `at`.
std::size_t CharacterLength(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  for (const Lead& lead : kLeads) {
    if (byte(0) < lead.first || byte(0) > lead.last) continue;
    if (at + lead.length > text.size()) return 0;
    if (lead.length > 1 && (byte(1) < lead.second_low || byte(1) > lead.second_high)) return 0;
    for (std::size_t i = 2; i < lead.length; ++i) {
      if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
    }
    return lead.length;
  }
  return 0;
}

}  // namespace

std::size_t PlainTextLength(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = CharacterLength(text, at);
    if (length == 0) break;
    at += length;
  }
  return at;
}

}  // namespace callboard::catalog
