#include "client/ui/text_units.hpp"

#include <algorithm>
#include <iterator>

namespace callboard::ui {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;
constexpr std::uint32_t kJoiner = 0x200D;
// A run of joined script is one picture; longer ones could not be wrapped.
constexpr int kLongestRun = 24;

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

constexpr Range kExtending[] = {{0x0300, 0x036F},   {0x1AB0, 0x1AFF},  {0x1DC0, 0x1DFF}, {0x200D, 0x200D},
                                {0x20D0, 0x20FF},   {0xFE00, 0xFE0F},  {0xFE20, 0xFE2F}, {0x1F3FB, 0x1F3FF},
                                {0xE0020, 0xE007F}, {0xE0100, 0xE01EF}};
constexpr Range kShaped[] = {{0x0590, 0x0E7F}, {0x0F00, 0x109F}, {0x1780, 0x18AF}, {0xFB1D, 0xFDFF}, {0xFE70, 0xFEFC}};
constexpr Range kIdeographs[] = {
    {0x2E80, 0x9FFF}, {0xA000, 0xA4CF}, {0xAC00, 0xD7AF}, {0xF900, 0xFAFF}, {0xFF00, 0xFFEF}};

template <std::size_t count>
bool In(const Range (&ranges)[count], std::uint32_t letter) {
  return std::ranges::any_of(ranges, [&](const Range& range) { return letter >= range.first && letter <= range.last; });
}

struct Decoded {
  std::uint32_t letter = kReplacement;
  std::uint32_t bytes = 1;
};

Decoded Decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  const std::uint32_t bytes = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
  if (bytes == 1 || lead >= 0xF5 || at + bytes > text.size()) return {};
  std::uint32_t letter = lead & (0xFFU >> (bytes + 1));
  for (std::uint32_t i = 1; i < bytes; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return {};
    letter = letter << 6 | (byte(at + i) & 0x3FU);
  }
  if ((bytes == 3 && letter < 0x800) || (letter >= 0xD800 && letter < 0xE000) || letter > 0x10FFFF) return {};
  return {letter, bytes};
}

bool IsFlagLetter(std::uint32_t letter) {
  return letter >= 0x1F1E6 && letter <= 0x1F1FF;
}
bool IsPrivate(std::uint32_t letter) {
  return (letter >= 0xE000 && letter <= 0xF8FF) || letter > 0xFFFF;
}

// The bytes of a run of joined script from `at` on; single spaces inside stay, so that the browser orders the words.
std::uint32_t ShapedRun(std::string_view text, std::size_t at) {
  std::size_t end = at;
  int count = 0;
  while (end < text.size() && count < kLongestRun) {
    const Decoded next = Decode(text, end);
    const bool space = next.letter == ' ' && end + 1 < text.size() && In(kShaped, Decode(text, end + 1).letter);
    if (!space && !In(kShaped, next.letter) && !In(kExtending, next.letter)) break;
    end += next.bytes;
    ++count;
  }
  return static_cast<std::uint32_t>(end - at);
}

RawUnit UnitAt(std::string_view text, std::size_t at) {
  const Decoded first = Decode(text, at);
  if (In(kShaped, first.letter)) return {0, ShapedRun(text, at), true};
  std::size_t end = at + first.bytes;
  bool cluster = IsPrivate(first.letter);
  if (IsFlagLetter(first.letter) && end < text.size() && IsFlagLetter(Decode(text, end).letter)) end += 4;
  while (end < text.size()) {
    const Decoded next = Decode(text, end);
    if (!In(kExtending, next.letter)) break;
    end += next.bytes;
    cluster = true;
    if (next.letter == kJoiner && end < text.size()) end += Decode(text, end).bytes;
  }
  const auto bytes = static_cast<std::uint32_t>(end - at);
  return {cluster ? 0 : first.letter, bytes, In(kIdeographs, first.letter)};
}

}  // namespace

void SplitUnits(std::string_view text, std::vector<RawUnit>& out) {
  out.clear();
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    // Nearly everything is ASCII that no mark follows.
    if (byte < 0x80 && (at + 1 >= text.size() || static_cast<unsigned char>(text[at + 1]) < 0x80)) {
      out.push_back({byte, 1, byte == ' ' || byte == '-'});
      ++at;
      continue;
    }
    out.push_back(UnitAt(text, at));
    if (byte == ' ') out.back().breaks_after = true;
    at += out.back().bytes;
  }
}

}  // namespace callboard::ui
