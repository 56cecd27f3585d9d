#pragma once
// Requests for what locations point at: to allowed places only, with the right credentials, through redirects.

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "functions/catalog/integrations.hpp"
#include "functions/catalog/reading_rules.hpp"
#include "functions/kit/http_client.hpp"
#include "shared/base/error.hpp"

namespace callboard::catalog {

struct FetchRequest {
  std::string url;
  const Integration* integration = nullptr;  // whose credentials it carries
  kit::Headers headers;
  std::string known_etag;
  std::chrono::steady_clock::time_point deadline;
  std::size_t max_bytes = 0;
};

/// `unchanged` answers known_etag; `body` is empty then.
struct Fetched {
  std::string body;
  kit::Headers headers;
  std::string etag;
  bool unchanged = false;
};

/// May be used by many threads.
class UrlFetcher {
 public:
  UrlFetcher(std::shared_ptr<kit::HttpClient> client, ReadingRules rules, std::shared_ptr<ScmCredentials> credentials,
             std::function<bool()> is_cancelled = {});

  /// Follows redirects to places that the rules or the integration allow; credentials go to the integration's own URLs
  /// only. Forbidden for a place that is not allowed, and for a private address behind a name that the configuration
  /// does not say literally; NotFound; TooLarge; Unavailable for other answers. What says that it was asked too often
  /// is not asked again until it said it may.
  Result<Fetched> Get(const FetchRequest& request);

  [[nodiscard]] Reach ReachOf(const Integration* integration, std::string_view url) const;
  /// Whether requests to the integration's `url` carry credentials.
  Result<bool> HasCredentials(const Integration& integration, const std::string& url,
                              std::chrono::steady_clock::time_point deadline);

 private:
  /// `asker` is the API that was asked, or the page of another host, and a digest of the credentials with which.
  struct Asked {
    kit::HttpAnswer answer;
    std::string asker;
  };

  Result<Asked> Ask(const FetchRequest& request, const std::string& url);
  Result<Fetched> Judge(const FetchRequest& request, const std::string& url, Asked asked);
  Status CheckPause(const std::string& asker);
  void Pause(const Asked& asked);

  std::shared_ptr<kit::HttpClient> client_;
  ReadingRules rules_;
  std::shared_ptr<ScmCredentials> credentials_;
  std::function<bool()> is_cancelled_;
  std::mutex mutex_;
  std::map<std::string, std::chrono::steady_clock::time_point> paused_until_;  // by asker
};

}  // namespace callboard::catalog
