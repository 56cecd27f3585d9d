#include "functions/catalog/integrations.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <utility>

#include "functions/catalog/url.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr std::array<std::string_view, 7> kTypeNames = {"github",          "gitlab", "azure",  "bitbucketCloud",
                                                        "bitbucketServer", "gitea",  "generic"};

std::unexpected<Error> Unusable(std::string_view key, std::string_view reason) {
  return Fail(ErrorCode::InvalidInput, std::format("Configuration {}: {}", key, reason));
}

std::string WithoutSlashes(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  return text;
}

/// One object of the configuration and where it stands. The first thing that is wrong with it stays in `failure`, so
/// that values can be read one after another.
class Section {
 public:
  Section(const Json& json, std::string key) : json_(json), key_(std::move(key)) {
    if (!json.is_object()) failure_ = Unusable(key_, "expected an object").error();
  }

  /// "" when there is none.
  std::string Text(std::string_view name) {
    const Json* const value = Value(name);
    if (value == nullptr) return "";
    if (value->is_string()) return std::string(TrimSpace(value->get_ref<const std::string&>()));
    if (value->is_number()) return DumpJson(*value);
    return Wrong<std::string>(name, std::format("expected a string, found {}", value->type_name()));
  }

  std::string Required(std::string_view name) {
    std::string text = Text(name);
    return text.empty() ? Wrong<std::string>(name, "expected a string, found none") : text;
  }

  std::string UrlAt(std::string_view name) {
    std::string text = WithoutSlashes(Text(name));
    if (!text.empty() && !ParseUrl(text)) return Wrong<std::string>(name, std::format("'{}' is not a URL", text));
    return text;
  }

  std::string Host(std::string_view fallback) {
    const std::string text = fallback.empty() ? Required("host") : Text("host");
    if (text.empty()) return std::string(fallback);
    const auto url = ParseUrl("https://" + text);
    if (!url || url->path != "/" || text.find_first_of("/?#\\") != std::string::npos || url->host.ends_with(":443"))
      return Wrong<std::string>("host", std::format("'{}' is not a valid host", text));
    return url->host;
  }

  std::int64_t Number(std::string_view name) {
    const std::string text = Required(name);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size()) return number;
    return Wrong<std::int64_t>(name, "expected a whole number");
  }

  bool Flag(std::string_view name) {
    const Json* const value = Value(name);
    if (value == nullptr || *value == "false") return false;
    if (value->is_boolean()) return value->get<bool>();
    return *value == "true" || Wrong<bool>(name, "expected true or false");
  }

  std::optional<std::vector<std::string>> Texts(std::string_view name) {
    const Json* const value = Value(name);
    if (value == nullptr) return std::nullopt;
    std::vector<std::string> texts;
    for (const Json& item : value->is_array() ? *value : Json::array({*value})) {
      if (!item.is_string()) return Wrong<std::vector<std::string>>(name, "expected a list of strings");
      texts.push_back(item.get<std::string>());
    }
    return texts;
  }

  std::vector<Section> Sections(std::string_view name) {
    std::vector<Section> sections;
    const Json* const value = Value(name);
    if (value == nullptr) return sections;
    if (!value->is_array()) return Wrong<std::vector<Section>>(name, "expected a list");
    for (const Json& item : *value) sections.emplace_back(item, std::format("{}.{}.{}", key_, name, sections.size()));
    return sections;
  }

  template <typename T>
  T Wrong(std::string_view name, std::string_view reason) {
    if (!failure_) failure_ = Unusable(std::format("{}.{}", key_, name), reason).error();
    return T{};
  }

  void Include(const Section& inner) {
    if (!failure_) failure_ = inner.failure_;
  }

  [[nodiscard]] const std::optional<Error>& Failure() const { return failure_; }

 private:
  const Json* Value(std::string_view name) const {
    const Json* const value = FindMember(json_, name);
    return value == nullptr || value->is_null() ? nullptr : value;
  }

  const Json& json_;
  std::string key_;
  std::optional<Error> failure_;
};

GitHubApp AppFrom(Section& section) {
  return {.app_id = section.Number("appId"),
          .client_id = section.Text("clientId"),
          .client_secret = section.Text("clientSecret"),
          .webhook_secret = section.Text("webhookSecret"),
          .private_key = section.Required("privateKey"),
          .allowed_installation_owners = section.Texts("allowedInstallationOwners"),
          .public_access = section.Flag("publicAccess")};
}

