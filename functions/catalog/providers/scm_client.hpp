#pragma once
// Questions to the API of a source code host, with its credentials and within its limits.

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "functions/catalog/integrations.hpp"
#include "functions/catalog/providers/rate_limits.hpp"
#include "functions/kit/clock.hpp"
#include "functions/kit/http_client.hpp"

namespace callboard::catalog {

/// Until when a piece of work may ask, and whether it has to end before.
struct WorkLimits {
  std::chrono::steady_clock::time_point deadline;
  std::function<bool()> is_cancelled;
};

/// 200, 304 (when an etag was sent) or 404. `next` is the URL of the following page, or "".
struct ScmAnswer {
  int status = 0;
  Json body;
  std::string etag;
  std::string next;
  kit::Headers headers;
};

/// What every client shares. All of it outlives the clients.
struct ScmAccess {
  kit::HttpClient* http = nullptr;
  ScmCredentials* credentials = nullptr;
  RateLimits* limits = nullptr;
  const kit::Clock* clock = nullptr;
};

/// For one organization's credentials, and one piece of work.
class ScmClient {
 public:
  ScmClient(ScmAccess access, const Integration& integration, std::string owner, WorkLimits work);

  /// `url` is below the integration's api_base_url. Unavailable for every other answer, when a limit asks to wait, and
  /// as HttpClient; the message has what the host said.
  Result<ScmAnswer> Get(const std::string& url, const std::string& etag = "");
  Result<ScmAnswer> Post(const std::string& url, const Json& body);

  /// The member `data` of what GraphQL answers; an answer with `errors` is Unavailable, with their messages.
  Result<Json> Query(const std::string& query, Json variables);

  /// When the host, or our own share of its budget, wants us back. Set by a call that failed for that.
  [[nodiscard]] std::optional<SystemTime> RetryAt() const { return retry_at_; }
  [[nodiscard]] const Integration& Host() const { return integration_; }

 private:
  Result<ScmAnswer> Ask(kit::HttpRequest request, const std::string& resource);
  std::unexpected<Error> Wait(const RateLimits::Key& key, SystemTime until);

  ScmAccess access_;
  const Integration& integration_;
  std::string owner_;
  WorkLimits work_;
  std::optional<SystemTime> retry_at_;
};

/// The URL with rel="next" of a Link header (RFC 8288), or "".
[[nodiscard]] std::string NextLink(std::string_view header);

}  // namespace callboard::catalog
