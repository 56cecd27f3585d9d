#include "functions/kit/token_authenticator.hpp"

#include "functions/kit/http.hpp"
#include "functions/kit/jwt.hpp"
#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

constexpr std::string_view kBearer = "bearer ";

}  // namespace

TokenAuthenticator::TokenAuthenticator(KeySetSource source, std::shared_ptr<Clock> clock, bool required)
    : keys_(std::move(source), clock), clock_(std::move(clock)), required_(required) {}

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
  const auto public_pem = keys_.PublicPem(*key_id);
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

}  // namespace callboard::kit
