#pragma once
// What is at a URL that somebody wants to register: descriptors, or a repository that has none yet.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/location_store.hpp"
#include "functions/catalog/processor.hpp"
#include "functions/kit/config.hpp"

namespace callboard::catalog {

/// A host of repositories. `annotation` begins the key that ties an entity to its repository ("github.com"); `blob` is
/// what stands between a repository's URL and a file in its default branch: in any folder where patterns are
/// understood, "" where files have no such URL.
struct RepositoryHost {
  std::string host;
  std::string annotation;
  std::string blob;
};

/// GitHub, GitLab, Azure DevOps and Bitbucket, and what `integrations` adds.
[[nodiscard]] std::vector<RepositoryHost> RepositoryHosts(const kit::Config& config);

/// "acme" and "shop" of https://github.com/acme/shop/blob/main/x; `root` is the URL up to there. Source: the npm
/// package git-url-parse, which Backstage uses.
struct RepositoryName {
  std::string owner;
  std::string name;
  std::string root;
};
/// Nothing when the text is no URL.
[[nodiscard]] std::optional<RepositoryName> RepositoryOf(std::string_view url);

struct AnalyzeDeps {
  const CatalogRules& rules;
  SourceReader& reader;
  LocationStore& locations;
  const std::vector<RepositoryHost>& hosts;
};

/// {existingEntityFiles, generateEntities}: the entities of a descriptor, be it the URL itself or every `file_name` in
/// the repository that it is of; where there is none, an entity to begin with. InvalidInput when `url` is none.
[[nodiscard]] Result<Json> AnalyzeLocation(std::string_view url, std::string_view file_name, const AnalyzeDeps& deps,
                                           std::chrono::steady_clock::time_point deadline);

}  // namespace callboard::catalog
