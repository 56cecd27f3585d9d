#include "functions/catalog/rules.hpp"

#include <algorithm>

#include "shared/base/text.hpp"

namespace callboard::catalog {

CatalogRules::CatalogRules(std::vector<CatalogRule> rules) : rules_(std::move(rules)) {
  const bool has_general = std::ranges::any_of(rules_, [](const CatalogRule& rule) { return !rule.location; });
  if (!has_general) rules_.push_back({{"Component", "API", "Location"}, std::nullopt});
}

bool CatalogRules::Allows(const model::Entity& entity, const SourceLocation& origin) const {
  return std::ranges::any_of(rules_, [&](const CatalogRule& rule) {
    if (rule.location && *rule.location != origin) return false;
    return std::ranges::any_of(rule.allowed_kinds,
                               [&](const std::string& kind) { return EqualsIgnoringCase(kind, model::Kind(entity)); });
  });
}

}  // namespace callboard::catalog
