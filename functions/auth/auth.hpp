#pragma once
// The auth function: signs in, issues tokens and publishes the keys that verify them.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "functions/auth/key_store.hpp"
#include "functions/kit/app.hpp"
#include "functions/kit/clock.hpp"

namespace callboard::auth {

/// auth.providers.guest
struct GuestSettings {
  std::string user_entity_ref = "user:development/guest";
  std::vector<std::string> ownership_entity_refs;  // empty: the user alone
};

struct AuthDeps {
  KeyStore* keys = nullptr;
  kit::Clock* clock = nullptr;
  std::string base_url;                // backend.baseUrl
  std::optional<GuestSettings> guest;  // nothing when the provider is not configured
};

[[nodiscard]] kit::Routes BindAuthRoutes(const AuthDeps& deps);

/// {"keys": [...]}, for verifiers in the same process.
[[nodiscard]] Result<Json> KeySet(KeyStore& keys);

}  // namespace callboard::auth
