#include "functions/catalog/reading_rules.hpp"

#include <algorithm>
#include <charconv>
#include <format>

#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr std::string_view kKey = "backend.reading.allow";

std::unexpected<Error> Unusable(std::string_view key, std::string_view reason) {
  return Fail(ErrorCode::InvalidInput, std::format("Configuration {}: {}", key, reason));
}

/// A host's name and its port, "" when there is none; the brackets of IPv6 addresses are of the name.
std::pair<std::string_view, std::string_view> NameAndPort(std::string_view host) {
  const std::size_t colon = host.find(':', host.starts_with('[') ? host.find(']') : 0);
  if (colon == std::string_view::npos) return {host, ""};
  return {host.substr(0, colon), host.substr(colon + 1)};
}

std::optional<unsigned> PortFrom(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0 || port > 65535) return std::nullopt;
  return port;
}

bool IsAtOrBelow(std::string_view path, std::string_view allowed) {
  if (!path.starts_with(allowed)) return false;
  return path.size() == allowed.size() || allowed.ends_with('/') || path[allowed.size()] == '/';
}

}  // namespace

Result<ReadingRules::Entry> ReadingRules::EntryFrom(const Json& json, const std::string& key) {
  const std::string host = ToLowerAscii(TrimSpace(StringMember(json, "host")));
  const auto [name, port] = NameAndPort(host);
  Entry entry{.name = std::string(name), .ports = {}, .paths = {}};
  if (name.starts_with("*.")) entry.name.erase(0, 1);
  if (entry.name.empty() || entry.name == "." || entry.name.find_first_of("*/?#@ ") != std::string::npos)
    return Unusable(key + ".host", "expected a host, as in docs.acme.com, *.acme.com or docs.acme.com:8080");
  if (host.size() > name.size()) {
    const std::size_t dash = std::min(port.find('-'), port.size());
    const auto first = PortFrom(port.substr(0, dash));
    const auto last = dash == port.size() ? first : PortFrom(port.substr(dash + 1));
    if (!first || !last || *first > *last) return Unusable(key + ".host", std::format("'{}' is not a port", port));
    entry.ports = {*first, *last};
  }
  const Json* const paths = FindMember(json, "paths");
  if (paths == nullptr || paths->is_null()) return entry;
  entry.paths.emplace();
  for (const Json& path : paths->is_array() ? *paths : Json::array({*paths})) {
    if (!path.is_string()) return Unusable(key + ".paths", "expected a list of paths");
    entry.paths->push_back(path.get<std::string>());
  }
  return entry;
}

Result<ReadingRules> ReadingRules::From(const kit::Config& config) {
  ReadingRules rules;
  const Json* const allow = config.Find(kKey);
  if (allow == nullptr) return rules;
  if (!allow->is_array()) return Unusable(kKey, "expected a list");
  for (const Json& json : *allow) {
    auto entry = EntryFrom(json, std::format("{}.{}", kKey, rules.entries_.size()));
    if (!entry) return std::unexpected(entry.error());
    rules.entries_.push_back(std::move(*entry));
  }
  return rules;
}

bool ReadingRules::Permits(const Entry& entry, const Url& url) {
  const auto [name, port] = NameAndPort(url.host);
  const bool name_fits = entry.name.starts_with('.') ? name.ends_with(entry.name) : name == entry.name;
  const auto number = port.empty() ? std::optional(url.scheme == "http" ? 80U : 443U) : PortFrom(port);
  const bool port_fits =
      entry.ports ? number && *number >= entry.ports->first && *number <= entry.ports->second : port.empty();
  return name_fits && port_fits && (!entry.paths || std::ranges::any_of(*entry.paths, [&](const std::string& path) {
           return IsAtOrBelow(url.path, path);
         }));
}

Reach ReadingRules::For(std::string_view text) const {
  const auto url = ParseUrl(text);
  Reach reach = Reach::Nowhere;
  for (const Entry& entry : entries_) {
    if (!url || !Permits(entry, *url)) continue;
    reach = std::max(reach, entry.name.starts_with('.') ? Reach::PublicAddresses : Reach::AnyAddress);
  }
  return reach;
}

}  // namespace callboard::catalog
