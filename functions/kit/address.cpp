#include "functions/kit/address.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

namespace callboard::kit {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

/// IPv4 addresses as IPv6 maps them, so that one comparison does for both.
struct Range {
  Bytes bytes{};
  unsigned bits = 0;
};

constexpr Range V4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d, unsigned bits) {
  return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, a, b, c, d}, 96 + bits};
}

constexpr Range V6(std::uint16_t first, std::uint16_t second, std::uint16_t third, unsigned bits) {
  Range range{.bytes = {}, .bits = bits};
  std::size_t at = 0;
  for (const std::uint16_t group : {first, second, third}) {
    range.bytes.at(at++) = static_cast<std::uint8_t>(group >> 8U);
    range.bytes.at(at++) = static_cast<std::uint8_t>(group & 0xFFU);
  }
  return range;
}

constexpr std::array kNotPublic = {
    V4(0, 0, 0, 0, 8),         // this network
    V4(10, 0, 0, 0, 8),        // private
    V4(100, 64, 0, 0, 10),     // carrier-grade NAT; Alibaba's metadata
    V4(127, 0, 0, 0, 8),       // loopback
    V4(168, 63, 129, 16, 32),  // Azure's host of every machine
    V4(169, 254, 0, 0, 16),    // link-local; metadata
    V4(172, 16, 0, 0, 12),     // private
    V4(192, 0, 0, 0, 24),      // protocol assignments; Oracle's metadata
    V4(192, 0, 2, 0, 24),      // documentation
    V4(192, 88, 99, 0, 24),    // 6to4 relays
    V4(192, 168, 0, 0, 16),    // private
    V4(198, 18, 0, 0, 15),     // benchmarks
    V4(198, 51, 100, 0, 24),   // documentation
    V4(203, 0, 113, 0, 24),    // documentation
    V4(224, 0, 0, 0, 3),       // multicast, reserved, broadcast
    V6(0x2001, 0, 0, 23),      // protocol assignments, Teredo
    V6(0x2001, 0xDB8, 0, 32),  // documentation
    V6(0x2002, 0, 0, 16),      // 6to4
    V6(0x3FFF, 0, 0, 20),      // documentation
};
constexpr Range kMapped = V4(0, 0, 0, 0, 0);
constexpr Range kNat64 = V6(0x64, 0xFF9B, 0, 96);
constexpr Range kGlobalUnicast = V6(0x2000, 0, 0, 3);

bool Holds(const Range& range, const Bytes& bytes) {
  for (unsigned bit = 0; bit < range.bits; bit += 8) {
    const unsigned compared = std::min(8U, range.bits - bit);
    const auto mask = static_cast<std::uint8_t>(0xFFU << (8U - compared));
    if (((bytes.at(bit / 8) ^ range.bytes.at(bit / 8)) & mask) != 0) return false;
  }
  return true;
}

std::optional<Bytes> BytesOf(const sockaddr& address) {
  Bytes bytes = kMapped.bytes;
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    std::memcpy(bytes.data() + 12, &v4.sin_addr, 4);
    return bytes;
  }
  if (address.sa_family != AF_INET6) return std::nullopt;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  std::memcpy(bytes.data(), &v6.sin6_addr, 16);
  return bytes;
}

}  // namespace

bool IsPublicAddress(const sockaddr& address) {
  auto bytes = BytesOf(address);
  if (!bytes) return false;
  if (Holds(kNat64, *bytes)) std::ranges::copy(kMapped.bytes | std::views::take(12), bytes->begin());
  if (!Holds(kMapped, *bytes) && !Holds(kGlobalUnicast, *bytes)) return false;
  return std::ranges::none_of(kNotPublic, [&](const Range& range) { return Holds(range, *bytes); });
}

std::string AddressText(const sockaddr& address) {
  std::array<char, NI_MAXHOST> text{};
  const socklen_t length = address.sa_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  const int failed = getnameinfo(&address, length, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
  return failed != 0 ? "an unknown address" : text.data();
}

std::optional<sockaddr_storage> AddressFromHost(std::string_view host) {
  if (host.starts_with('[')) {
    host = host.substr(1, host.find(']') - 1);
  } else if (std::ranges::count(host, ':') == 1) {
    host = host.substr(0, host.find(':'));
  }
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (host.empty() || getaddrinfo(std::string(host).c_str(), nullptr, &hints, &list) != 0) return std::nullopt;
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(list, &freeaddrinfo);
  sockaddr_storage found{};
  std::memcpy(&found, list->ai_addr, list->ai_addrlen);
  return found;
}

bool IsInRange(const sockaddr& address, std::string_view range) {
  const std::size_t slash = std::min(range.find('/'), range.size());
  const auto base = AddressFromHost(range.substr(0, slash));
  const auto bytes = BytesOf(address);
  if (!base || !bytes) return false;
  const bool is_v4 = base->ss_family == AF_INET;
  unsigned bits = is_v4 ? 32 : 128;
  if (slash < range.size()) {
    const std::string_view length = range.substr(slash + 1);
    unsigned given = 0;
    const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), given);
    if (error != std::errc{} || end != length.data() + length.size() || given > bits) return false;
    bits = given;
  }
  const auto base_bytes = BytesOf(reinterpret_cast<const sockaddr&>(*base));
  return base_bytes && Holds({*base_bytes, is_v4 ? 96 + bits : bits}, *bytes);
}

}  // namespace callboard::kit
