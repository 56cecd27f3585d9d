#pragma once
// The authenticator of a function that runs apart from the auth function.

#include <memory>

#include "functions/kit/authenticator.hpp"
#include "functions/kit/config.hpp"
#include "functions/kit/http_client.hpp"

namespace callboard::kit {

/// Verifies tokens with the key set at functions.auth.url, or at backend.baseUrl when that is not set; services by
/// backend.auth.externalAccess.
[[nodiscard]] Result<std::shared_ptr<Authenticator>> RemoteAuthenticator(const Config& config,
                                                                         std::shared_ptr<HttpClient> client);

/// Whether callers have to sign in: not backend.auth.dangerouslyDisableDefaultAuthPolicy.
[[nodiscard]] Result<bool> IsSignInRequired(const Config& config);

}  // namespace callboard::kit
