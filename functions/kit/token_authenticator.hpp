#pragma once
// Who calls: bearer tokens of the auth function, verified with its published keys.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "functions/kit/authenticator.hpp"
#include "functions/kit/clock.hpp"
#include "functions/kit/http.hpp"

namespace callboard::kit {

/// Reads the current key set ({"keys": [...]}): over HTTP, or from the auth function in the same process. Does not
/// throw.
using KeySetSource = std::function<Result<Json>()>;

/// Verifies bearer tokens. A key that is not known yet makes it ask the source again, at most once every few seconds;
/// Unavailable when the source could not be read. Tokens with a known key never wait for the source.
class TokenAuthenticator : public Authenticator {
 public:
  /// `required` false lets callers without credentials pass as nobody
  /// (backend.auth.dangerouslyDisableDefaultAuthPolicy).
  TokenAuthenticator(KeySetSource source, std::shared_ptr<Clock> clock, bool required);

  Result<Principal> Authenticate(const Request& request) override;

 private:
  using PublicPems = std::map<std::string, std::string>;

  Result<std::string> PublicKey(const std::string& key_id);
  [[nodiscard]] Result<PublicPems> ReadKeys() const;

  KeySetSource source_;
  std::shared_ptr<Clock> clock_;
  bool required_;
  std::mutex mutex_;
  std::condition_variable answered_;
  PublicPems public_pems_;
  bool asking_ = false;
  std::optional<std::chrono::steady_clock::time_point> asked_at_;
  Status last_read_;
};

}  // namespace callboard::kit
