#pragma once
// The history of the catalog's schema.

#include <span>
#include <string_view>

#include "functions/kit/postgres.hpp"

namespace callboard::catalog {

inline constexpr std::string_view kSchema = "catalog";

/// Told after every commit that changed what the catalog shows.
inline constexpr std::string_view kChangedChannel = "catalog_changed";

[[nodiscard]] std::span<const kit::Migration> CatalogMigrations();

}  // namespace callboard::catalog
