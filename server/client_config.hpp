#pragma once
// What the client is told of the configuration. Nothing else of it leaves the server.

#include "functions/kit/config.hpp"
#include "functions/kit/router.hpp"

namespace callboard::server {

/// GET /api/app/config: {app: {title}, organization: {name}, auth: {providers: [...]}}. InvalidInput for values of a
/// wrong type.
[[nodiscard]] Result<kit::BoundRoute> ClientConfigRoute(const kit::Config& config);

}  // namespace callboard::server
