#include "functions/catalog/scm_tree.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "functions/catalog/glob.hpp"
#include "functions/catalog/source_reader.hpp"
#include "functions/kit/digest.hpp"
#include "shared/base/json.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kMaxListingBytes = 64U * 1024 * 1024;
constexpr int kMaxListings = 1000;

/// A file or folder and the id of its content.
struct Entry {
  std::string path;
  std::string id;
  bool is_folder = false;
};

class TreeReader {
 public:
  TreeReader(UrlFetcher& fetcher, const Integration& integration, const RepositoryPath& pattern,
             std::chrono::steady_clock::time_point deadline)
      : fetcher_(fetcher), integration_(integration), at_(pattern), glob_(pattern.path), deadline_(deadline) {}

  Result<MatchedFiles> Read() {
    const Status listed = List();
    if (!listed) return std::unexpected(listed.error());
    std::ranges::sort(found_);
    MatchedFiles matched;
    std::string all;
    for (auto& [path, id] : found_) {
      all.append(path).append("\n").append(id).append("\n");
      matched.paths.push_back(std::move(path));
    }
    matched.version = kit::Sha1Hex(all);
    return matched;
  }

 private:
  Status List() {
    switch (integration_.type) {
      case IntegrationType::GitHub:
        return ListGitHub(at_.ref, "");
      case IntegrationType::GitLab:
        return ListGitLab();
      case IntegrationType::Azure:
        return ListAzure();
      default:
        return Fail(ErrorCode::InvalidInput, std::format("Unsupported search pattern URL: files of {} hosts are not "
                                                         "searched, each has to be named",
                                                         IntegrationTypeName(integration_.type)));
    }
  }

  Result<std::pair<Json, kit::Headers>> Ask(const std::string& url) {
    if (++listings_ > kMaxListings)
      return Fail(ErrorCode::TooLarge, std::format("{}/{} has more folders than can be searched", at_.owner, at_.name));
    auto fetched = fetcher_.Get({.url = url,
                                 .integration = &integration_,
                                 .headers = {{"Accept", "application/json"}},
                                 .known_etag = {},
                                 .deadline = deadline_,
                                 .max_bytes = kMaxListingBytes});
    if (!fetched) return std::unexpected(fetched.error());
    auto json = ParseJson(fetched->body);
    if (!json) return Fail(ErrorCode::Unavailable, std::format("{} did not answer with JSON", url));
    return std::pair(std::move(*json), std::move(fetched->headers));
  }

  Status Take(Entry entry) {
    if (entry.is_folder || !glob_.Matches(entry.path)) return {};
    if (found_.size() == kMaxGlobFiles)
      return Fail(ErrorCode::TooLarge, std::format("{} stands for more than {} files", at_.path, kMaxGlobFiles));
    found_.emplace_back(std::move(entry.path), std::move(entry.id));
    return {};
  }

  /// `tree` is a ref or the id of a tree. What is too large to be listed at once is gone through folder by folder.
  Status ListGitHub(const std::string& tree, const std::string& folder) {
    const std::string url = std::format("{}/repos/{}/{}/git/trees/{}", integration_.api_base_url,
                                        PercentEncode(at_.owner), PercentEncode(at_.name), PercentEncode(tree));
    auto whole = Ask(url + "?recursive=1");
    if (!whole) return std::unexpected(whole.error());
    const Json* const truncated = FindMember(whole->first, "truncated");
    const bool is_whole = truncated == nullptr || *truncated != true;
    if (is_whole) return TakeGitHub(whole->first, folder, false);
    auto level = Ask(url);
    if (!level) return std::unexpected(level.error());
    return TakeGitHub(level->first, folder, true);
  }

  Status TakeGitHub(const Json& listing, const std::string& folder, bool descend) {
    const Json* const tree = FindMember(listing, "tree");
    for (const Json& item : tree != nullptr && tree->is_array() ? *tree : Json::array()) {
      Entry entry{.path = folder + std::string(StringMember(item, "path")),
                  .id = std::string(StringMember(item, "sha")),
                  .is_folder = StringMember(item, "type") != "blob"};
      const bool is_tree = StringMember(item, "type") == "tree";
      Status taken;
      if (is_tree && descend && glob_.CanMatchBelow(entry.path)) taken = ListGitHub(entry.id, entry.path + "/");
      if (!is_tree) taken = Take(std::move(entry));
      if (!taken) return taken;
    }
    return {};
  }

  Status ListGitLab() {
    const std::string folder = glob_.FixedFolder();
    std::string url = std::format("{}/projects/{}/repository/tree?recursive=true&per_page=100&pagination=keyset",
                                  integration_.api_base_url, PercentEncode(at_.owner + "/" + at_.name));
    if (!at_.ref.empty()) url += "&ref=" + PercentEncode(at_.ref);
    if (!folder.empty()) url += "&path=" + PercentEncode(folder);
    while (!url.empty()) {
      const auto page = Ask(url);
      if (!page) return std::unexpected(page.error());
      for (const Json& item : page->first.is_array() ? page->first : Json::array()) {
        const Status taken = Take({.path = std::string(StringMember(item, "path")),
                                   .id = std::string(StringMember(item, "id")),
                                   .is_folder = StringMember(item, "type") != "blob"});
        if (!taken) return taken;
      }
      url = NextPage(page->second);
    }
    return {};
  }

  /// RFC 8288: <url>; rel="next", …
  static std::string NextPage(const kit::Headers& headers) {
    const auto links = headers.find("Link");
    if (links == headers.end()) return "";
    for (const std::string_view link : Split(links->second, ',')) {
      const std::size_t begin = link.find('<');
      const std::size_t end = link.find('>');
      if (link.contains("rel=\"next\"") && begin < end && end != std::string_view::npos)
        return std::string(link.substr(begin + 1, end - begin - 1));
    }
    return "";
  }

  Status ListAzure() {
    const auto listing = Ask(ListingUrl(integration_, at_, glob_.FixedFolder()));
    if (!listing) return std::unexpected(listing.error());
    const Json* const items = FindMember(listing->first, "value");
    for (const Json& item : items != nullptr && items->is_array() ? *items : Json::array()) {
      std::string_view path = StringMember(item, "path");
      if (path.starts_with('/')) path.remove_prefix(1);
      const Status taken = Take({.path = std::string(path),
                                 .id = std::string(StringMember(item, "objectId")),
                                 .is_folder = StringMember(item, "gitObjectType") != "blob"});
      if (!taken) return taken;
    }
    return {};
  }

  UrlFetcher& fetcher_;
  const Integration& integration_;
  const RepositoryPath& at_;
  Glob glob_;
  std::chrono::steady_clock::time_point deadline_;
  int listings_ = 0;
  std::vector<std::pair<std::string, std::string>> found_;  // path and id
};

}  // namespace

Result<MatchedFiles> MatchFiles(UrlFetcher& fetcher, const Integration& integration, const RepositoryPath& pattern,
                                std::chrono::steady_clock::time_point deadline) {
  return TreeReader(fetcher, integration, pattern, deadline).Read();
}

}  // namespace callboard::catalog
