#pragma once
// Which files of a repository a pattern stands for.

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/scm_url.hpp"
#include "functions/catalog/url_fetcher.hpp"
#include "shared/base/error.hpp"

namespace callboard::catalog {

/// Paths from the repository's root, sorted. `version` changes when one of these files does, is added or goes, and with
/// nothing else in the repository.
struct MatchedFiles {
  std::vector<std::string> paths;
  std::string version;
};

/// By the tree API of GitHub, GitLab and Azure. InvalidInput for other hosts; TooLarge beyond kMaxGlobFiles or when the
/// repository has more than can be listed; errors of UrlFetcher::Get.
[[nodiscard]] Result<MatchedFiles> MatchFiles(UrlFetcher& fetcher, const Integration& integration,
                                              const RepositoryPath& pattern,
                                              std::chrono::steady_clock::time_point deadline);

}  // namespace callboard::catalog
