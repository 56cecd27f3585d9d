#pragma once
// Identifiers that nobody else makes.

#include <string>

namespace callboard::kit {

/// A random UUID (RFC 9562, version 4) as lower-case text.
[[nodiscard]] std::string NewUuid();

}  // namespace callboard::kit
