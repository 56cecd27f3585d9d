#include "functions/catalog/scm_url.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <utility>
#include <vector>

#include "functions/catalog/url.hpp"
#include "functions/kit/http.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

using Parts = std::vector<std::string_view>;
using Parsed = std::optional<RepositoryPath>;

/// A page's URL cut up: `parts` are those of its path below the integration's own, still encoded.
struct Page {
  Url url;
  Parts parts;
  kit::QueryParams query;
};

std::unexpected<Error> Incorrect(std::string_view url, std::string_view reason) {
  return Fail(ErrorCode::InvalidInput, std::format("Incorrect URL: {}, {}", url, reason));
}

std::string QueryValueOf(const Page& page, std::string_view key) {
  const auto found = std::ranges::find(page.query, key, &std::pair<std::string, std::string>::first);
  return found == page.query.end() ? "" : found->second;
}

std::string BasePath(const Integration& integration) {
  const auto base = ParseUrl(integration.base_url);
  return base && base->path != "/" ? base->path : "";
}

std::string Decoded(const Parts& parts, std::size_t from, std::size_t to) {
  std::string joined;
  for (std::size_t i = from; i < std::min(to, parts.size()); ++i)
    joined.append(i == from ? "" : "/").append(PercentDecode(parts[i]));
  return joined;
}

/// Decodes until nothing changes, as whoever reads the path behind several hosts might.
bool HoldsDots(std::string path) {
  for (std::string before; path != before;) before = std::exchange(path, PercentDecode(path));
  std::ranges::replace(path, '\\', '/');
  return std::ranges::any_of(Split(path, '/'), [](std::string_view part) { return part == "." || part == ".."; });
}

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::contains(words, word);
}

/// owner/name, and <kind>/ref/path behind it.
Parsed GitHubPath(const Page& page) {
  const Parts& parts = page.parts;
  if (parts.size() < 2 || parts[0].empty() || parts[1].empty()) return std::nullopt;
  RepositoryPath path{.owner = PercentDecode(parts[0]), .name = PercentDecode(parts[1])};
  if (path.name.ends_with(".git")) path.name.resize(path.name.size() - 4);
  if (parts.size() == 2 || (parts.size() == 3 && parts[2].empty())) return path;
  if (!IsOneOf(parts[2], {"blob", "raw", "tree", "edit", "src"}) || parts.size() < 4) return std::nullopt;
  path.ref = PercentDecode(parts[3]);
  path.path = Decoded(parts, 4, parts.size());
  return path;
}

/// group/subgroups/name/-/<kind>/ref/path, or without the dash.
Parsed GitLabPath(const Page& page) {
  const Parts& parts = page.parts;
  std::size_t end = parts.size();
  std::size_t ref = parts.size();
  for (std::size_t i = 2; i + 1 < parts.size(); ++i) {
    const bool dashed = parts[i] == "-";
    if (!IsOneOf(parts[dashed ? i + 1 : i], {"blob", "raw", "tree", "edit"})) continue;
    end = i;
    ref = i + (dashed ? 2 : 1);
    break;
  }
  if (end < 2 || (ref == end && std::ranges::contains(parts, "-")) || parts[end - 1].empty()) return std::nullopt;
  return RepositoryPath{.owner = Decoded(parts, 0, end - 1),
                        .name = PercentDecode(parts[end - 1]),
                        .ref = ref < parts.size() ? PercentDecode(parts[ref]) : "",
                        .path = Decoded(parts, ref + 1, parts.size())};
}

/// organization/project/_git/name?path=…&version=GB…; the project may be left out when it is called as the repository.
Parsed AzurePath(const Page& page) {
  const Parts& parts = page.parts;
  const auto git = std::ranges::find(parts, "_git");
  const auto at = static_cast<std::size_t>(git - parts.begin());
  if (git == parts.end() || git + 1 == parts.end() || at > 3) return std::nullopt;
  RepositoryPath path{.owner = Decoded(parts, 0, at), .name = PercentDecode(*(git + 1))};
  const bool host_is_organization = page.url.host.ends_with(".visualstudio.com");
  if (at == (host_is_organization ? 0 : 1)) path.owner += (path.owner.empty() ? "" : "/") + path.name;
  if (at == 0 && !host_is_organization) return std::nullopt;
  path.path = QueryValueOf(page, "path");
  path.path.erase(0, std::min(path.path.find_first_not_of('/'), path.path.size()));
  const std::string version = QueryValueOf(page, "version");
  if (!version.empty() && !version.starts_with("GB") && !version.starts_with("GT")) return std::nullopt;
  path.is_tag = version.starts_with("GT");
  path.ref = version.empty() ? "" : version.substr(2);
  return path;
}

