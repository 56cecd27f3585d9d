#pragma once
// Source code hosts that the configuration knows: `integrations` of app-config.yaml, in Backstage's format.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/kit/config.hpp"
#include "functions/kit/http.hpp"
#include "shared/base/error.hpp"

namespace callboard::catalog {

enum class IntegrationType : std::uint8_t { GitHub, GitLab, Azure, BitbucketCloud, BitbucketServer, Gitea, Generic };

/// "github", "bitbucketServer", …: the key below `integrations`.
[[nodiscard]] std::string_view IntegrationTypeName(IntegrationType type);

struct GitHubApp {
  std::int64_t app_id = 0;
  std::string client_id;
  std::string client_secret;
  std::string webhook_secret;
  std::string private_key;                                              // PEM
  std::optional<std::vector<std::string>> allowed_installation_owners;  // nothing: all
  bool public_access = false;
};

/// A token that is for some organizations only; for all others when there are none.
struct OrganizationToken {
  std::vector<std::string> organizations;
  std::string token;
};

/// One host. URLs are without a slash at the end; those that a type does not have are "".
struct Integration {
  IntegrationType type = IntegrationType::Generic;
  std::string host;      // lower case, with its port
  std::string base_url;  // of the pages that people see: https://<host>, and a path where it is below one
  std::string api_base_url;
  std::string raw_base_url;                    // GitHub only
  std::string username;                        // Bitbucket and Gitea only
  std::string token;                           // or password
  std::vector<GitHubApp> apps;                 // GitHub only
  std::vector<OrganizationToken> credentials;  // Azure only
  bool is_configured = true;                   // not one that is there without configuration
};

class Integrations {
 public:
  /// github.com, gitlab.com, dev.azure.com and bitbucket.org are there without configuration. InvalidInput names the
  /// key that cannot be used. Types that nothing here reads (awsS3, gerrit, …) are passed over.
  static Result<Integrations> From(const kit::Config& config);

  /// By the host of the page's URL; null when no integration has it.
  [[nodiscard]] const Integration* ForUrl(std::string_view url) const;
  [[nodiscard]] const Integration* ForHost(IntegrationType type, std::string_view host) const;
  [[nodiscard]] const std::vector<Integration>& All() const { return all_; }

 private:
  std::vector<Integration> all_;
};

/// Whether `url` is below base_url, api_base_url or raw_base_url: where the integration's credentials may be sent.
[[nodiscard]] bool Serves(const Integration& integration, std::string_view url);

/// What a request to a host is signed with.
class ScmCredentials {
 public:
  virtual ~ScmCredentials() = default;

  /// The headers for a request to `url`, which may be a page's or one of the API; none when the integration has no
  /// credentials, or does not serve the URL. May ask the host for a token, until `deadline`: Unavailable when that
  /// fails. Called by many threads.
  virtual Result<kit::Headers> HeadersFor(const Integration& integration, const std::string& url,
                                          std::chrono::steady_clock::time_point deadline) = 0;
};

/// The tokens and passwords that the configuration holds.
class TokenCredentials : public ScmCredentials {
 public:
  Result<kit::Headers> HeadersFor(const Integration& integration, const std::string& url,
                                  std::chrono::steady_clock::time_point deadline) override;
};

}  // namespace callboard::catalog
