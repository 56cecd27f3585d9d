#pragma once
// Locations of type "url": files on web servers and in repositories.

#include <chrono>
#include <functional>
#include <memory>

#include "functions/catalog/integrations.hpp"
#include "functions/catalog/reading_rules.hpp"
#include "functions/catalog/scm_url.hpp"
#include "functions/catalog/source_reader.hpp"
#include "functions/catalog/url_fetcher.hpp"
#include "functions/kit/http_client.hpp"

namespace callboard::catalog {

struct UrlReading {
  std::shared_ptr<kit::HttpClient> client;
  ReadingRules rules;
  std::shared_ptr<const Integrations> integrations;
  std::shared_ptr<ScmCredentials> credentials;
  std::chrono::milliseconds timeout =
      std::chrono::seconds(20);        // of one file; all that a pattern finds has thrice that
  std::function<bool()> is_cancelled;  // ends what is being read
};

/// Pages of files on hosts of integrations are read through their APIs, and may be patterns; other URLs as they are.
/// The version is the server's ETag where there is one, and of a pattern what the repository says of the files that
/// match it. May be used by many threads.
class UrlSourceReader : public SourceReader {
 public:
  explicit UrlSourceReader(UrlReading reading);
  Result<SourceContent> Read(const SourceLocation& location, std::string_view known_version) override;
  [[nodiscard]] const Integrations& Hosts() const override { return *integrations_; }

 private:
  using Deadline = std::chrono::steady_clock::time_point;

  Result<SourceContent> ReadFile(const SourceLocation& location, const Integration* integration, std::string url,
                                 std::string_view known_version);
  Result<SourceContent> ReadPattern(const SourceLocation& location, const Integration& integration,
                                    const RepositoryPath& pattern, std::string_view known_version);
  Result<std::string> FetchUrlOf(const Integration& integration, const std::string& page, Deadline deadline);
  [[nodiscard]] FetchRequest RequestFor(const Integration* integration, std::string url, Deadline deadline) const;

  std::shared_ptr<const Integrations> integrations_;
  std::chrono::milliseconds timeout_;
  UrlFetcher fetcher_;
};

}  // namespace callboard::catalog