/// projects/<key>/repos/<name>/browse/path?at=ref
Parsed BitbucketServerPath(const Page& page) {
  const Parts& parts = page.parts;
  if (parts.size() < 4 || !IsOneOf(parts[0], {"projects", "users"}) || parts[2] != "repos") return std::nullopt;
  RepositoryPath path{.owner = (parts[0] == "users" ? "~" : "") + PercentDecode(parts[1]),
                      .name = PercentDecode(parts[3])};
  if (parts.size() > 4 && !IsOneOf(parts[4], {"browse", "raw", "src"})) return std::nullopt;
  path.path = Decoded(parts, 5, parts.size());
  path.ref = QueryValueOf(page, "at");
  return path;
}

/// owner/name/src/branch/ref/path
Parsed GiteaPath(const Page& page) {
  const Parts& parts = page.parts;
  if (parts.size() < 2 || parts[0].empty() || parts[1].empty()) return std::nullopt;
  RepositoryPath path{.owner = PercentDecode(parts[0]), .name = PercentDecode(parts[1])};
  if (parts.size() == 2) return path;
  if (!IsOneOf(parts[2], {"src", "raw", "_edit"}) || parts.size() < 5) return std::nullopt;
  path.ref = PercentDecode(parts[4]);
  path.path = Decoded(parts, 5, parts.size());
  return path;
}

Parsed NoPath(const Page&) {
  return std::nullopt;
}

using PathReader = Parsed (*)(const Page&);
constexpr std::array<PathReader, 7> kReaders = {GitHubPath,          GitLabPath, AzurePath, GitHubPath,
                                                BitbucketServerPath, GiteaPath,  NoPath};

std::string AzureApiUrl(const Integration& azure, const RepositoryPath& at) {
  const std::size_t slash = at.owner.rfind('/');
  std::string owner = at.owner;
  // On hosts of an organization of its own, the API of a repository is below its project alone.
  if (slash == std::string::npos && !azure.host.ends_with(".visualstudio.com")) owner += "/" + at.name;
  return std::format("{}/{}/_apis/git/repositories/{}", azure.api_base_url, EncodedPath(owner), PercentEncode(at.name));
}

std::string GitLabProjectUrl(const Integration& gitlab, const RepositoryPath& at) {
  return std::format("{}/projects/{}", gitlab.api_base_url, PercentEncode(at.owner + "/" + at.name));
}

std::string AzureVersion(const RepositoryPath& at) {
  if (at.ref.empty()) return "";
  return std::format("&versionDescriptor.version={}&versionDescriptor.versionType={}", PercentEncode(at.ref),
                     at.is_tag ? "tag" : "branch");
}

std::string FetchUrl(const Integration& integration, const RepositoryPath& at, bool has_credentials) {
  const std::string repository = EncodedPath(at.owner) + "/" + PercentEncode(at.name);
  const std::string path = EncodedPath(at.path);
  switch (integration.type) {
    case IntegrationType::GitHub:
      if (!integration.api_base_url.empty() && (has_credentials || integration.raw_base_url.empty()))
        return std::format("{}/repos/{}/contents/{}?ref={}", integration.api_base_url, repository, path,
                           PercentEncode(at.ref));
      return std::format("{}/{}/{}/{}", integration.raw_base_url, repository, EncodedPath(at.ref), path);
    case IntegrationType::GitLab:
      return std::format("{}/repository/files/{}/raw?ref={}", GitLabProjectUrl(integration, at), PercentEncode(at.path),
                         PercentEncode(at.ref));
    case IntegrationType::Azure:
      return std::format("{}/items?api-version=6.0&path={}{}", AzureApiUrl(integration, at),
                         PercentEncode("/" + at.path), AzureVersion(at));
    case IntegrationType::BitbucketCloud:
      return std::format("{}/repositories/{}/src/{}/{}", integration.api_base_url, repository, PercentEncode(at.ref),
                         path);
    case IntegrationType::BitbucketServer:
      return std::format("{}/projects/{}/repos/{}/raw/{}?at={}", integration.api_base_url, PercentEncode(at.owner),
                         PercentEncode(at.name), path, PercentEncode(at.ref));
    case IntegrationType::Gitea:
      return std::format("{}/repos/{}/raw/{}?ref={}", integration.api_base_url, repository, path,
                         PercentEncode(at.ref));
    case IntegrationType::Generic:
      break;
  }
  return "";
}

