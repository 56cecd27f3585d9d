#pragma once
// GitHub Apps: tokens for the organizations in which they are installed.

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "functions/catalog/integrations.hpp"
#include "functions/catalog/providers/scm_time.hpp"
#include "functions/kit/clock.hpp"
#include "functions/kit/http_client.hpp"

namespace callboard::catalog {

/// Installation tokens where an App is installed, else what the configuration holds. Tokens are kept until ten minutes
/// before they end, lists of installations for ten minutes. May be used by many threads: who finds a token does not
/// wait for who fetches one.
class AppCredentials : public ScmCredentials {
 public:
  AppCredentials(std::shared_ptr<kit::HttpClient> http, std::shared_ptr<const kit::Clock> clock);

  Result<kit::Headers> HeadersFor(const Integration& integration, const std::string& url,
                                  std::chrono::steady_clock::time_point deadline) override;

  /// The organizations that have installed the integration's Apps (or the one with the id `app_id`, when that is not
  /// ""), in the order in which GitHub lists them.
  Result<std::vector<std::string>> Organizations(const Integration& integration, std::string_view app_id,
                                                 std::chrono::steady_clock::time_point deadline);

 private:
  using Deadline = std::chrono::steady_clock::time_point;

  struct Installation {
    long long id = 0;
    std::string account;
    bool is_organization = false;
    bool is_suspended = false;
  };
  struct Installations {
    std::vector<Installation> list;
    SystemTime fetched;
  };
  struct Token {
    std::string text;
    SystemTime expires;
  };

  /// "" when the App is not installed there.
  Result<std::string> TokenFor(const Integration& integration, const GitHubApp& app, const std::string& owner,
                               Deadline deadline);
  Result<std::string> AnyToken(const Integration& integration, const std::string& owner, Deadline deadline);
  Result<std::vector<Installation>> InstallationsOf(const Integration& integration, const GitHubApp& app,
                                                    std::chrono::seconds youngest, Deadline deadline);
  Result<Token> FetchToken(const Integration& integration, const GitHubApp& app, long long installation,
                           Deadline deadline);
  Result<kit::HttpAnswer> AskAsApp(std::string method, std::string url, const GitHubApp& app, Deadline deadline);

  std::shared_ptr<kit::HttpClient> http_;
  std::shared_ptr<const kit::Clock> clock_;
  TokenCredentials configured_;
  std::mutex fetching_;  // one thread fetches; taken before `mutex_`
  std::mutex mutex_;
  std::map<std::string, Installations> installations_;  // by host and App
  std::map<std::string, Token> tokens_;                 // by host, App and owner
};

/// The organization or person in the URL of a page or of the API, in lower case; "" when it names none.
[[nodiscard]] std::string GithubOwnerOf(const Integration& integration, std::string_view url);

}  // namespace callboard::catalog
