#pragma once
// Who calls: bearer tokens of the auth function, verified with its published keys.

#include <memory>

#include "functions/kit/authenticator.hpp"
#include "functions/kit/clock.hpp"
#include "functions/kit/key_set_cache.hpp"

namespace callboard::kit {

/// Verifies bearer tokens of users. Unavailable when the keys could not be read.
class TokenAuthenticator : public Authenticator {
 public:
  /// `required` false lets callers without credentials pass as nobody
  /// (backend.auth.dangerouslyDisableDefaultAuthPolicy).
  TokenAuthenticator(KeySetSource source, std::shared_ptr<Clock> clock, bool required);

  Result<Principal> Authenticate(const Request& request) override;

 private:
  KeySetCache keys_;
  std::shared_ptr<Clock> clock_;
  bool required_;
};

}  // namespace callboard::kit
