#pragma once
// The routes of the catalog function.

#include <span>

#include "shared/api/route.hpp"

namespace callboard::api {

[[nodiscard]] std::span<const RouteRecord> CatalogRoutes();

}  // namespace callboard::api
