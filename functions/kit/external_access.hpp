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
#include "functions/kit/http_client.hpp"
#include "functions/kit/jwt.hpp"

namespace callboard::kit {

enum class ExternalTokenType : std::uint8_t { Static, Legacy, Jwks };

/// Tokens that somebody else signs, with the keys at `url`. Empty lists restrict nothing.
struct JwksSettings {
  std::string url;
  std::vector<TokenAlgorithm> algorithms;
  std::vector<std::string> issuers;
  std::vector<std::string> audiences;
};

/// `secret` is the token itself (Static), or the bytes that HS256 tokens of the subject "backstage-server" are signed
/// with (Legacy). `subject` is who it is, or (Jwks) what comes before the token's own subject.
struct ExternalToken {
  ExternalTokenType type = ExternalTokenType::Static;
  std::string secret;
  std::string subject;
  JwksSettings jwks = {};
  std::shared_ptr<const AccessRestrictions> restrictions = nullptr;  // null: none
};

/// The entries of backend.auth.externalAccess (static, legacy, jwks), and the secrets of backend.auth.keys.
/// InvalidInput names the key that cannot be used; it never holds a token.
[[nodiscard]] Result<std::vector<ExternalToken>> ExternalAccessFrom(const Config& config);

/// Knows services by `tokens` and leaves all other credentials to `inner`. Key sets are read through `client`, and
/// looked at only when `inner` does not know a token: users never wait for somebody else's keys.
[[nodiscard]] std::shared_ptr<Authenticator> WithExternalAccess(std::shared_ptr<Authenticator> inner,
                                                                std::vector<ExternalToken> tokens,
                                                                std::shared_ptr<Clock> clock,
                                                                std::shared_ptr<HttpClient> client);

/// A token that nobody can guess.
[[nodiscard]] std::string RandomToken();

}  // namespace callboard::kit
