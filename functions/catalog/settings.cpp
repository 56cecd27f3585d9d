#include "functions/catalog/settings.hpp"

#include <algorithm>
#include <format>
#include <optional>

#include "functions/catalog/service.hpp"
#include "functions/kit/digest.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

std::unexpected<Error> Unusable(std::string_view key, std::string_view reason) {
  return Fail(ErrorCode::InvalidInput, std::format("Configuration {}: {}", key, reason));
}

/// The items of the list at `key`; none when there is no such list.
Result<Json> ListAt(const Json* list, std::string_view key) {
  if (list == nullptr || list->is_null()) return Json::array();
  if (!list->is_array()) return Unusable(key, "expected a list");
  return *list;
}

Result<std::vector<AllowedEntity>> AllowFrom(const Json& rule, const std::string& key) {
  std::vector<AllowedEntity> allowed;
  const Json* const list = FindMember(rule, "allow");
  if (list == nullptr || !list->is_array()) return Unusable(key, "expected a list of kinds");
  for (const Json& entry : *list) {
    AllowedEntity entity{std::string(StringMember(entry, "kind")), std::string(StringMember(entry, "spec.type"))};
    if (entry.is_string()) entity.kind = entry.get<std::string>();
    const bool has_type = FindMember(entry, "spec.type") != nullptr;
    if (entity.kind.empty() || has_type == entity.spec_type.empty())
      return Unusable(std::format("{}.{}", key, allowed.size()), "expected a kind, or kind and spec.type");
    allowed.push_back(std::move(entity));
  }
  return allowed;
}

Result<std::vector<LocationMatcher>> MatchersFrom(const Json& list, const std::string& key) {
  std::vector<LocationMatcher> matchers;
  const auto items = ListAt(&list, key);
  if (!items) return std::unexpected(items.error());
  for (const Json& item : *items) {
    LocationMatcher matcher{std::string(StringMember(item, "type")), std::string(StringMember(item, "exact")),
                            std::string(StringMember(item, "pattern"))};
    const std::string item_key = std::format("{}.{}", key, matchers.size());
    const bool lost_exact = FindMember(item, "exact") != nullptr && matcher.exact.empty();
    const bool lost_pattern = FindMember(item, "pattern") != nullptr && matcher.pattern.empty();
    if (matcher.type.empty() || lost_exact || lost_pattern)
      return Unusable(item_key, "expected type, and exact or pattern");
    if (!matcher.exact.empty() && !matcher.pattern.empty())
      return Unusable(item_key, "A catalog rule location cannot have both exact and pattern values");
    matchers.push_back(std::move(matcher));
  }
  return matchers;
}

/// Appends the rules of the list at `key`. With `location` they hold there, whatever they say themselves.
Status AppendRules(const Json* list, const std::string& key, const std::optional<SourceLocation>& location,
                   std::vector<CatalogRule>& rules) {
  const auto items = ListAt(list, key);
  if (!items) return std::unexpected(items.error());
  for (std::size_t i = 0; i < items->size(); ++i) {
    const Json& item = (*items)[i];
    auto allow = AllowFrom(item, std::format("{}.{}.allow", key, i));
    if (!allow) return std::unexpected(allow.error());
    CatalogRule rule{std::move(*allow), std::nullopt};
    if (location) {
      rule.locations = {{location->type, location->target}};
    } else if (const Json* const locations = FindMember(item, "locations")) {
      auto matchers = MatchersFrom(*locations, std::format("{}.{}.locations", key, i));
      if (!matchers) return std::unexpected(matchers.error());
      rule.locations = std::move(*matchers);
    }
    rules.push_back(std::move(rule));
  }
  return {};
}

Result<SourceLocation> LocationFrom(const Json& json, std::size_t position) {
  SourceLocation location{std::string(StringMember(json, "type")), std::string(StringMember(json, "target"))};
  if (!location.type.empty() && !location.target.empty()) return location;
  return Fail(ErrorCode::InvalidInput,
              std::format("Configuration catalog.locations.{}: expected type and target", position));
}

}  // namespace

Result<std::chrono::milliseconds> ProcessingInterval(const kit::Config& config) {
  const auto interval = config.Duration("catalog.processingInterval");
  if (!interval) return std::unexpected(interval.error());
  return interval->value_or(IngestionSettings{}.processing_interval);
}

Result<std::chrono::milliseconds> HistoryRetentionFrom(const kit::Config& config) {
  constexpr std::chrono::days kRetention{90};
  const auto retention = config.Duration("catalog.history.retention");
  if (!retention) return std::unexpected(retention.error());
  if (retention->value_or(kRetention) <= std::chrono::milliseconds(0))
    return Unusable("catalog.history.retention", "expected more than nothing");
  return retention->value_or(kRetention);
}

