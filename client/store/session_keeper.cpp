#include "client/store/session_keeper.hpp"

#include <algorithm>
#include <utility>

namespace callboard::store {
namespace {

/// A token is renewed this long before it runs out, or at half its life if that is shorter.
constexpr double kEarlySecs = 120;
constexpr double kRetrySecs = 10;
/// A token that is refused so soon will not be accepted after another renewal either.
constexpr double kNewTokenSecs = 5;

}  // namespace

void SessionKeeper::SignIn() {
  if (session_.IsLoading()) return;
  Ask();
}

void SessionKeeper::SignOut() {
  session_ = {};
  api_.SetToken({});
  on_touched_();
}

void SessionKeeper::Ask() {
  session_.Begin();
  api_.SignInAsGuest([this](Result<net::SignInAnswer> answer) { TakeAnswer(std::move(answer)); });
  on_touched_();
}

void SessionKeeper::TakeAnswer(Result<net::SignInAnswer> answer) {
  if (!answer) {
    const ErrorCode code = answer.error().code;
    const bool is_refused = code == ErrorCode::Unauthenticated || code == ErrorCode::Forbidden;
    if (session_.value() == nullptr || is_refused) return End(std::move(answer.error()));
    session_.Finish();
    next_try_secs_ = now_secs_ + kRetrySecs;
    return on_touched_();
  }
  renewed_at_secs_ = now_secs_;
  api_.SetToken(std::move(answer->token));
  session_.Succeed({.user_ref = std::move(answer->user_ref),
                    .ownership_refs = std::move(answer->ownership_refs),
                    .display_name = std::move(answer->display_name),
                    .expires_at_secs = now_secs_ + answer->expires_in_secs});
  on_touched_();
}

void SessionKeeper::End(Error error) {
  session_ = {};
  session_.Fail(std::move(error));
  api_.SetToken({});
  on_touched_();
}

void SessionKeeper::Renew(double now_secs) {
  now_secs_ = now_secs;
  const Session* const session = session_.value();
  if (session == nullptr || session_.IsLoading() || now_secs < next_try_secs_) return;
  const double early = std::min(kEarlySecs, (session->expires_at_secs - renewed_at_secs_) / 2);
  if (now_secs >= session->expires_at_secs - early) Ask();
}

void SessionKeeper::RefuseToken(const Error& error) {
  if (session_.value() == nullptr) return;
  if (now_secs_ - renewed_at_secs_ < kNewTokenSecs) return End(error);
  session_.value()->expires_at_secs = 0;
}

bool SessionKeeper::CanCall(double now_secs) const {
  return session_.value() != nullptr && now_secs < session_.value()->expires_at_secs;
}

}  // namespace callboard::store
