#pragma once
// Signs in, and renews the token before it runs out.

#include <functional>

#include "client/net/api_client.hpp"
#include "client/store/app_state.hpp"

namespace callboard::store {

class SessionKeeper {
 public:
  /// All references outlive the keeper. `on_touched` comes after every change of the session.
  SessionKeeper(net::ApiClient& api, Remote<Session>& session, std::function<void()> on_touched)
      : api_(api), session_(session), on_touched_(std::move(on_touched)) {}

  void SignIn();
  void SignOut();
  /// Called every frame: renews a token that is about to run out. While the server is out of reach the session stays,
  /// so that what was loaded can still be read.
  void Renew(double now_secs);
  /// The server did not accept the token. Renews it, or ends the session when it was new.
  void RefuseToken(const Error& error);
  /// Whether calls would be accepted.
  [[nodiscard]] bool CanCall(double now_secs) const;

 private:
  void Ask();
  void TakeAnswer(Result<net::SignInAnswer> answer);
  void End(Error error);

  net::ApiClient& api_;
  Remote<Session>& session_;
  std::function<void()> on_touched_;
  double now_secs_ = 0;
  double renewed_at_secs_ = 0;
  double next_try_secs_ = 0;
};

}  // namespace callboard::store
