#pragma once
// Tokens of services outside: backend.auth.externalAccess. Source: ExternalAuthTokenHandler of
// @backstage/backend-defaults.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "functions/kit/authenticator.hpp"
#include "functions/kit/clock.hpp"
#include "functions/kit/config.hpp"

namespace callboard::kit {

enum class ExternalTokenType : std::uint8_t { Static, Legacy };

/// `secret` is the token itself (Static), or the bytes that HS256 tokens of the subject "backstage-server" are signed
/// with (Legacy).
struct ExternalToken {
  ExternalTokenType type = ExternalTokenType::Static;
  std::string secret;
  std::string subject;
  std::shared_ptr<const AccessRestrictions> restrictions = nullptr;  // null: none
};

/// The entries of backend.auth.externalAccess with type static or legacy, and the secrets of backend.auth.keys.
/// InvalidInput names the key that cannot be used; it never holds a token.
[[nodiscard]] Result<std::vector<ExternalToken>> ExternalAccessFrom(const Config& config);

/// Knows services by `tokens` and leaves all other credentials to `inner`.
[[nodiscard]] std::shared_ptr<Authenticator> WithExternalAccess(std::shared_ptr<Authenticator> inner,
                                                                std::vector<ExternalToken> tokens,
                                                                std::shared_ptr<Clock> clock);

/// A token that nobody can guess.
[[nodiscard]] std::string RandomToken();

}  // namespace callboard::kit
