#pragma once
// JSON Web Tokens, over libjwt. Our own are signed with ES256.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "functions/kit/signing_key.hpp"

namespace callboard::kit {

/// Signs `claims` (an object) with the key; `type` goes into the header's "typ".
[[nodiscard]] Result<std::string> SignToken(const Json& claims, std::string_view type, const SigningKey& key);

/// The "kid" of a token that nobody has verified yet; Unauthenticated when the text is no token.
[[nodiscard]] Result<std::string> KeyIdOfToken(const std::string& token);

enum class TokenAlgorithm : std::uint8_t { Es256, Rs256 };

/// The claims of a token that `public_pem` verifies with `algorithm` and that has not expired at `now`; else
/// Unauthenticated.
[[nodiscard]] Result<Json> VerifyToken(const std::string& token, const std::string& public_pem,
                                       std::chrono::system_clock::time_point now,
                                       TokenAlgorithm algorithm = TokenAlgorithm::Es256);

/// The claims of a token that the shared `secret` (bytes) verifies with HS256 and that has not expired at `now`, if it
/// expires at all; else Unauthenticated.
[[nodiscard]] Result<Json> VerifySharedSecretToken(const std::string& token, const std::string& secret,
                                                   std::chrono::system_clock::time_point now);

}  // namespace callboard::kit
