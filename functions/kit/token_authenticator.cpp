#include "functions/kit/token_authenticator.hpp"

#include <format>

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
  std::unique_lock lock(mutex_);
  const auto is_known = [&] { return public_pems_.contains(key_id); };
  answered_.wait(lock, [&] { return is_known() || !asking_; });
  const auto now = clock_->SteadyNow();
  // A source that fails is left in peace as well, else whoever makes tokens up decides how often it is asked.
  if (!is_known() && (!asked_at_ || now - *asked_at_ >= kAskAgainAfter)) {
    asked_at_ = now;
    asking_ = true;
    lock.unlock();
    auto read = ReadKeys();
    lock.lock();
    asking_ = false;
    answered_.notify_all();
    last_read_ = read ? Status() : std::unexpected(read.error());
    if (read) public_pems_ = std::move(*read);
  }
  if (is_known()) return public_pems_.at(key_id);
  if (!last_read_) return std::unexpected(last_read_.error());
  return Fail(ErrorCode::Unauthenticated, "Illegal token");
}

/// What the source says is for the log: it may name an address that is nobody's business.
Result<TokenAuthenticator::PublicPems> TokenAuthenticator::ReadKeys() const {
  const auto unreadable = [](std::string detail) {
    return Fail(ErrorCode::Unavailable, "The keys that verify tokens could not be read", std::move(detail));
  };
  const auto set = source_();
  if (!set) return unreadable(std::format("{} {}", set.error().message, set.error().detail));
  const Json* const keys = FindMember(*set, "keys");
  if (keys == nullptr || !keys->is_array()) return unreadable("the key set has no \"keys\"");
  PublicPems public_pems;
  for (const Json& jwk : *keys) {
    if (auto public_pem = PublicPemFromJwk(jwk)) public_pems.emplace(StringMember(jwk, "kid"), std::move(*public_pem));
  }
  if (public_pems.empty() && !keys->empty()) return unreadable("none of the key set's keys can be used");
  return public_pems;
}

}  // namespace callboard::kit
