#include "functions/kit/remote_authenticator.hpp"

#include "functions/kit/external_access.hpp"
#include "functions/kit/token_authenticator.hpp"

namespace callboard::kit {
Result<bool> IsSignInRequired(const Config& config) {
  const auto disabled = config.Boolean("backend.auth.dangerouslyDisableDefaultAuthPolicy");
  if (!disabled) return std::unexpected(disabled.error());
  return !disabled->value_or(false);
}

Result<std::shared_ptr<Authenticator>> RemoteAuthenticator(const Config& config, std::shared_ptr<HttpClient> client) {
  const auto required = IsSignInRequired(config);
  if (!required) return std::unexpected(required.error());
  const auto own_url = config.String("functions.auth.url");
  if (!own_url) return std::unexpected(own_url.error());
  const auto base_url = config.String("backend.baseUrl");
  if (!base_url) return std::unexpected(base_url.error());
  const std::string url =
      own_url->value_or(base_url->value_or("http://localhost:7007")) + "/api/auth/.well-known/jwks.json";
  auto tokens = ExternalAccessFrom(config);
  if (!tokens) return std::unexpected(tokens.error());
  const auto clock = std::make_shared<SystemClock>();
  return WithExternalAccess(std::make_shared<TokenAuthenticator>(KeySetAt(url, client), clock, *required),
                            std::move(*tokens), clock, client);
}

}  // namespace callboard::kit
