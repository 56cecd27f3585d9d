#pragma once
// EC P-256 keys, as tokens are signed with (ES256).

#include <string>

#include "shared/base/error.hpp"
#include "shared/base/json.hpp"

namespace callboard::kit {

/// PEM texts: the private key in PKCS#8, the public one as SubjectPublicKeyInfo.
struct SigningKey {
  std::string id;
  std::string private_pem;
  std::string public_pem;
};

/// A new key with `id` as its key id.
[[nodiscard]] Result<SigningKey> GenerateSigningKey(std::string id);

/// The public half as RFC 7517 has it: {kty, crv, x, y, kid, alg}.
[[nodiscard]] Result<Json> JwkFromPublicPem(const std::string& public_pem, std::string_view id);
/// InvalidInput for anything but an EC P-256 or an RSA key.
[[nodiscard]] Result<std::string> PublicPemFromJwk(const Json& jwk);

}  // namespace callboard::kit
