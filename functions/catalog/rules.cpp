#include "functions/catalog/rules.hpp"

#include <algorithm>

#include "functions/catalog/location_pattern.hpp"
#include "functions/catalog/url.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

bool Matches(const LocationMatcher& matcher, const SourceLocation& origin) {
  return matcher.type == origin.type && (matcher.exact.empty() || matcher.exact == origin.target) &&
         (matcher.pattern.empty() || MatchesPattern(origin.target, matcher.pattern));
}

bool Matches(const AllowedEntity& allowed, const model::Entity& entity) {
  return EqualsIgnoringCase(allowed.kind, model::Kind(entity)) &&
         (allowed.spec_type.empty() || EqualsIgnoringCase(allowed.spec_type, model::SpecString(entity, "type")));
}

}  // namespace

CatalogRule DefaultRule() {
  return {{{"Component"}, {"API"}, {"Location"}}, std::nullopt};
}

CatalogRules::CatalogRules(std::vector<CatalogRule> rules, model::UnknownKinds unknown)
    : rules_(std::move(rules)), unknown_(std::move(unknown)) {
  for (CatalogRule& rule : rules_) {
    if (!rule.locations) continue;
    for (LocationMatcher& matcher : *rule.locations) {
      if (matcher.type == "url") matcher.exact = CanonicalUrlText(matcher.exact).value_or(matcher.exact);
    }
  }
}

bool CatalogRules::Allows(const model::Entity& entity, const SourceLocation& origin) const {
  const auto canonical_url = origin.type == "url" ? CanonicalUrlText(origin.target) : std::optional(origin.target);
  return std::ranges::any_of(rules_, [&](const CatalogRule& rule) {
    if (rule.locations) {
      if (!canonical_url) return false;
      const SourceLocation canonical{origin.type, *canonical_url};
      if (std::ranges::none_of(*rule.locations, [&](const auto& matcher) { return Matches(matcher, canonical); }))
        return false;
    }
    return std::ranges::any_of(rule.allow, [&](const AllowedEntity& allowed) { return Matches(allowed, entity); });
  });
}

}  // namespace callboard::catalog
