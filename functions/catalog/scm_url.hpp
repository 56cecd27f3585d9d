#pragma once
// The URLs of files on source code hosts: as people see them, and as they are fetched.
// Source: npm @backstage/integration 2.2 (getGithubFileFetchUrl and its siblings, resolveUrl, resolveEditUrl).

#include <optional>
#include <string>
#include <string_view>

#include "functions/catalog/integrations.hpp"
#include "shared/base/error.hpp"

namespace callboard::catalog {

/// A place in a repository; all parts are decoded. `path` is without a slash in front, "" for the repository's root.
struct RepositoryPath {
  std::string owner;  // organization, group with subgroups, or Azure's organization/project
  std::string name;
  std::string ref;  // "" for the default branch
  std::string path;
  bool is_tag = false;  // Azure only
};

/// Reads a page's URL (blob, raw, tree, edit, src, or Azure's ?path=). InvalidInput when it does not lead into a
/// repository, or holds "." or ".." in any encoding.
[[nodiscard]] Result<RepositoryPath> ParseRepositoryUrl(const Integration& integration, std::string_view url);

/// The page of a file; the inverse of ParseRepositoryUrl.
[[nodiscard]] std::string RepositoryUrl(const Integration& integration, const RepositoryPath& path);

/// Where the bytes of the file that a page shows are fetched. GitHub's are on the raw host unless the request carries
/// credentials. InvalidInput when the URL is not that of a file.
[[nodiscard]] Result<std::string> FileFetchUrl(const Integration& integration, std::string_view url,
                                               bool has_credentials);

/// Where Azure lists all that is below a folder.
[[nodiscard]] std::string ListingUrl(const Integration& azure, const RepositoryPath& at, std::string_view folder);

/// `target` as seen from the page `base`: absolute URLs stay; one that begins with "/" is seen from the repository's
/// root. InvalidInput when `base` is no URL.
[[nodiscard]] Result<std::string> ResolveScmUrl(const Integrations& integrations, std::string_view target,
                                                const std::string& base);

/// The page of another file of the same repository and ref, in the words of `page`; `path` is from the root.
[[nodiscard]] std::string SiblingUrl(const Integration& integration, const std::string& page, std::string_view path);

/// The page on which a file is edited; the URL itself where that is not known.
[[nodiscard]] std::string ResolveEditUrl(const Integrations& integrations, const std::string& url);

}  // namespace callboard::catalog
