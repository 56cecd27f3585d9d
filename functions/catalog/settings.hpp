#pragma once
// catalog.* of the configuration.

#include <vector>

#include "functions/catalog/ingestion.hpp"
#include "functions/catalog/location_request.hpp"
#include "functions/catalog/push.hpp"
#include "functions/catalog/rules.hpp"
#include "functions/kit/config.hpp"

namespace callboard::catalog {

/// InvalidInput names the key that cannot be used.
[[nodiscard]] Result<IngestionSettings> IngestionSettingsFrom(const kit::Config& config);
[[nodiscard]] Result<RegistrationSettings> RegistrationSettingsFrom(const kit::Config& config);
[[nodiscard]] Result<model::UnknownKinds> UnknownKindsFrom(const kit::Config& config);
[[nodiscard]] Result<std::vector<CatalogRule>> RulesFrom(const kit::Config& config);

/// catalog.history.retention: how long changes are kept, 90 days.
[[nodiscard]] Result<std::chrono::milliseconds> HistoryRetentionFrom(const kit::Config& config);

/// catalog.push.sources: [{source, subjects}]; none when it is not there.
[[nodiscard]] Result<std::vector<PushGrant>> PushGrantsFrom(const kit::Config& config);

}  // namespace callboard::catalog
