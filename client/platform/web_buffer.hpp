#pragma once
// The one buffer through which JavaScript hands text and bytes to C++ (passBytes in web/src/bridge.ts).

#include <string_view>

namespace callboard::platform {

/// The first `bytes` of what JavaScript wrote last. Valid until it writes again.
[[nodiscard]] std::string_view PassedBytes(int bytes);

}  // namespace callboard::platform
