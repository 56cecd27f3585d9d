#include <algorithm>
#include <array>
#include <cctype>
#include <format>
#include <utility>

#include "functions/catalog/scm_url.hpp"
#include "functions/catalog/url.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

std::unexpected<Error> Incorrect(std::string_view url, std::string_view reason) {
  return Fail(ErrorCode::InvalidInput, std::format("Incorrect URL: {}, {}", url, reason));
}

/// owner/name, with everything that follows up to and with the slash behind the repository's root.
std::string RootPath(const Url& base, const std::string& path_in_repository) {
  std::string_view path = base.path;
  const auto segments = Split(path_in_repository, '/');
  for (std::size_t i = 0; i < segments.size() && !path_in_repository.empty(); ++i)
    path = path.substr(0, path.rfind('/'));
  while (path.ends_with('/')) path.remove_suffix(1);
  return std::string(path);
}

bool HasScheme(std::string_view target) {
  const std::size_t colon = target.find(':');
  return colon != std::string_view::npos && colon > 0 && std::ranges::all_of(target.substr(0, colon), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '.' || c == '-';
         });
}

std::string WithKind(const Integration* integration, std::string url, std::string_view kind) {
  if (integration == nullptr) return url;
  const std::size_t path = url.find('/', url.find("://") + 3);
  if (path == std::string::npos) return url;
  if (integration->type == IntegrationType::GitLab) {
    for (const std::string_view old : {"/-/blob/", "/-/tree/", "/-/edit/"}) {
      const std::size_t found = url.find(old, path);
      if (found != std::string::npos) return url.replace(found + 3, old.size() - 4, kind);
    }
    return url;
  }
  const auto parts = Split(std::string_view(url).substr(path + 1), '/');
  if (parts.size() < 4 || !std::ranges::contains(std::array<std::string_view, 3>{"blob", "tree", "edit"}, parts[2]))
    return url;
  const auto begin = static_cast<std::size_t>(parts[2].data() - url.data());
  return url.replace(begin, parts[2].size(), kind);
}

/// The URL with one value of its query set; the others stay as they are written.
std::string WithQueryValue(const Url& url, std::string_view key, std::string_view value) {
  std::string query;
  bool is_set = false;
  for (const std::string_view pair : Split(QueryOf(url), '&')) {
    if (pair.empty()) continue;
    const bool is_it = pair.substr(0, pair.find('=')) == key;
    query += query.empty() ? "?" : "&";
    query += is_it ? std::format("{}={}", key, value) : std::string(pair);
    is_set = is_set || is_it;
  }
  if (!is_set) query += std::format("{}{}={}", query.empty() ? "?" : "&", key, value);
  return UrlText({url.scheme, url.host, url.path, std::move(query)});
}

std::string ResolveAzure(const Url& base, const RepositoryPath& at, std::string_view target) {
  const Url resolved =
      ParseUrl(target.starts_with('/') ? std::format("https://a{}", target)
                                       : std::format("https://a{}/{}", RootPath({.path = "/" + at.path}, "x"), target))
          .value_or(Url{.path = "/"});
  return WithQueryValue(base, "path", PercentEncode(PercentDecode(resolved.path)));
}

}  // namespace

Result<std::string> ResolveScmUrl(const Integrations& integrations, std::string_view target, const std::string& base) {
  if (HasScheme(target)) return std::string(target);
  const auto url = ParseUrl(base);
  if (!url) return Incorrect(base, "it is not a URL");
  const Integration* const integration = integrations.ForUrl(base);
  const auto at = integration == nullptr ? std::nullopt : std::optional(ParseRepositoryUrl(*integration, base));
  const bool in_repository = at && at->has_value();
  if (in_repository && integration->type == IntegrationType::Azure) return ResolveAzure(*url, **at, target);
  const std::size_t path_end = std::min(target.find_first_of("?#"), target.size());
  const std::size_t fragment = std::min(target.find('#'), target.size());
  std::string path(target.substr(0, path_end));
  if (!target.starts_with('/')) {
    path = url->path.substr(0, url->path.rfind('/') + 1) + path;
  } else if (in_repository) {
    path = RootPath(*url, (*at)->path) + path;
  }
  const std::string_view query = QueryOf(*url);
  auto resolved = ParseUrl(std::format("{}://{}{}{}{}{}", url->scheme, url->host, path, query.empty() ? "" : "?", query,
                                       target.substr(fragment)));
  if (!resolved) return Incorrect(target, "it is neither a URL nor a path");
  std::string text = UrlText(*resolved);
  return integration != nullptr && integration->type == IntegrationType::GitHub
             ? WithKind(integration, std::move(text), "tree")
             : text;
}

std::string SiblingUrl(const Integration& integration, const std::string& page, std::string_view path) {
  const auto url = ParseUrl(page);
  const auto at = ParseRepositoryUrl(integration, page);
  if (!url || !at) return page;
  if (integration.type == IntegrationType::Azure)
    return WithQueryValue(*url, "path", PercentEncode(std::format("/{}", path)));
  return UrlText({url->scheme, url->host, std::format("{}/{}", RootPath(*url, at->path), EncodedPath(path)),
                  url->suffix.substr(0, url->suffix.find('#'))});
}

std::string ResolveEditUrl(const Integrations& integrations, const std::string& url) {
  const Integration* const integration = integrations.ForUrl(url);
  const auto parsed = ParseUrl(url);
  if (integration == nullptr || !parsed) return url;
  const auto at = ParseRepositoryUrl(*integration, url);
  switch (integration->type) {
    case IntegrationType::GitHub:
    case IntegrationType::GitLab:
      return WithKind(integration, url, "edit");
    case IntegrationType::Azure:
      return !at || at->path.empty() ? url : WithQueryValue(*parsed, "_a", "edit");
    case IntegrationType::BitbucketCloud:
      if (!at) return url;
      return std::format("{}{}mode=edit&at={}", url, url.contains('?') ? "&" : "?", PercentEncode(at->ref));
    case IntegrationType::BitbucketServer:
      return url.substr(0, url.find('?'));
    case IntegrationType::Gitea:
      if (!at) return url;
      return std::format("{}/{}/{}/_edit/{}/{}", integration->base_url, at->owner, at->name, at->ref, at->path);
    case IntegrationType::Generic:
      break;
  }
  return url;
}

}  // namespace callboard::catalog
