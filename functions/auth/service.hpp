#pragma once
// The auth function put together from the configuration.

#include <memory>

#include "functions/auth/auth.hpp"
#include "functions/kit/config.hpp"

namespace callboard::auth {

class AuthService {
 public:
  /// Reads auth.providers and backend.baseUrl; brings the schema up to date. Errors as CatalogService.
  static Result<std::unique_ptr<AuthService>> Start(const kit::Config& config, const std::string& database);
  ~AuthService();

  [[nodiscard]] kit::Routes Routes() const;
  /// Unavailable while the database does not answer.
  [[nodiscard]] Status Readiness() const;
  /// Verifies tokens with the keys of the store itself.
  [[nodiscard]] std::shared_ptr<kit::Authenticator> MakeAuthenticator(bool required) const;

 private:
  struct Impl;
  explicit AuthService(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Whether auth.providers.guest counts: only where auth.environment is development, which it is when nothing is said,
/// or auth.providers.guest.dangerouslyAllowOutsideDevelopment is true.
[[nodiscard]] Result<bool> IsGuestAllowed(const kit::Config& config);

/// Whether Start could use auth.providers: InvalidInput names the key that it could not.
[[nodiscard]] Status CheckConfig(const kit::Config& config);

}  // namespace callboard::auth
