#pragma once
// catalog.* and backend.reading.* of the configuration.

#include <functional>
#include <string_view>
#include <vector>

#include "functions/catalog/ingestion.hpp"
#include "functions/catalog/location_request.hpp"
#include "functions/catalog/rules.hpp"
#include "functions/kit/config.hpp"

namespace callboard::catalog {

/// InvalidInput names the key that cannot be used.
[[nodiscard]] Result<IngestionSettings> IngestionSettingsFrom(const kit::Config& config);
[[nodiscard]] Result<RegistrationSettings> RegistrationSettingsFrom(const kit::Config& config);
[[nodiscard]] Result<model::UnknownKinds> UnknownKindsFrom(const kit::Config& config);
[[nodiscard]] Result<std::vector<CatalogRule>> RulesFrom(const kit::Config& config);

/// Whether backend.reading.allow (hosts, with "*." for subdomains, and paths) lets a URL be read.
[[nodiscard]] std::function<bool(std::string_view url)> ReadingAllowed(const kit::Config& config);

}  // namespace callboard::catalog
