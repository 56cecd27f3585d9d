#pragma once
// Which kinds may come from which locations: catalog.rules and the rules of single locations.

#include <string>
#include <vector>

#include "functions/catalog/location.hpp"
#include "shared/model/entity.hpp"

namespace callboard::catalog {

/// Holds for every location when `location` is empty.
struct CatalogRule {
  std::vector<std::string> allowed_kinds;
  std::optional<SourceLocation> location;
};

class CatalogRules {
 public:
  /// Without any rule Backstage's default holds: Component, API, Location.
  explicit CatalogRules(std::vector<CatalogRule> rules);

  /// Whether `entity`, whose chain of locations begins at `origin`, may enter the catalog.
  [[nodiscard]] bool Allows(const model::Entity& entity, const SourceLocation& origin) const;

 private:
  std::vector<CatalogRule> rules_;
};

}  // namespace callboard::catalog
