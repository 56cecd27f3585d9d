#include "functions/catalog/entity_sources.hpp"

#include "functions/catalog/placeholders.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {

std::string_view TargetType(const model::Entity& entity, const SourceLocation& location) {
  const std::string_view type = model::SpecString(entity, "type");
  return type.empty() ? std::string_view(location.type) : type;
}

std::vector<SourceLocation> TargetsOf(const model::Entity& entity, const SourceLocation& location,
                                      const Integrations& hosts) {
  std::vector<SourceLocation> targets;
  if (!EqualsIgnoringCase(model::Kind(entity), "Location")) return targets;
  const std::string type(TargetType(entity, location));
  const auto add = [&](std::string_view target) { targets.push_back({type, ResolveTarget(location, target, hosts)}); };
  if (const auto target = model::SpecString(entity, "target"); !target.empty()) add(target);
  const Json* const spec = FindMember(entity.document, "spec");
  const Json* const list = spec == nullptr ? nullptr : FindMember(*spec, "targets");
  for (const Json& target : list != nullptr && list->is_array() ? *list : Json::array()) {
    if (target.is_string()) add(target.get_ref<const std::string&>());
  }
  return targets;
}

std::vector<SourceLocation> SourcesOf(const model::Entity& entity, const Integrations& hosts) {
  const auto location = ParseLocationText(model::Annotation(entity, kManagedByLocation)).value_or(SourceLocation{});
  std::vector<SourceLocation> sources = TargetsOf(entity, location, hosts);
  for (SourceLocation& source : PlaceholderSources(entity.document, location, hosts))
    sources.push_back(std::move(source));
  return sources;
}

}  // namespace callboard::catalog
