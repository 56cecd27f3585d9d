#include "functions/kit/token_authenticator.hpp"

#include "functions/kit/jwt.hpp"
#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

/// An unknown key id may come from anybody, so it must not make every request ask for the key set.
constexpr std::chrono::seconds kAskAgainAfter{5};

constexpr std::string_view kBearer = "bearer ";

}  // namespace

TokenAuthenticator::TokenAuthenticator(KeySetSource source, std::shared_ptr<Clock> clock, bool required)
    : source_(std::move(source)), clock_(std::move(clock)), required_(required) {}

Result<Principal> TokenAuthenticator::Authenticate(const Request& request) {
  const std::string_view header = Header(request, "authorization");
  if (header.empty()) {
    if (required_) return Fail(ErrorCode::Unauthenticated, "Missing credentials");
    return Principal{};
  }
  if (header.size() <= kBearer.size() || !EqualsIgnoringCase(header.substr(0, kBearer.size()), kBearer)) {
    return Fail(ErrorCode::Unauthenticated, "Illegal token");
  }
  const std::string token(TrimSpace(header.substr(kBearer.size())));
  const auto key_id = KeyIdOfToken(token);
  if (!key_id) return std::unexpected(key_id.error());
  const auto public_pem = PublicKey(*key_id);
  if (!public_pem) return std::unexpected(public_pem.error());
  const auto claims = VerifyToken(token, *public_pem, clock_->SystemNow());
  if (!claims) return std::unexpected(claims.error());
  Principal principal;
  principal.kind = PrincipalKind::User;
  principal.entity_ref = StringMember(*claims, "sub");
  if (const Json* const owned = FindMember(*claims, "ent"); owned != nullptr && owned->is_array()) {
    for (const Json& ref : *owned) {
      if (ref.is_string()) principal.ownership_refs.push_back(ref.get<std::string>());
    }
  }
  return principal;
}

Result<std::string> TokenAuthenticator::PublicKey(const std::string& key_id) {
  const std::scoped_lock lock(mutex_);
  if (const auto known = public_pems_.find(key_id); known != public_pems_.end()) return known->second;
  const auto now = clock_->SteadyNow();
  if (asked_ && now - asked_at_ < kAskAgainAfter) return Fail(ErrorCode::Unauthenticated, "Illegal token");
  const auto set = source_();
  if (!set) return Fail(set.error(), "The keys that verify tokens could not be read");
  asked_ = true;
  asked_at_ = now;
  public_pems_.clear();
  const Json* const keys = FindMember(*set, "keys");
  for (const Json& jwk : keys != nullptr && keys->is_array() ? *keys : Json::array()) {
    if (auto public_pem = PublicPemFromJwk(jwk)) public_pems_.emplace(StringMember(jwk, "kid"), std::move(*public_pem));
  }
  const auto known = public_pems_.find(key_id);
  if (known == public_pems_.end()) return Fail(ErrorCode::Unauthenticated, "Illegal token");
  return known->second;
}

}  // namespace callboard::kit
