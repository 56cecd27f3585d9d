#pragma once
// The routes of the auth function.

#include <span>

#include "shared/api/route.hpp"

namespace callboard::api {

[[nodiscard]] std::span<const RouteRecord> AuthRoutes();

}  // namespace callboard::api
