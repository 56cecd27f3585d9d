#include "functions/catalog/url_source_reader.hpp"

#include <atomic>
#include <format>
#include <utility>

#include "functions/catalog/glob.hpp"
#include "functions/catalog/scm_tree.hpp"
#include "functions/catalog/url.hpp"
#include "functions/kit/digest.hpp"
#include "functions/kit/parallel.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kFilesAtOnce = 8;

/// In front of versions that no server gave.
constexpr std::string_view kOwnVersion = "sha1:";

Result<std::string> NotRead() {
  return Fail(ErrorCode::Unavailable, "it was not read, since others were too large");
}

}  // namespace

UrlSourceReader::UrlSourceReader(UrlReading reading)
    : integrations_(std::move(reading.integrations)),
      timeout_(reading.timeout),
      fetcher_(std::move(reading.client), std::move(reading.rules), std::move(reading.credentials),
               std::move(reading.is_cancelled)) {}

FetchRequest UrlSourceReader::RequestFor(const Integration* integration, std::string url, Deadline deadline) const {
  FetchRequest request{.url = std::move(url), .integration = integration, .headers = {}, .known_etag = {}};
  if (integration != nullptr && integration->type == IntegrationType::GitHub)
    request.headers.emplace("Accept", "application/vnd.github.v3.raw");
  request.deadline = deadline;
  request.max_bytes = kMaxSourceBytes;
  return request;
}

Result<std::string> UrlSourceReader::FetchUrlOf(const Integration& integration, const std::string& page,
                                                Deadline deadline) {
  const auto has_credentials = fetcher_.HasCredentials(integration, page, deadline);
  if (!has_credentials) return std::unexpected(has_credentials.error());
  return FileFetchUrl(integration, page, *has_credentials);
}

Result<SourceContent> UrlSourceReader::Read(const SourceLocation& location, std::string_view known_version) {
  const auto url = ParseUrl(location.target);
  // What was judged is asked for, not what was written.
  std::string text = url ? UrlText(*url) : location.target;
  const Integration* integration = url ? integrations_->ForUrl(text) : nullptr;
  if (integration != nullptr && integration->type != IntegrationType::Generic) {
    const auto at = ParseRepositoryUrl(*integration, text);
    if (at && Glob::IsPattern(at->path)) return ReadPattern(location, *integration, *at, known_version);
    auto fetch = FetchUrlOf(*integration, text, std::chrono::steady_clock::now() + timeout_);
    const bool is_allowed_as_it_is = fetcher_.ReachOf(nullptr, text) != Reach::Nowhere;
    if (!fetch && (fetch.error().code != ErrorCode::InvalidInput || !is_allowed_as_it_is))
      return std::unexpected(fetch.error());
    if (fetch) return ReadFile(location, integration, std::move(*fetch), known_version);
    integration = nullptr;
  }
  if (url && url->path.contains('*'))
    return Fail(ErrorCode::InvalidInput, std::format("Unsupported search pattern URL: {}", location.target));
  return ReadFile(location, integration, std::move(text), known_version);
}

Result<SourceContent> UrlSourceReader::ReadFile(const SourceLocation& location, const Integration* integration,
                                                std::string url, std::string_view known_version) {
  FetchRequest request = RequestFor(integration, std::move(url), std::chrono::steady_clock::now() + timeout_);
  const bool is_own = known_version.starts_with(kOwnVersion);
  if (!is_own) request.known_etag = known_version;
  auto fetched = fetcher_.Get(request);
  if (!fetched) return std::unexpected(fetched.error());
  std::string version = fetched->etag.empty() ? std::string(kOwnVersion) + kit::Sha1Hex(fetched->body) : fetched->etag;
  if (fetched->unchanged || (is_own && version == known_version))
    return SourceContent{.files = {}, .version = std::move(version), .unchanged = true};
  return SourceContent{.files = {{location, std::move(fetched->body)}}, .version = std::move(version)};
}

Result<SourceContent> UrlSourceReader::ReadPattern(const SourceLocation& location, const Integration& integration,
                                                   const RepositoryPath& pattern, std::string_view known_version) {
  const Deadline deadline = std::chrono::steady_clock::now() + 3 * timeout_;
  auto matched = MatchFiles(fetcher_, integration, pattern, deadline);
  if (!matched) return std::unexpected(matched.error());
  if (matched->version == known_version)
    return SourceContent{.files = {}, .version = std::move(matched->version), .unchanged = true};
  if (matched->paths.empty())
    return Fail(ErrorCode::NotFound, std::format("no matching files found for {}", location.target));
  SourceContent content{.files = {}, .version = std::move(matched->version)};
  for (const std::string& path : matched->paths)
    content.files.push_back({{location.type, SiblingUrl(integration, location.target, path)}, NotRead()});
  std::atomic<std::size_t> bytes = 0;
  kit::RunInParallel(content.files.size(), kFilesAtOnce, [&](std::size_t i) {
    SourceFile& file = content.files[i];
    if (bytes > kMaxGlobBytes) return;
    const auto url = FetchUrlOf(integration, file.location.target, deadline);
    auto fetched = url ? fetcher_.Get(RequestFor(&integration, *url, deadline)) : std::unexpected(url.error());
    if (fetched) bytes += fetched->body.size();
    file.text = fetched ? Result<std::string>(std::move(fetched->body)) : std::unexpected(fetched.error());
  });
  if (bytes > kMaxGlobBytes)
    return Fail(ErrorCode::TooLarge, std::format("{} stands for more than {} bytes", location.target, kMaxGlobBytes));
  return content;
}

}  // namespace callboard::catalog