void ReadGitHub(Section& section, Integration& github) {
  github.host = section.Host("github.com");
  const bool is_public = github.host == "github.com";
  github.api_base_url = section.UrlAt("apiBaseUrl");
  github.raw_base_url = section.UrlAt("rawBaseUrl");
  if (is_public && github.api_base_url.empty()) github.api_base_url = "https://api.github.com";
  if (is_public && github.raw_base_url.empty()) github.raw_base_url = "https://raw.githubusercontent.com";
  if (github.api_base_url.empty() && github.raw_base_url.empty())
    section.Wrong<bool>("apiBaseUrl", "expected a URL here or in rawBaseUrl, since the host is not github.com");
  github.token = section.Text("token");
  for (Section& app : section.Sections("apps")) {
    github.apps.push_back(AppFrom(app));
    section.Include(app);
  }
}

void ReadGitLab(Section& section, Integration& gitlab) {
  gitlab.host = section.Host("");
  gitlab.base_url = section.UrlAt("baseUrl");
  gitlab.api_base_url = section.UrlAt("apiBaseUrl");
  if (gitlab.api_base_url.empty() && gitlab.host == "gitlab.com") gitlab.api_base_url = "https://gitlab.com/api/v4";
  if (gitlab.api_base_url.empty()) section.Wrong<bool>("apiBaseUrl", "expected a URL, as in https://<host>/api/v4");
  gitlab.token = section.Text("token");
}

void ReadAzure(Section& section, Integration& azure) {
  azure.host = section.Host("dev.azure.com");
  azure.base_url = section.UrlAt("baseUrl");
  for (const char* const removed : {"credential", "token"}) {
    if (!section.Text(removed).empty()) section.Wrong<bool>(removed, "has been removed, use credentials instead");
  }
  for (Section& credential : section.Sections("credentials")) {
    azure.credentials.push_back({credential.Texts("organizations").value_or(std::vector<std::string>{}),
                                 credential.Required("personalAccessToken")});
    section.Include(credential);
  }
}

void ReadBitbucketCloud(Section& section, Integration& bitbucket) {
  bitbucket.host = "bitbucket.org";
  bitbucket.api_base_url = "https://api.bitbucket.org/2.0";
  bitbucket.username = section.Text("username");
  bitbucket.token = section.Text("token");
  if (bitbucket.token.empty()) bitbucket.token = section.Text("appPassword");
  if (!bitbucket.username.empty() && bitbucket.token.empty())
    section.Wrong<bool>("token", "expected a token or an appPassword with the username");
}

void ReadBitbucketServer(Section& section, Integration& bitbucket) {
  bitbucket.host = section.Host("");
  bitbucket.api_base_url = section.UrlAt("apiBaseUrl");
  if (bitbucket.api_base_url.empty()) bitbucket.api_base_url = std::format("https://{}/rest/api/1.0", bitbucket.host);
  bitbucket.token = section.Text("token");
  if (!bitbucket.token.empty()) return;
  bitbucket.username = section.Text("username");
  bitbucket.token = section.Text("password");
}

void ReadGitea(Section& section, Integration& gitea) {
  gitea.host = section.Host("");
  gitea.base_url = section.UrlAt("baseUrl");
  gitea.username = section.Text("username");
  gitea.token = section.Text("password");
}

void ReadGeneric(Section& section, Integration& generic) {
  generic.host = section.Host("");
  generic.base_url = section.UrlAt("baseUrl");
  generic.token = section.Text("token");
}

using SectionReader = void (*)(Section&, Integration&);
constexpr std::array<SectionReader, kTypeNames.size()> kReaders = {
    ReadGitHub, ReadGitLab, ReadAzure, ReadBitbucketCloud, ReadBitbucketServer, ReadGitea, ReadGeneric};

Result<Integration> IntegrationFrom(IntegrationType type, Section section) {
  Integration integration{.type = type};
  kReaders.at(static_cast<std::size_t>(type))(section, integration);
  if (section.Failure()) return std::unexpected(*section.Failure());
  if (integration.base_url.empty()) integration.base_url = "https://" + integration.host;
  if (type == IntegrationType::Azure) integration.api_base_url = integration.base_url;
  if (type == IntegrationType::Gitea) integration.api_base_url = integration.base_url + "/api/v1";
  return integration;
}

const std::vector<std::pair<IntegrationType, Json>>& AlwaysThere() {
  static const std::vector<std::pair<IntegrationType, Json>> kHosts = {
      {IntegrationType::GitHub, {{"host", "github.com"}}},
      {IntegrationType::GitLab, {{"host", "gitlab.com"}}},
      {IntegrationType::Azure, {{"host", "dev.azure.com"}}},
      {IntegrationType::BitbucketCloud, {{"host", "bitbucket.org"}}}};
  return kHosts;
}

