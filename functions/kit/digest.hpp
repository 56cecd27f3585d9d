#pragma once
// Message digests by OpenSSL, as lower-case hexadecimal text.

#include <span>
#include <string>
#include <string_view>

namespace callboard::kit {

/// Two lower-case digits a byte.
[[nodiscard]] std::string HexText(std::span<const unsigned char> bytes);

/// For names and etags that formats define by SHA-1; not for anything that has to be safe.
[[nodiscard]] std::string Sha1Hex(std::string_view bytes);
[[nodiscard]] std::string Sha256Hex(std::string_view bytes);
[[nodiscard]] std::string HmacSha256Hex(std::string_view key, std::string_view bytes);

/// Takes as long for texts that differ early as for those that differ late; only the length can be told from the time.
[[nodiscard]] bool IsSameSecret(std::string_view a, std::string_view b);

}  // namespace callboard::kit
