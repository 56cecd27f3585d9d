#pragma once
// Text helpers that are locale-free and safe on any bytes.

#include <string>
#include <string_view>
#include <vector>

namespace callboard {

/// ASCII letters only; other bytes stay as they are.
[[nodiscard]] std::string ToLowerAscii(std::string_view text);
[[nodiscard]] bool EqualsIgnoringCase(std::string_view a, std::string_view b);
[[nodiscard]] std::string_view TrimSpace(std::string_view text);

/// Every part between separators, empty ones included; "" gives one empty part.
[[nodiscard]] std::vector<std::string_view> Split(std::string_view text, char separator);

/// RFC 3986: unreserved characters stay, everything else becomes %XX.
[[nodiscard]] std::string PercentEncode(std::string_view text);

/// The inverse; `plus_is_space` for query strings. A malformed escape stays as written.
[[nodiscard]] std::string PercentDecode(std::string_view text, bool plus_is_space = false);

/// Base64 with the standard alphabet and padding, and the reading of standard or URL-safe input, padded or not.
[[nodiscard]] std::string EncodeBase64(std::string_view bytes);
/// False when `text` holds a character outside the alphabets.
[[nodiscard]] bool DecodeBase64(std::string_view text, std::string& bytes);

}  // namespace callboard
