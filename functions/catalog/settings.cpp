#include "functions/catalog/settings.hpp"

#include <algorithm>
#include <format>

#include "functions/catalog/service.hpp"

namespace callboard::catalog {
namespace {

std::vector<std::string> AllowedKinds(const Json& rule) {
  std::vector<std::string> kinds;
  const Json* const allow = FindMember(rule, "allow");
  if (allow == nullptr || !allow->is_array()) return kinds;
  for (const Json& kind : *allow) {
    // Backstage takes {kind: ..., 'spec.type': ...} too; the kind decides here.
    const std::string_view name = kind.is_string() ? kind.get_ref<const std::string&>() : StringMember(kind, "kind");
    if (!name.empty()) kinds.emplace_back(name);
  }
  return kinds;
}

Result<SourceLocation> LocationFrom(const Json& json, std::size_t position) {
  SourceLocation location{std::string(StringMember(json, "type")), std::string(StringMember(json, "target"))};
  if (!location.type.empty() && !location.target.empty()) return location;
  return Fail(ErrorCode::InvalidInput,
              std::format("Configuration catalog.locations.{}: expected type and target", position));
}

struct AllowedHost {
  std::string host;
  std::vector<std::string> paths;  // empty: all
};

/// host[:port] and path of a URL; empty when it is none.
std::pair<std::string_view, std::string_view> HostAndPath(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  const std::string_view rest = url.substr(scheme + 3);
  const std::size_t slash = std::min(rest.find_first_of("/?#"), rest.size());
  return {rest.substr(0, slash), rest.substr(slash)};
}

bool Permits(const AllowedHost& allowed, std::string_view host, std::string_view path) {
  const bool host_fits =
      allowed.host.starts_with("*.") ? host.ends_with(std::string_view(allowed.host).substr(1)) : host == allowed.host;
  if (!host_fits) return false;
  return allowed.paths.empty() ||
         std::ranges::any_of(allowed.paths, [&](const std::string& prefix) { return path.starts_with(prefix); });
}

}  // namespace

Result<std::chrono::milliseconds> ProcessingInterval(const kit::Config& config) {
  const auto interval = config.Duration("catalog.processingInterval");
  if (!interval) return std::unexpected(interval.error());
  return interval->value_or(IngestionSettings{}.processing_interval);
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
  settings.orphans = strategy == "keep" ? OrphanStrategy::Keep : OrphanStrategy::Delete;
  const Json* const locations = config.Find("catalog.locations");
  for (const Json& json : locations != nullptr && locations->is_array() ? *locations : Json::array()) {
    auto location = LocationFrom(json, settings.locations.size());
    if (!location) return std::unexpected(location.error());
    settings.locations.push_back(std::move(*location));
  }
  return settings;
}

Result<std::vector<CatalogRule>> RulesFrom(const kit::Config& config) {
  std::vector<CatalogRule> rules;
  const Json* const general = config.Find("catalog.rules");
  for (const Json& rule : general != nullptr && general->is_array() ? *general : Json::array()) {
    rules.push_back({AllowedKinds(rule), std::nullopt});
  }
  const Json* const locations = config.Find("catalog.locations");
  std::size_t position = 0;
  for (const Json& json : locations != nullptr && locations->is_array() ? *locations : Json::array()) {
    const auto location = LocationFrom(json, position++);
    if (!location) return std::unexpected(location.error());
    const Json* const own = FindMember(json, "rules");
    for (const Json& rule : own != nullptr && own->is_array() ? *own : Json::array())
      rules.push_back({AllowedKinds(rule), *location});
  }
  return rules;
}

std::function<bool(std::string_view url)> ReadingAllowed(const kit::Config& config) {
  std::vector<AllowedHost> hosts;
  const Json* const allow = config.Find("backend.reading.allow");
  for (const Json& entry : allow != nullptr && allow->is_array() ? *allow : Json::array()) {
    AllowedHost host{std::string(StringMember(entry, "host")), {}};
    const Json* const paths = FindMember(entry, "paths");
    for (const Json& path : paths != nullptr && paths->is_array() ? *paths : Json::array()) {
      if (path.is_string()) host.paths.push_back(path.get<std::string>());
    }
    hosts.push_back(std::move(host));
  }
  return [hosts = std::move(hosts)](std::string_view url) {
    const auto [host, path] = HostAndPath(url);
    return std::ranges::any_of(hosts, [&](const AllowedHost& allowed) { return Permits(allowed, host, path); });
  };
}

}  // namespace callboard::catalog
