#pragma once
// JSON Web Tokens with which an application proves that it is one, signed with an RSA key of somebody else's making.

#include <string>

#include "shared/base/error.hpp"
#include "shared/base/json.hpp"

namespace callboard::kit {

/// `claims` signed with RS256. `private_pem` is PKCS#1 or PKCS#8, with line ends written out ("\n") or not;
/// InvalidInput for anything but an RSA private key.
[[nodiscard]] Result<std::string> SignAppToken(const Json& claims, std::string private_pem);

}  // namespace callboard::kit
