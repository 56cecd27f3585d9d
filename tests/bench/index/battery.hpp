#pragma once
// The twelve queries of which Backstage publishes its own times, over 739,000 entities.

#include "shared/base/json.hpp"
#include "shared/catalog/index.hpp"
#include "tests/bench/index/generate_catalog.hpp"

namespace callboard::bench {

/// {"battery_1": microseconds at the median, ...}
[[nodiscard]] Json MeasureBattery(const CatalogGenerator& generator, const catalog::Index& index);

}  // namespace callboard::bench