/// <project>/-/jobs/artifacts/<ref>/raw/<path>?job=<name>: what a pipeline made. "" when it is not that.
std::string ArtifactFetchUrl(const Integration& gitlab, const Url& url) {
  constexpr std::string_view kMark = "/-/jobs/artifacts/";
  const std::string base = BasePath(gitlab) + "/";
  const std::size_t mark = url.path.find(kMark);
  if (gitlab.type != IntegrationType::GitLab || mark == std::string::npos || !url.path.starts_with(base)) return "";
  const std::string project = PercentDecode(url.path.substr(base.size(), mark - base.size()));
  const std::string artifact = url.path.substr(mark + kMark.size());
  if (HoldsDots(project) || HoldsDots(artifact)) return "";
  const std::string_view query = QueryOf(url);
  return std::format("{}/projects/{}/jobs/artifacts/{}{}{}", gitlab.api_base_url, PercentEncode(project), artifact,
                     query.empty() ? "" : "?", query);
}

}  // namespace

Result<RepositoryPath> ParseRepositoryUrl(const Integration& integration, std::string_view text) {
  auto url = ParseUrl(text);
  if (!url || url->host != integration.host)
    return Incorrect(text, std::format("it is not one of {}", integration.host));
  Page page{.url = std::move(*url), .parts = {}, .query = {}};
  page.query = kit::ParseQuery(QueryOf(page.url));
  const std::string base = BasePath(integration);
  if (!page.url.path.starts_with(base + "/")) return Incorrect(text, std::format("its path must start with {}/", base));
  page.parts = Split(std::string_view(page.url.path).substr(base.size() + 1), '/');
  auto path = kReaders.at(static_cast<std::size_t>(integration.type))(page);
  if (!path) return Incorrect(text, "it does not lead into a repository");
  if (HoldsDots(path->path) || HoldsDots(path->owner) || HoldsDots(path->name) || HoldsDots(path->ref))
    return Incorrect(text, "path traversal is not allowed");
  return std::move(*path);
}

std::string RepositoryUrl(const Integration& integration, const RepositoryPath& at) {
  const std::string repository =
      std::format("{}/{}/{}", integration.base_url, EncodedPath(at.owner), PercentEncode(at.name));
  const std::string ref = PercentEncode(at.ref);
  const std::string path = EncodedPath(at.path);
  switch (integration.type) {
    case IntegrationType::GitHub:
      return std::format("{}/blob/{}/{}", repository, ref, path);
    case IntegrationType::GitLab:
      return std::format("{}/-/blob/{}/{}", repository, ref, path);
    case IntegrationType::Azure: {
      std::string url = std::format("{}/{}/_git/{}?path={}", integration.base_url, EncodedPath(at.owner),
                                    PercentEncode(at.name), EncodedPath("/" + at.path));
      if (!at.ref.empty()) url += std::format("&version={}{}", at.is_tag ? "GT" : "GB", ref);
      return url;
    }
    case IntegrationType::BitbucketCloud:
      return std::format("{}/src/{}/{}", repository, ref, path);
    case IntegrationType::BitbucketServer:
      return std::format("{}/projects/{}/repos/{}/browse/{}?at={}", integration.base_url, PercentEncode(at.owner),
                         PercentEncode(at.name), path, ref);
    case IntegrationType::Gitea:
      return std::format("{}/src/branch/{}/{}", repository, ref, path);
    case IntegrationType::Generic:
      break;
  }
  return std::format("{}/{}", repository, path);
}

std::string ListingUrl(const Integration& azure, const RepositoryPath& at, std::string_view folder) {
  return std::format("{}/items?api-version=6.0&recursionLevel=full&scopePath={}{}", AzureApiUrl(azure, at),
                     PercentEncode(std::format("/{}", folder)), AzureVersion(at));
}

Result<std::string> FileFetchUrl(const Integration& integration, std::string_view url, bool has_credentials) {
  const auto parsed = ParseUrl(url);
  if (!parsed) return Incorrect(url, "it is not a URL");
  if (integration.type == IntegrationType::Generic) return UrlText(*parsed);
  if (std::string artifact = ArtifactFetchUrl(integration, *parsed); !artifact.empty()) return artifact;
  const auto at = ParseRepositoryUrl(integration, url);
  if (!at) return std::unexpected(at.error());
  const bool needs_ref = integration.type != IntegrationType::Azure;
  if (at->path.empty() || (needs_ref && at->ref.empty())) return Incorrect(url, "it does not lead to a file");
  return FetchUrl(integration, *at, has_credentials);
}

}  // namespace callboard::catalog
