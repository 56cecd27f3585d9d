// The browser's half formats a handful of numbers with a fraction. libc++ does that with Ryu, whose tables are a fifth
// of what a page may load; these take its place when the program is linked, and print by the C library, which is there
// anyway. Shortest text that reads back as the same number, as the standard asks.
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

/// Enough for every double with up to 512 digits after its point.
using Buffer = std::array<char, 1024>;

std::to_chars_result Copy(char* first, char* last, const char* text, int length) {
  if (length < 0 || length > last - first) return {last, std::errc::value_too_large};
  std::memcpy(first, text, static_cast<std::size_t>(length));
  return {first + length, std::errc{}};
}

const char* PatternOf(std::chars_format format) {
  switch (format) {
    case std::chars_format::scientific:
      return "%.*e";
    case std::chars_format::fixed:
      return "%.*f";
    case std::chars_format::hex:
      return "%.*a";
    default:
      return "%.*g";
  }
}

std::to_chars_result WithPrecision(char* first, char* last, double value, std::chars_format format, int precision) {
  Buffer text;
  const int length = std::snprintf(text.data(), text.size(), PatternOf(format), precision, value);
  if (length >= static_cast<int>(text.size())) return {last, std::errc::value_too_large};
  return Copy(first, last, text.data(), length);
}

template <typename Number>
bool ReadsBack(const char* text, Number value) {
  if constexpr (sizeof(Number) == sizeof(float)) return std::strtof(text, nullptr) == value;
  return std::strtod(text, nullptr) == static_cast<double>(value);
}

/// The fewest digits that read back; `most` always do.
template <typename Number>
std::to_chars_result Shortest(char* first, char* last, Number value, std::chars_format format, int most) {
  Buffer text;
  int length = 0;
  for (int digits = format == std::chars_format::fixed || format == std::chars_format::scientific ? 0 : 1;
       digits <= most; ++digits) {
    length = std::snprintf(text.data(), text.size(), PatternOf(format), digits, static_cast<double>(value));
    if (length >= static_cast<int>(text.size())) return {last, std::errc::value_too_large};
    if (value != value || ReadsBack(text.data(), value)) break;
  }
  return Copy(first, last, text.data(), length);
}

constexpr int kFloatDigits = 9;
constexpr int kDoubleDigits = 17;
/// After the point, of the smallest number there is.
constexpr int kMostFraction = 512;

int MostOf(std::chars_format format, int digits) {
  return format == std::chars_format::fixed ? kMostFraction : digits;
}

}  // namespace

std::to_chars_result std::to_chars(char* first, char* last, float value) {
  return Shortest(first, last, value, chars_format::general, kFloatDigits);
}
std::to_chars_result std::to_chars(char* first, char* last, double value) {
  return Shortest(first, last, value, chars_format::general, kDoubleDigits);
}
std::to_chars_result std::to_chars(char* first, char* last, long double value) {
  return std::to_chars(first, last, static_cast<double>(value));
}
std::to_chars_result std::to_chars(char* first, char* last, float value, chars_format format) {
  return Shortest(first, last, value, format, MostOf(format, kFloatDigits));
}
std::to_chars_result std::to_chars(char* first, char* last, double value, chars_format format) {
  return Shortest(first, last, value, format, MostOf(format, kDoubleDigits));
}
std::to_chars_result std::to_chars(char* first, char* last, long double value, chars_format format) {
  return std::to_chars(first, last, static_cast<double>(value), format);
}
std::to_chars_result std::to_chars(char* first, char* last, float value, chars_format format, int precision) {
  return WithPrecision(first, last, static_cast<double>(value), format, precision);
}
std::to_chars_result std::to_chars(char* first, char* last, double value, chars_format format, int precision) {
  return WithPrecision(first, last, value, format, precision);
}
std::to_chars_result std::to_chars(char* first, char* last, long double value, chars_format format, int precision) {
  return WithPrecision(first, last, static_cast<double>(value), format, precision);
}
