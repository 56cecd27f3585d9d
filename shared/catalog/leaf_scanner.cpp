#include "shared/catalog/leaf_scanner.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace callboard::catalog {
namespace {

constexpr std::uint64_t Repeated(unsigned char byte) {
  return 0x0101010101010101U * byte;
}

/// The high bit of each byte that is zero; bytes behind the first such may be wrong.
constexpr std::uint64_t ZeroBytes(std::uint64_t word) {
  return (word - Repeated(0x01)) & ~word & Repeated(0x80);
}

bool EndsPlain(char c) {
  return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

/// The first quote, backslash or control character, or the end; notes whether there was anything beyond ASCII.
const char* PlainEnd(const char* at, const char* end, bool& is_ascii) {
  static_assert(std::endian::native == std::endian::little, "the first byte of a word is its lowest");
  std::uint64_t high = 0;
  for (; end - at >= 8; at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof(word));
    const std::uint64_t stops = ZeroBytes(word ^ Repeated('"')) | ZeroBytes(word ^ Repeated('\\')) |
                                ((word - Repeated(0x20)) & ~word & Repeated(0x80));
    if (stops != 0) break;
    high |= word;
  }
  for (; at != end && !EndsPlain(*at); ++at) high |= static_cast<unsigned char>(*at);
  if ((high & Repeated(0x80)) != 0) is_ascii = false;
  return at;
}

bool IsContinuation(unsigned char byte) {
  return (byte & 0xC0U) == 0x80U;
}

/// Source: table 3-7 of the Unicode standard, well-formed UTF-8 byte sequences.
bool IsUtf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) {
      return i + at < text.size() ? static_cast<unsigned char>(text[i + at]) : static_cast<unsigned char>(0);
    };
    const unsigned char lead = byte(0);
    if (lead < 0x80) {
      ++i;
    } else if (lead >= 0xC2 && lead <= 0xDF && IsContinuation(byte(1))) {
      i += 2;
    } else if (lead >= 0xE0 && lead <= 0xEF && IsContinuation(byte(1)) && IsContinuation(byte(2))) {
      if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) return false;
      i += 3;
    } else if (lead >= 0xF0 && lead <= 0xF4 && IsContinuation(byte(1)) && IsContinuation(byte(2)) &&
               IsContinuation(byte(3))) {
      if ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) return false;
      i += 4;
    } else {
      return false;
    }
  }
  return true;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// What stands for the escape of one letter, or 0.
char Escaped(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return 0;
  }
}

}  // namespace

bool LeafScanner::TakeWord(std::string_view word) {
  if (!std::string_view(at_, end_).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

bool LeafScanner::String(std::string& unescaped, std::string_view& text) {
  const char* const begin = at_;
  bool is_ascii = true;
  at_ = PlainEnd(at_, end_, is_ascii);
  if (at_ == end_) return false;
  if (*at_ == '"') {
    text = {begin, at_++};
    return is_ascii || IsUtf8(text);
  }
  unescaped.assign(begin, at_);
  while (*at_ != '"') {
    if (*at_ != '\\' || !Unescape(at_, unescaped)) return false;
    const char* const plain = at_;
    at_ = PlainEnd(at_, end_, is_ascii);
    if (at_ == end_) return false;
    unescaped.append(plain, at_);
  }
  ++at_;
  text = unescaped;
  return is_ascii || IsUtf8(text);
}

bool LeafScanner::Unescape(const char* backslash, std::string& unescaped) {
  if (end_ - backslash < 2) return false;
  const char letter = backslash[1];
  at_ = backslash + 2;
  if (letter != 'u') {
    const char plain = Escaped(letter);
    if (plain != 0) unescaped += plain;
    return plain != 0;
  }
  if (end_ - at_ < 4 || at_[0] != '0' || at_[1] != '0') return false;
  const int high = HexDigit(at_[2]);
  const int low = HexDigit(at_[3]);
  if (high < 0 || high > 7 || low < 0) return false;
  unescaped += static_cast<char>(high * 16 + low);
  at_ += 4;
  return true;
}

bool LeafScanner::Integer(std::string_view& text) {
  constexpr std::ptrdiff_t kSafeDigits = 18;
  const char* const begin = at_;
  if (*at_ == '-') ++at_;
  const char* const digits = at_;
  while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
  const std::ptrdiff_t count = at_ - digits;
  if (count == 0 || count > kSafeDigits) return false;
  if (*digits == '0' && (count > 1 || digits != begin)) return false;
  if (at_ != end_ && (*at_ == '.' || *at_ == 'e' || *at_ == 'E')) return false;
  text = {begin, at_};
  return true;
}

}  // namespace callboard::catalog
