#pragma once
// Who calls: bearer tokens of the auth function, verified with its published keys.

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "functions/kit/authenticator.hpp"
#include "functions/kit/clock.hpp"
#include "functions/kit/http.hpp"

namespace callboard::kit {

/// Reads the current key set ({"keys": [...]}): over HTTP, or from the auth function in the same process.
using KeySetSource = std::function<Result<Json>()>;

/// Verifies bearer tokens. A key that is not known yet makes it ask the source again, at most once every few seconds.
class TokenAuthenticator : public Authenticator {
 public:
  /// `required` false lets callers without credentials pass as nobody
  /// (backend.auth.dangerouslyDisableDefaultAuthPolicy).
  TokenAuthenticator(KeySetSource source, std::shared_ptr<Clock> clock, bool required);

  Result<Principal> Authenticate(const Request& request) override;

 private:
  Result<std::string> PublicKey(const std::string& key_id);

  KeySetSource source_;
  std::shared_ptr<Clock> clock_;
  bool required_;
  std::mutex mutex_;
  std::map<std::string, std::string> public_pems_;
  std::chrono::steady_clock::time_point asked_at_{};
  bool asked_ = false;
};

}  // namespace callboard::kit
