#pragma once
// Message digests by OpenSSL, as lower-case hexadecimal text.

#include <string>
#include <string_view>

namespace callboard::kit {

/// For names and etags that formats define by SHA-1; not for anything that has to be safe.
[[nodiscard]] std::string Sha1Hex(std::string_view bytes);
[[nodiscard]] std::string Sha256Hex(std::string_view bytes);

}  // namespace callboard::kit
