#include "shared/api/auth_routes.hpp"

#include <array>

namespace callboard::api {
namespace {

constexpr std::array kRoutes = {
    RouteRecord{"SignInGuest", "POST", "/api/auth/guest/refresh", "", "", "SignInResponse",
                "Signs in a guest and answers a token", ""},
    RouteRecord{"RefreshGuest", "GET", "/api/auth/guest/refresh", "", "", "SignInResponse",
                "As POST, for clients that refresh with GET", "/api/auth/guest/refresh"},
    RouteRecord{"GetUserInfo", "GET", "/api/auth/v1/userinfo", "auth.userinfo.read", "", "UserInfo",
                "The claims of the caller's token", ""},
    RouteRecord{"GetJsonWebKeySet", "GET", "/api/auth/.well-known/jwks.json", "", "", "JsonWebKeySet",
                "The keys that verify tokens", "/api/auth/.well-known/jwks.json"},
    RouteRecord{"GetOpenIdConfiguration", "GET", "/api/auth/.well-known/openid-configuration", "", "",
                "OpenIdConfiguration", "Where the keys are, for OpenID Connect clients",
                "/api/auth/.well-known/openid-configuration"},
};

}  // namespace

std::span<const RouteRecord> AuthRoutes() {
  return kRoutes;
}

}  // namespace callboard::api
