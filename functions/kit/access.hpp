#pragma once
// Who may call a route: kinds of callers, and what a service's token is restricted to.

#include "functions/kit/http.hpp"
#include "shared/api/route.hpp"

namespace callboard::kit {

/// Forbidden when the route is not for this kind of caller, or is outside what the caller's token is restricted to.
/// Nobody (sign-in is off) may call everything.
[[nodiscard]] Status CheckAccess(const Principal& principal, const api::RouteRecord& route);

/// Event sources of a cluster can often set a URL and no header: "?access_token=…" counts as a bearer token when the
/// request has no other credentials. Source: RFC 6750, 2.3.
void TakeTokenOfQuery(Request& request);

}  // namespace callboard::kit
