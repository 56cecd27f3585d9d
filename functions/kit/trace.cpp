#include "functions/kit/trace.hpp"

#include <algorithm>
#include <cstdint>
#include <format>
#include <random>

namespace callboard::kit {
namespace {

constexpr std::size_t kTraceIdAt = 3;
constexpr std::size_t kTraceIdSize = 32;
constexpr std::size_t kTraceParentSize = 55;
constexpr std::size_t kMaxRequestId = 128;

bool IsHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

std::uint64_t Random() {
  thread_local std::mt19937_64 generator{std::random_device{}()};
  return generator();
}

bool IsTraceParent(std::string_view text) {
  if (text.size() < kTraceParentSize || text[2] != '-' || text[35] != '-' || text[52] != '-' || text.starts_with("ff"))
    return false;
  const std::string_view trace_id = text.substr(kTraceIdAt, kTraceIdSize);
  return std::ranges::all_of(trace_id, IsHex) && std::ranges::any_of(trace_id, [](char c) { return c != '0'; });
}

}  // namespace

std::string NewId() {
  return std::format("{:016x}{:016x}", Random(), Random());
}

std::string RequestIdFrom(std::string_view header) {
  const auto is_plain = [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\'; };
  if (header.empty() || header.size() > kMaxRequestId || !std::ranges::all_of(header, is_plain)) return NewId();
  return std::string(header);
}

std::string TraceParentFrom(std::string_view header) {
  if (!IsTraceParent(header)) return std::format("00-{}-{:016x}-01", NewId(), Random());
  return std::format("00-{}-{:016x}-{}", header.substr(kTraceIdAt, kTraceIdSize), Random(), header.substr(53, 2));
}

std::string_view TraceIdOf(std::string_view trace_parent) {
  return trace_parent.size() < kTraceParentSize ? std::string_view{} : trace_parent.substr(kTraceIdAt, kTraceIdSize);
}

}  // namespace callboard::kit