Result<IngestionSettings> IngestionSettingsFrom(const kit::Config& config) {
  IngestionSettings settings;
  const auto interval = ProcessingInterval(config);
  if (!interval) return std::unexpected(interval.error());
  settings.processing_interval = *interval;
  const auto orphans = config.String("catalog.orphanStrategy");
  if (!orphans) return std::unexpected(orphans.error());
  const std::string strategy = orphans->value_or("delete");
  if (strategy != "keep" && strategy != "delete") {
    return Fail(ErrorCode::InvalidInput,
                std::format("Configuration catalog.orphanStrategy: expected keep or delete, found \"{}\"", strategy));
  }
  const Json* const catalog = config.Find("catalog");
  settings.processed_with = kit::Sha1Hex(catalog == nullptr ? "" : DumpJson(*catalog)).substr(0, 12);
  settings.orphans = strategy == "keep" ? OrphanStrategy::Keep : OrphanStrategy::Delete;
  const Json* const locations = config.Find("catalog.locations");
  for (const Json& json : locations != nullptr && locations->is_array() ? *locations : Json::array()) {
    auto location = LocationFrom(json, settings.locations.size());
    if (!location) return std::unexpected(location.error());
    settings.locations.push_back(std::move(*location));
  }
  return settings;
}

Result<RegistrationSettings> RegistrationSettingsFrom(const kit::Config& config) {
  RegistrationSettings settings;
  const auto readonly = config.Boolean("catalog.readonly");
  if (!readonly) return std::unexpected(readonly.error());
  settings.readonly = readonly->value_or(false);
  const auto strategy = config.String("catalog.defaultLocationConflictStrategy");
  if (!strategy) return std::unexpected(strategy.error());
  const std::string on_conflict = strategy->value_or("reject");
  if (on_conflict != "reject" && on_conflict != "refresh")
    return Unusable("catalog.defaultLocationConflictStrategy",
                    std::format("expected reject or refresh, found \"{}\"", on_conflict));
  settings.refresh_on_conflict = on_conflict == "refresh";
  const Json* const types = config.Find("catalog.allowedLocationTypes");
  if (types == nullptr) return settings;
  const bool is_list = types->is_array() && std::ranges::all_of(*types, &Json::is_string);
  if (!is_list) return Unusable("catalog.allowedLocationTypes", "expected a list of types, such as url and file");
  settings.allowed_types = types->get<std::vector<std::string>>();
  return settings;
}

Result<model::UnknownKinds> UnknownKindsFrom(const kit::Config& config) {
  const Json* const allowed = config.Find("catalog.allowUnknownKinds");
  if (allowed == nullptr || allowed->is_null()) return model::UnknownKinds{};
  if (allowed->is_boolean()) return model::UnknownKinds{.all = allowed->get<bool>()};
  if (!allowed->is_array() || !std::ranges::all_of(*allowed, &Json::is_string))
    return Unusable("catalog.allowUnknownKinds", "expected true, false or a list of kinds");
  return model::UnknownKinds{.kinds = allowed->get<std::vector<std::string>>()};
}

Result<std::vector<CatalogRule>> RulesFrom(const kit::Config& config) {
  std::vector<CatalogRule> rules;
  const Json* const general = config.Find("catalog.rules");
  if (general == nullptr || general->is_null()) rules.push_back(DefaultRule());
  if (auto added = AppendRules(general, "catalog.rules", std::nullopt, rules); !added)
    return std::unexpected(added.error());
  const Json* const locations = config.Find("catalog.locations");
  std::size_t position = 0;
  for (const Json& json : locations != nullptr && locations->is_array() ? *locations : Json::array()) {
    const auto location = LocationFrom(json, position);
    if (!location) return std::unexpected(location.error());
    const std::string key = std::format("catalog.locations.{}.rules", position++);
    if (auto added = AppendRules(FindMember(json, "rules"), key, *location, rules); !added)
      return std::unexpected(added.error());
  }
  return rules;
}

Result<std::vector<PushGrant>> PushGrantsFrom(const kit::Config& config) {
  constexpr std::string_view kKey = "catalog.push.sources";
  const auto items = ListAt(config.Find(kKey), kKey);
  if (!items) return std::unexpected(items.error());
  std::vector<PushGrant> grants;
  for (const Json& item : *items) {
    PushGrant grant{std::string(StringMember(item, "source")), {}};
    const Json* const subjects = FindMember(item, "subjects");
    for (const Json& subject : subjects != nullptr && subjects->is_array() ? *subjects : Json::array()) {
      if (subject.is_string()) grant.subjects.push_back(subject.get<std::string>());
    }
    if (grant.source_pattern.empty() || grant.subjects.empty() || grant.subjects.size() != subjects->size())
      return Unusable(std::format("{}.{}", kKey, grants.size()), "expected source, and a list of subjects");
    grants.push_back(std::move(grant));
  }
  return grants;
}

}  // namespace callboard::catalog
