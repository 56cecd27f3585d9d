#include "functions/kit/trace.hpp"

#include <algorithm>
#include <cstdint>
#include <random>

namespace callboard::kit {
namespace {

constexpr std::size_t kTraceIdAt = 3;
constexpr std::size_t kTraceIdSize = 32;
constexpr std::size_t kSpanIdAt = 36;
constexpr std::size_t kSpanIdSize = 16;
constexpr std::size_t kFlagsAt = 53;
constexpr std::size_t kFlagsSize = 2;
constexpr std::size_t kTraceParentSize = 55;
constexpr std::size_t kMaxRequestId = 128;

bool IsHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

std::uint64_t Random() {
  thread_local std::mt19937_64 generator{std::random_device{}()};
  return generator();
}

/// 16 digits.
void AppendHex(std::uint64_t number, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) out += kDigits[(number >> static_cast<unsigned>(shift)) & 0xFU];
}

bool IsTraceParent(std::string_view text) {
  const auto is_hex = [&](std::size_t at, std::size_t size) {
    return std::ranges::all_of(text.substr(at, size), IsHex);
  };
  const auto is_zero = [&](std::size_t at, std::size_t size) {
    return text.substr(at, size).find_first_not_of('0') == std::string_view::npos;
  };
  if (text.size() < kTraceParentSize || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
  if (!is_hex(0, 2) || text.starts_with("ff")) return false;
  // Later versions may say more, after another dash.
  if (text.size() > kTraceParentSize && (text.starts_with("00") || text[kTraceParentSize] != '-')) return false;
  return is_hex(kTraceIdAt, kTraceIdSize) && !is_zero(kTraceIdAt, kTraceIdSize) && is_hex(kSpanIdAt, kSpanIdSize) &&
         !is_zero(kSpanIdAt, kSpanIdSize) && is_hex(kFlagsAt, kFlagsSize);
}

}  // namespace

std::string NewId() {
  std::string id;
  id.reserve(kTraceIdSize);
  AppendHex(Random(), id);
  AppendHex(Random(), id);
  return id;
}

std::string RequestIdFrom(std::string_view header) {
  const auto is_plain = [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\'; };
  if (header.empty() || header.size() > kMaxRequestId || !std::ranges::all_of(header, is_plain)) return NewId();
  return std::string(header);
}

std::string TraceParentFrom(std::string_view header) {
  const bool is_given = IsTraceParent(header);
  std::string made = "00-";
  made.reserve(kTraceParentSize);
  if (is_given) {
    made += header.substr(kTraceIdAt, kTraceIdSize);
  } else {
    made += NewId();
  }
  made += '-';
  AppendHex(Random(), made);
  made += '-';
  made += is_given ? header.substr(kFlagsAt, kFlagsSize) : "01";
  return made;
}

std::string_view TraceIdOf(std::string_view trace_parent) {
  return trace_parent.size() < kTraceParentSize ? std::string_view{} : trace_parent.substr(kTraceIdAt, kTraceIdSize);
}

}  // namespace callboard::kit
