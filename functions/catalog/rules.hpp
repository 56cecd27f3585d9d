#pragma once
// What may come from which locations: catalog.rules and the rules of single locations.

#include <optional>
#include <string>
#include <vector>

#include "functions/catalog/location.hpp"
#include "shared/model/entity.hpp"
#include "shared/model/validate.hpp"

namespace callboard::catalog {

struct AllowedEntity {
  std::string kind;
  std::string spec_type = {};  // "": any
};

/// `exact` and `pattern` (see MatchesPattern) do not matter when they are empty; URLs are compared by CanonicalUrlText.
struct LocationMatcher {
  std::string type;
  std::string exact = {};
  std::string pattern = {};
};

/// Source: DefaultCatalogRulesEnforcer of @backstage/plugin-catalog-backend.
struct CatalogRule {
  std::vector<AllowedEntity> allow;
  std::optional<std::vector<LocationMatcher>> locations;  // nothing: every location
};

/// What holds when the configuration has no catalog.rules: Component, API and Location from everywhere.
[[nodiscard]] CatalogRule DefaultRule();

/// What no rule allows is refused.
class CatalogRules {
 public:
  explicit CatalogRules(std::vector<CatalogRule> rules, model::UnknownKinds unknown = {});

  /// Whether `entity`, whose chain of locations begins at `origin`, may enter the catalog.
  [[nodiscard]] bool Allows(const model::Entity& entity, const SourceLocation& origin) const;

  /// catalog.allowUnknownKinds: what may be an entity at all; the rules decide from where.
  [[nodiscard]] const model::UnknownKinds& Unknown() const { return unknown_; }

 private:
  std::vector<CatalogRule> rules_;
  model::UnknownKinds unknown_;
};

}  // namespace callboard::catalog
