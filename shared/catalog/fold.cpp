#include "shared/catalog/fold.hpp"

#include <array>
#include <cstdint>

namespace callboard::catalog {
namespace {

/// Letters whose lower case is `shift` further on; with `step` 2, capitals and small letters alternate.
struct CaseRange {
  std::uint16_t first;
  std::uint16_t last;
  std::uint16_t step;
  std::uint16_t shift;
};

// Source: UnicodeData.txt, simple lower case mappings within U+0080..U+07FF.
constexpr std::array kCaseRanges = {
    CaseRange{0x0C0, 0x0D6, 1, 32}, CaseRange{0x0D8, 0x0DE, 1, 32}, CaseRange{0x100, 0x12E, 2, 1},
    CaseRange{0x132, 0x136, 2, 1},  CaseRange{0x139, 0x147, 2, 1},  CaseRange{0x14A, 0x176, 2, 1},
    CaseRange{0x179, 0x17D, 2, 1},  CaseRange{0x386, 0x386, 1, 38}, CaseRange{0x388, 0x38A, 1, 37},
    CaseRange{0x38C, 0x38C, 1, 64}, CaseRange{0x38E, 0x38F, 1, 63}, CaseRange{0x391, 0x3A1, 1, 32},
    CaseRange{0x3A3, 0x3AB, 1, 32}, CaseRange{0x400, 0x40F, 1, 80}, CaseRange{0x410, 0x42F, 1, 32},
    CaseRange{0x460, 0x480, 2, 1},  CaseRange{0x48A, 0x4BE, 2, 1},  CaseRange{0x4C1, 0x4CD, 2, 1},
    CaseRange{0x4D0, 0x52E, 2, 1},  CaseRange{0x531, 0x556, 1, 48},
};

std::uint32_t LowerCodePoint(std::uint32_t code) {
  for (const CaseRange& range : kCaseRanges) {
    if (code < range.first) return code;
    if (code <= range.last) return (code - range.first) % range.step == 0 ? code + range.shift : code;
  }
  return code;
}

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

void AppendFolded(std::string_view text, std::string& out) {
  const std::size_t start = out.size();
  out.append(text);
  for (std::size_t i = start; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte >= 'A' && byte <= 'Z') {
      out[i] = static_cast<char>(byte + ('a' - 'A'));
    } else if (byte >= 0xC2 && byte <= 0xDF && i + 1 < out.size() && IsContinuation(out[i + 1])) {
      const std::uint32_t trail = static_cast<unsigned char>(out[i + 1]) & 0x3FU;
      const std::uint32_t lower = LowerCodePoint((byte & 0x1FU) << 6U | trail);
      out[i] = static_cast<char>(0xC0U | lower >> 6U);
      out[i + 1] = static_cast<char>(0x80U | (lower & 0x3FU));
      ++i;
    }
  }
}

std::string Fold(std::string_view text) {
  std::string folded;
  AppendFolded(text, folded);
  return folded;
}

std::size_t Utf16Length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    if (!IsContinuation(c)) units += static_cast<unsigned char>(c) >= 0xF0 ? 2 : 1;
  }
  return units;
}

bool FitsIndex(std::string_view text) {
  // No UTF-16 unit takes more than three bytes of UTF-8, so most texts need no counting.
  if (text.size() <= kMaxIndexedLength) return true;
  return text.size() <= 3 * kMaxIndexedLength && Utf16Length(text) <= kMaxIndexedLength;
}

}  // namespace callboard::catalog
