#include "functions/catalog/analyze_location.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <map>
#include <ranges>

#include "functions/catalog/dry_run.hpp"
#include "functions/catalog/url.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

struct KnownHost {
  std::string_view key;  // below integrations
  std::string_view annotation;
  std::string_view host;  // known without configuration
  std::string_view blob;
};
constexpr std::array kKnownHosts = {
    KnownHost{"github", "github.com", "github.com", "blob/HEAD/**"},
    KnownHost{"gitlab", "gitlab.com", "gitlab.com", "-/blob/HEAD/**"},
    KnownHost{"azure", "dev.azure.com", "dev.azure.com", ""},
    KnownHost{"bitbucketCloud", "bitbucket.org", "bitbucket.org", "src/HEAD"},
    KnownHost{"bitbucketServer", "bitbucket.org", "", ""},
};

/// Segments after which a URL goes on within a repository.
constexpr std::array<std::string_view, 8> kInside = {"-", "blob", "tree", "raw", "edit", "src", "browse", "commits"};

std::string Joined(std::span<const std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += std::format("{}{}", text.empty() ? "" : "/", part);
  return text;
}

/// How many of the segments name the repository.
std::size_t RepositoryDepth(const std::vector<std::string_view>& segments) {
  for (std::size_t i = 2; i < segments.size(); ++i) {
    if (std::ranges::contains(kInside, segments[i])) return i;
  }
  return segments.size();
}

bool IsDescriptor(std::string_view url) {
  const std::string_view path = url.substr(0, url.find_first_of("?#"));
  return path.ends_with(".yaml") || path.ends_with(".yml");
}

const RepositoryHost* HostOf(std::string_view text, const std::vector<RepositoryHost>& hosts) {
  const auto url = ParseUrl(text);
  if (!url) return nullptr;
  const auto found = std::ranges::find(hosts, url->host, &RepositoryHost::host);
  return found == hosts.end() ? nullptr : &*found;
}

/// The entities of the file, or of all files that the pattern stands for, each with its file; none when nothing can be
/// read.
Result<Json> FilesAt(const std::string& target, const AnalyzeDeps& deps,
                     std::chrono::steady_clock::time_point deadline) {
  Json files = Json::array();
  const auto entities = ProcessWithoutKeeping({"url", target}, deps.rules, deps.reader, deadline);
  if (!entities) return files;
  std::map<std::string, bool, std::less<>> is_registered;
  // The first one is the Location that stands for the target.
  for (const model::Entity& entity : *entities | std::views::drop(1)) {
    const auto location = ParseLocationText(model::Annotation(entity, kManagedByLocation));
    if (!location) continue;
    const auto [known, is_new] = is_registered.try_emplace(location->target);
    if (is_new) {
      const auto registered = deps.locations.FindLocation(*location);
      if (!registered) return std::unexpected(registered.error());
      known->second = registered->has_value();
    }
    files.push_back({{"location", {{"type", location->type}, {"target", location->target}}},
                     {"isRegistered", known->second},
                     {"entity", entity.document}});
  }
  return files;
}

Json EntityToBeginWith(const RepositoryName& repository, const RepositoryHost* host) {
  Json entity = {{"apiVersion", "backstage.io/v1alpha1"},
                 {"kind", "Component"},
                 {"metadata", {{"name", repository.name}}},
                 {"spec", {{"type", "other"}, {"lifecycle", "unknown"}}}};
  if (host != nullptr) {
    entity["metadata"]["annotations"] = {
        {host->annotation + "/project-slug", std::format("{}/{}", repository.owner, repository.name)}};
  }
  return {{"entity", std::move(entity)}, {"fields", Json::array()}};
}

}  // namespace

std::vector<RepositoryHost> RepositoryHosts(const kit::Config& config) {
  std::vector<RepositoryHost> hosts;
  for (const KnownHost& known : kKnownHosts) {
    const auto add = [&](std::string_view host) {
      if (!host.empty()) hosts.push_back({ToLowerAscii(host), std::string(known.annotation), std::string(known.blob)});
    };
    add(known.host);
    const Json* const entries = config.Find(std::format("integrations.{}", known.key));
    for (const Json& entry : entries != nullptr && entries->is_array() ? *entries : Json::array())
      add(StringMember(entry, "host"));
  }
  return hosts;
}

std::optional<RepositoryName> RepositoryOf(std::string_view text) {
  const auto url = ParseUrl(text);
  if (!url) return std::nullopt;
  std::vector<std::string_view> segments;
  for (const std::string_view segment : Split(url->path, '/')) {
    if (!segment.empty()) segments.push_back(segment);
  }
  RepositoryName repository;
  const auto git = std::ranges::find(segments, "_git");
  std::size_t depth = RepositoryDepth(segments);
  if (git != segments.end() && git + 1 != segments.end()) depth = static_cast<std::size_t>(git - segments.begin()) + 2;
  repository.root = std::format("{}://{}/{}", url->scheme, url->host, Joined(std::span(segments).first(depth)));
  if (depth == 0) return repository;
  repository.name = segments[depth - 1];
  if (repository.name.ends_with(".git")) {
    repository.name.resize(repository.name.size() - 4);
    repository.root.resize(repository.root.size() - 4);
  }
  if (git != segments.end()) {
    if (git != segments.begin()) repository.owner = *std::prev(git);
  } else if (segments.front() == "projects" && depth == 4 && segments[2] == "repos") {
    repository.owner = segments[1];
  } else {
    repository.owner = Joined(std::span(segments).first(depth - 1));
  }
  return repository;
}

Result<Json> AnalyzeLocation(std::string_view url, std::string_view file_name, const AnalyzeDeps& deps,
                             std::chrono::steady_clock::time_point deadline) {
  const auto repository = RepositoryOf(url);
  if (!repository) return Fail(ErrorCode::InvalidInput, "The given location.target is not a URL");
  const RepositoryHost* const host = HostOf(url, deps.hosts);
  std::string descriptor;
  if (IsDescriptor(url)) {
    descriptor = url;
  } else if (host != nullptr && !host->blob.empty()) {
    descriptor = std::format("{}/{}/{}", repository->root, host->blob, file_name);
  }
  Json files = Json::array();
  if (!descriptor.empty()) {
    auto found = FilesAt(descriptor, deps, deadline);
    if (!found) return found;
    files = std::move(*found);
  }
  Json generated = Json::array();
  if (files.empty()) generated.push_back(EntityToBeginWith(*repository, host));
  return Json{{"existingEntityFiles", std::move(files)}, {"generateEntities", std::move(generated)}};
}

}  // namespace callboard::catalog
