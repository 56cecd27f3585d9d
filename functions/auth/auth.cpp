#include "functions/auth/auth.hpp"

#include <array>
#include <chrono>
#include <string_view>

#include "functions/kit/jwt.hpp"
#include "shared/api/auth_routes.hpp"

namespace callboard::auth {
namespace {

constexpr std::string_view kUserTokenType = "vnd.backstage.user";

std::string Issuer(const AuthDeps& deps) {
  return deps.base_url + "/api/auth";
}

Result<kit::Response> SignInGuest(const kit::Request&, const AuthDeps& deps) {
  if (!deps.guest) return Fail(ErrorCode::NotFound, "Unknown auth provider 'guest'");
  const auto key = deps.keys->CurrentKey();
  if (!key) return std::unexpected(key.error());
  auto ownership = deps.guest->ownership_entity_refs;
  if (ownership.empty()) ownership.push_back(deps.guest->user_entity_ref);
  const auto issued = std::chrono::floor<std::chrono::seconds>(deps.clock->SystemNow()).time_since_epoch();
  const auto lifetime = std::chrono::seconds(kTokenLives);
  const auto token = kit::SignToken({{"iss", Issuer(deps)},
                                     {"sub", deps.guest->user_entity_ref},
                                     {"ent", ownership},
                                     {"aud", "backstage"},
                                     {"iat", issued.count()},
                                     {"exp", (issued + lifetime).count()}},
                                    kUserTokenType, *key);
  if (!token) return std::unexpected(token.error());
  kit::Response response = kit::JsonResponse(
      {{"profile", Json::object()},
       {"backstageIdentity",
        {{"token", *token},
         {"identity",
          {{"type", "user"}, {"userEntityRef", deps.guest->user_entity_ref}, {"ownershipEntityRefs", ownership}}},
         {"expiresInSeconds", lifetime.count()}}}});
  response.headers.emplace("Cache-Control", "no-store");
  return response;
}

Result<kit::Response> GetUserInfo(const kit::Request& request, const AuthDeps&) {
  if (request.principal.entity_ref.empty()) return Fail(ErrorCode::Unauthenticated, "Missing credentials");
  return kit::JsonResponse(
      {{"claims", {{"sub", request.principal.entity_ref}, {"ent", request.principal.ownership_refs}}}});
}

Result<kit::Response> GetJsonWebKeySet(const kit::Request&, const AuthDeps& deps) {
  const auto keys = KeySet(*deps.keys);
  if (!keys) return std::unexpected(keys.error());
  return kit::JsonResponse(*keys);
}

Result<kit::Response> GetOpenIdConfiguration(const kit::Request&, const AuthDeps& deps) {
  const std::string issuer = Issuer(deps);
  return kit::JsonResponse({{"issuer", issuer},
                            {"token_endpoint", issuer + "/v1/token"},
                            {"userinfo_endpoint", issuer + "/v1/userinfo"},
                            {"jwks_uri", issuer + "/.well-known/jwks.json"},
                            {"response_types_supported", {"id_token"}},
                            {"subject_types_supported", {"public"}},
                            {"id_token_signing_alg_values_supported", {"ES256"}},
                            {"scopes_supported", {"openid"}},
                            {"token_endpoint_auth_methods_supported", Json::array()},
                            {"claims_supported", {"sub", "ent"}},
                            {"grant_types_supported", Json::array()}});
}

using AuthHandler = Result<kit::Response> (*)(const kit::Request&, const AuthDeps&);

struct Binding {
  std::string_view route;
  AuthHandler handler;
};

constexpr std::array kBindings = {
    Binding{"SignInGuest", SignInGuest},
    Binding{"RefreshGuest", SignInGuest},
    Binding{"GetUserInfo", GetUserInfo},
    Binding{"GetJsonWebKeySet", GetJsonWebKeySet},
    Binding{"GetOpenIdConfiguration", GetOpenIdConfiguration},
};

}  // namespace

Result<Json> KeySet(KeyStore& keys) {
  const auto verifying = keys.VerifyingKeys();
  if (!verifying) return std::unexpected(verifying.error());
  Json set = Json::array();
  for (const kit::SigningKey& key : *verifying) {
    auto jwk = kit::JwkFromPublicPem(key.public_pem, key.id);
    if (!jwk) return std::unexpected(jwk.error());
    set.push_back(std::move(*jwk));
  }
  return Json{{"keys", std::move(set)}};
}

kit::Routes BindAuthRoutes(const AuthDeps& deps) {
  kit::Routes routes;
  for (const Binding& binding : kBindings) {
    for (const api::RouteRecord& record : api::AuthRoutes()) {
      if (record.name != binding.route) continue;
      routes.push_back(
          {&record, [handler = binding.handler, deps](const kit::Request& request) { return handler(request, deps); }});
    }
  }
  return routes;
}

}  // namespace callboard::auth
