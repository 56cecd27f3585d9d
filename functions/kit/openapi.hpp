#pragma once
// The OpenAPI document of a process, made from its route records.

#include "functions/kit/router.hpp"
#include "shared/base/json.hpp"

namespace callboard::kit {

/// OpenAPI 3.1. Schema types are named, with `x-permission` and the example of each record.
[[nodiscard]] Json OpenApiFromRoutes(const Routes& routes);

}  // namespace callboard::kit