std::string Basic(std::string_view user, std::string_view password) {
  return "Basic " + EncodeBase64(std::format("{}:{}", user, password));
}

/// The part of an Azure URL that names the organization: its first, or its second below /tfs.
std::string_view OrganizationOf(const Integration& azure, const Url& url) {
  const std::size_t skipped = ParseUrl(azure.base_url).value_or(Url{.path = "/"}).path.size();
  const auto parts = Split(std::string_view(url.path).substr(std::min(skipped, url.path.size())), '/');
  const auto first = std::ranges::find_if_not(parts, [](std::string_view part) { return part.empty(); });
  if (first == parts.end()) return "";
  return *first == "tfs" && first + 1 != parts.end() ? *(first + 1) : *first;
}

std::string AzureToken(const Integration& azure, const std::string& url) {
  const auto parsed = ParseUrl(url);
  if (!parsed) return "";
  const std::string organization = PercentDecode(OrganizationOf(azure, *parsed));
  const auto for_it = std::ranges::find_if(azure.credentials, [&](const OrganizationToken& credential) {
    return std::ranges::contains(credential.organizations, organization);
  });
  if (for_it != azure.credentials.end()) return for_it->token;
  const auto for_all = std::ranges::find_if(
      azure.credentials, [](const OrganizationToken& credential) { return credential.organizations.empty(); });
  return for_all == azure.credentials.end() ? "" : for_all->token;
}

std::string Authorization(const Integration& integration, const std::string& url) {
  if (integration.type == IntegrationType::Azure) {
    const std::string token = AzureToken(integration, url);
    return token.empty() ? "" : Basic("", token);
  }
  if (integration.token.empty()) return "";
  if (!integration.username.empty()) return Basic(integration.username, integration.token);
  return (integration.type == IntegrationType::Gitea ? "token " : "Bearer ") + integration.token;
}

}  // namespace

std::string_view IntegrationTypeName(IntegrationType type) {
  return kTypeNames.at(static_cast<std::size_t>(type));
}

Result<Integrations> Integrations::From(const kit::Config& config) {
  Integrations integrations;
  for (std::size_t i = 0; i < kTypeNames.size(); ++i) {
    const auto type = static_cast<IntegrationType>(i);
    const std::string key = std::format("integrations.{}", kTypeNames.at(i));
    const Json* const list = config.Find(key);
    if (list != nullptr && !list->is_array()) return Unusable(key, "expected a list");
    for (std::size_t at = 0; list != nullptr && at < list->size(); ++at) {
      auto integration = IntegrationFrom(type, Section((*list)[at], std::format("{}.{}", key, at)));
      if (!integration) return std::unexpected(integration.error());
      integrations.all_.push_back(std::move(*integration));
    }
    for (const auto& [always, json] : AlwaysThere()) {
      if (always != type || integrations.ForHost(type, StringMember(json, "host")) != nullptr) continue;
      auto integration = IntegrationFrom(type, Section(json, key));
      if (!integration) return std::unexpected(integration.error());
      integration->is_configured = false;
      integrations.all_.push_back(std::move(*integration));
    }
  }
  return integrations;
}

const Integration* Integrations::ForUrl(std::string_view url) const {
  const auto parsed = ParseUrl(url);
  if (!parsed) return nullptr;
  const auto found = std::ranges::find(all_, parsed->host, &Integration::host);
  return found == all_.end() ? nullptr : &*found;
}

const Integration* Integrations::ForHost(IntegrationType type, std::string_view host) const {
  const auto found = std::ranges::find_if(
      all_, [&](const Integration& integration) { return integration.type == type && integration.host == host; });
  return found == all_.end() ? nullptr : &*found;
}

bool Serves(const Integration& integration, std::string_view url) {
  const auto parsed = ParseUrl(url);
  if (!parsed) return false;
  return std::ranges::any_of(std::array{integration.base_url, integration.api_base_url, integration.raw_base_url},
                             [&](const std::string& at) {
                               const auto base = at.empty() ? std::nullopt : ParseUrl(at);
                               if (!base || base->scheme != parsed->scheme || base->host != parsed->host) return false;
                               const std::string folder = base->path.ends_with('/') ? base->path : base->path + "/";
                               return parsed->path == base->path || parsed->path.starts_with(folder);
                             });
}

Result<kit::Headers> TokenCredentials::HeadersFor(const Integration& integration, const std::string& url,
                                                  std::chrono::steady_clock::time_point) {
  kit::Headers headers;
  if (!Serves(integration, url)) return headers;
  if (std::string value = Authorization(integration, url); !value.empty())
    headers.emplace("Authorization", std::move(value));
  return headers;
}

}  // namespace callboard::catalog
