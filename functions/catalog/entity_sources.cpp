#include "functions/catalog/entity_sources.hpp"

#include <format>
#include <utility>

#include "functions/catalog/placeholders.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {

std::string_view TargetType(const model::Entity& entity, const SourceLocation& location) {
  const std::string_view type = model::SpecString(entity, "type");
  return type.empty() ? std::string_view(location.type) : type;
}

std::vector<EntityTarget> TargetsOf(const model::Entity& entity, const SourceLocation& location,
                                    const Integrations& hosts) {
  std::vector<EntityTarget> targets;
  if (!EqualsIgnoringCase(model::Kind(entity), "Location")) return targets;
  const std::string type(TargetType(entity, location));
  const auto add = [&](std::string_view target, std::string path) {
    targets.push_back({{type, ResolveTarget(location, target, hosts)}, std::move(path)});
  };
  if (const auto target = model::SpecString(entity, "target"); !target.empty()) add(target, "/spec/target");
  const Json* const spec = FindMember(entity.document, "spec");
  const Json* const list = spec == nullptr ? nullptr : FindMember(*spec, "targets");
  std::size_t position = 0;
  for (const Json& target : list != nullptr && list->is_array() ? *list : Json::array()) {
    const std::string path = std::format("/spec/targets/{}", position++);
    if (target.is_string()) add(target.get_ref<const std::string&>(), path);
  }
  return targets;
}

std::vector<SourceLocation> SourcesOf(const model::Entity& entity, const Integrations& hosts) {
  const auto location = ParseLocationText(model::Annotation(entity, kManagedByLocation)).value_or(SourceLocation{});
  std::vector<SourceLocation> sources;
  for (EntityTarget& target : TargetsOf(entity, location, hosts)) sources.push_back(std::move(target.location));
  for (SourceLocation& source : PlaceholderSources(entity.document, location, hosts))
    sources.push_back(std::move(source));
  return sources;
}

}  // namespace callboard::catalog
