#pragma once
// IP addresses, and which of them belong to everybody.

#include <sys/socket.h>

#include <optional>
#include <string>
#include <string_view>

namespace callboard::kit {

/// Whether the address is one that the internet routes to. Not so: private, loopback, link-local, unique-local,
/// carrier-grade NAT, multicast, documentation and reserved ones, those that clouds answer metadata requests at, and
/// IPv6 forms (mapped, NAT64) of such IPv4 ones.
/// Source: IANA's special-purpose address registries.
[[nodiscard]] bool IsPublicAddress(const sockaddr& address);

[[nodiscard]] std::string AddressText(const sockaddr& address);

/// The address that a URL's host is written as, in any spelling that resolvers take (127.1, 0x7f000001, [::1]) and with
/// or without a port; nothing for a name.
[[nodiscard]] std::optional<sockaddr_storage> AddressFromHost(std::string_view host);

/// Whether `range` is an address, or one with the length of a prefix ("10.0.0.0/8"), and holds `address`.
[[nodiscard]] bool IsInRange(const sockaddr& address, std::string_view range);

}  // namespace callboard::kit
