#include "functions/auth/service.hpp"

#include "functions/kit/log.hpp"
#include "functions/kit/token_authenticator.hpp"

namespace callboard::auth {
namespace {

constexpr std::size_t kMaxConnections = 4;

Result<std::optional<GuestSettings>> GuestFrom(const kit::Config& config) {
  const Json* const guest = config.Find("auth.providers.guest");
  if (guest == nullptr) return std::nullopt;
  const auto allowed = IsGuestAllowed(config);
  if (!allowed) return std::unexpected(allowed.error());
  if (!*allowed) return std::nullopt;
  GuestSettings settings;
  const auto user = config.String("auth.providers.guest.userEntityRef");
  if (!user) return std::unexpected(user.error());
  settings.user_entity_ref = user->value_or(settings.user_entity_ref);
  auto ownership = config.Strings("auth.providers.guest.ownershipEntityRefs");
  if (!ownership) return std::unexpected(ownership.error());
  settings.ownership_entity_refs = std::move(*ownership);
  return settings;
}

}  // namespace

Result<bool> IsGuestAllowed(const kit::Config& config) {
  const auto everywhere = config.Boolean("auth.providers.guest.dangerouslyAllowOutsideDevelopment");
  if (!everywhere) return std::unexpected(everywhere.error());
  const auto environment = config.String("auth.environment");
  if (!environment) return std::unexpected(environment.error());
  return everywhere->value_or(false) || environment->value_or("development") == "development";
}

Status CheckConfig(const kit::Config& config) {
  if (const auto guest = GuestFrom(config); !guest) return std::unexpected(guest.error());
  return {};
}

struct AuthService::Impl {
  explicit Impl(std::shared_ptr<kit::PostgresPool> connections) : pool(std::move(connections)), keys(pool) {}

  std::shared_ptr<kit::PostgresPool> pool;
  PostgresKeyStore keys;
  std::shared_ptr<kit::Clock> clock = std::make_shared<kit::SystemClock>();
  std::string base_url;
  std::optional<GuestSettings> guest;
};

AuthService::AuthService(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

AuthService::~AuthService() = default;

Result<std::unique_ptr<AuthService>> AuthService::Start(const kit::Config& config, const std::string& database) {
  auto guest = GuestFrom(config);
  if (!guest) return std::unexpected(guest.error());
  if (!*guest && config.Find("auth.providers.guest") != nullptr) {
    kit::LogWarning(
        "Guests cannot sign in: auth.environment is not development, and "
        "auth.providers.guest.dangerouslyAllowOutsideDevelopment is not true");
  }
  const auto base_url = config.String("backend.baseUrl");
  if (!base_url) return std::unexpected(base_url.error());
  auto pool = std::make_shared<kit::PostgresPool>(database, kMaxConnections);
  if (auto migrated = kit::Migrate(*pool, kSchema, AuthMigrations()); !migrated)
    return Fail(migrated.error(), "The schema of sign-in");
  auto impl = std::make_unique<Impl>(std::move(pool));
  impl->guest = std::move(*guest);
  impl->base_url = base_url->value_or("http://localhost:7007");
  return std::unique_ptr<AuthService>(new AuthService(std::move(impl)));
}

kit::Routes AuthService::Routes() const {
  return BindAuthRoutes(
      {.keys = &impl_->keys, .clock = impl_->clock.get(), .base_url = impl_->base_url, .guest = impl_->guest});
}

Status AuthService::Readiness() const {
  return impl_->pool->Ping();
}

std::shared_ptr<kit::Authenticator> AuthService::MakeAuthenticator(bool required) const {
  return std::make_shared<kit::TokenAuthenticator>([keys = &impl_->keys] { return KeySet(*keys); }, impl_->clock,
                                                   required);
}

}  // namespace callboard::auth
