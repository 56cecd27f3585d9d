#include "functions/catalog/providers/github_app.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "functions/catalog/providers/json_fields.hpp"
#include "functions/catalog/providers/scm_client.hpp"
#include "functions/catalog/url.hpp"
#include "functions/kit/app_token.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr std::chrono::minutes kTokenReserve{10};
constexpr std::chrono::seconds kInstallationsAge{600};
/// An owner who is not in the list may have installed the App just now; but not everybody who asks is a reason to ask.
constexpr std::chrono::seconds kInstallationsRetry{30};
constexpr std::chrono::seconds kClockSkew{60};
constexpr std::chrono::seconds kAppTokenLife{540};
constexpr int kPages = 100;

std::string KeyOf(const Integration& integration, const GitHubApp& app) {
  return std::format("{} {}", integration.host, app.app_id);
}

bool IsAllowed(const GitHubApp& app, const std::string& owner) {
  return !app.allowed_installation_owners ||
         std::ranges::any_of(*app.allowed_installation_owners,
                             [&](const std::string& allowed) { return EqualsIgnoringCase(allowed, owner); });
}

kit::Headers Bearer(const std::string& token) {
  return {{"Authorization", "Bearer " + token}};
}

std::string MessageOf(const kit::HttpAnswer& answer) {
  const auto body = ParseJson(answer.body);
  return body ? std::string(StringMember(*body, "message")) : "";
}

}  // namespace

std::string GithubOwnerOf(const Integration& integration, std::string_view url) {
  std::string_view path;
  bool is_api = false;
  for (const std::string& base : {integration.api_base_url, integration.raw_base_url, integration.base_url}) {
    if (base.empty() || !url.starts_with(base) || (url.size() > base.size() && url[base.size()] != '/')) continue;
    path = url.substr(base.size());
    is_api = base == integration.api_base_url;
    break;
  }
  auto parts = Split(path.substr(0, path.find_first_of("?#")), '/');
  if (!parts.empty()) parts.erase(parts.begin());
  if (is_api) {
    const bool names_owner = parts.size() > 1 && std::ranges::contains(std::array{"repos", "orgs", "users"}, parts[0]);
    return names_owner ? ToLowerAscii(PercentDecode(parts[1])) : "";
  }
  return parts.empty() ? "" : ToLowerAscii(PercentDecode(parts[0]));
}

AppCredentials::AppCredentials(std::shared_ptr<kit::HttpClient> http, std::shared_ptr<const kit::Clock> clock)
    : http_(std::move(http)), clock_(std::move(clock)) {}

Result<kit::Headers> AppCredentials::HeadersFor(const Integration& integration, const std::string& url,
                                                Deadline deadline) {
  const bool may_be_app = integration.type == IntegrationType::GitHub && !integration.apps.empty();
  if (!may_be_app || !Serves(integration, url)) return configured_.HeadersFor(integration, url, deadline);
  const std::string owner = GithubOwnerOf(integration, url);
  if (owner.empty()) return configured_.HeadersFor(integration, url, deadline);
  const auto token = AnyToken(integration, owner, deadline);
  if (token && !token->empty()) return Bearer(*token);
  if (!token && integration.token.empty()) return std::unexpected(token.error());
  return configured_.HeadersFor(integration, url, deadline);
}

Result<std::string> AppCredentials::AnyToken(const Integration& integration, const std::string& owner,
                                             Deadline deadline) {
  Result<std::string> result = std::string();
  for (const GitHubApp& app : integration.apps) {
    if (!IsAllowed(app, owner)) continue;
    auto token = TokenFor(integration, app, owner, deadline);
    if (token && !token->empty()) return token;
    if (!token) result = std::move(token);
  }
  if (!result || !integration.token.empty()) return result;
  const auto open = std::ranges::find(integration.apps, true, &GitHubApp::public_access);
  if (open == integration.apps.end()) return result;
  const auto all = InstallationsOf(integration, *open, kInstallationsAge, deadline);
  if (!all) return std::unexpected(all.error());
  return all->empty() ? std::string() : TokenFor(integration, *open, ToLowerAscii(all->front().account), deadline);
}

Result<std::string> AppCredentials::TokenFor(const Integration& integration, const GitHubApp& app,
                                             const std::string& owner, Deadline deadline) {
  const std::string key = std::format("{} {}", KeyOf(integration, app), owner);
  const auto known = [&]() -> std::string {
    const std::scoped_lock lock(mutex_);
    const auto found = tokens_.find(key);
    const bool is_good = found != tokens_.end() && clock_->SystemNow() + kTokenReserve < found->second.expires;
    return is_good ? found->second.text : "";
  };
  if (std::string token = known(); !token.empty()) return token;
  const std::scoped_lock fetching(fetching_);
  if (std::string token = known(); !token.empty()) return token;
  const auto is_owner = [&](const Installation& one) { return EqualsIgnoringCase(one.account, owner); };
  auto installations = InstallationsOf(integration, app, kInstallationsAge, deadline);
  if (installations && std::ranges::none_of(*installations, is_owner))
    installations = InstallationsOf(integration, app, kInstallationsRetry, deadline);
  if (!installations) return std::unexpected(installations.error());
  const auto found = std::ranges::find_if(*installations, is_owner);
  if (found == installations->end()) return std::string();
  if (found->is_suspended)
    return Fail(ErrorCode::Unavailable, std::format("The GitHub application for {} is suspended", owner));
  auto token = FetchToken(integration, app, found->id, deadline);
  if (!token) return std::unexpected(token.error());
  const std::scoped_lock lock(mutex_);
  return tokens_.insert_or_assign(key, std::move(*token)).first->second.text;
}

Result<std::vector<AppCredentials::Installation>> AppCredentials::InstallationsOf(const Integration& integration,
                                                                                  const GitHubApp& app,
                                                                                  std::chrono::seconds youngest,
                                                                                  Deadline deadline) {
  const std::string key = KeyOf(integration, app);
  {
    const std::scoped_lock lock(mutex_);
    const auto found = installations_.find(key);
    if (found != installations_.end() && clock_->SystemNow() < found->second.fetched + youngest)
      return found->second.list;
  }
  Installations fetched{.list = {}, .fetched = clock_->SystemNow()};
  std::string url = integration.api_base_url + "/app/installations?per_page=100";
  for (int page = 0; page < kPages && !url.empty(); ++page) {
    const auto answer = AskAsApp("GET", url, app, deadline);
    if (!answer) return std::unexpected(answer.error());
    const auto list = ParseJson(answer->body);
    if (!list || !list->is_array()) return Fail(ErrorCode::Unavailable, std::format("{} did not answer a list", url));
    for (const Json& json : *list) {
      const Json* const account = FindMember(json, "account");
      const Json* const suspended = FindMember(json, "suspended_at");
      fetched.list.push_back({.id = IntegerMember(json, "id"),
                              .account = account == nullptr ? "" : std::string(StringMember(*account, "login")),
                              .is_organization = StringMember(json, "target_type") == "Organization",
                              .is_suspended = suspended != nullptr && !suspended->is_null()});
    }
    const auto link = answer->headers.find("link");
    url = link == answer->headers.end() ? "" : NextLink(link->second);
  }
  const std::scoped_lock lock(mutex_);
  return installations_.insert_or_assign(key, std::move(fetched)).first->second.list;
}

Result<AppCredentials::Token> AppCredentials::FetchToken(const Integration& integration, const GitHubApp& app,
                                                         long long installation, Deadline deadline) {
  const std::string url = std::format("{}/app/installations/{}/access_tokens", integration.api_base_url, installation);
  const auto answer = AskAsApp("POST", url, app, deadline);
  if (!answer) {
    // The App may have been installed anew.
    const std::scoped_lock lock(mutex_);
    installations_.erase(KeyOf(integration, app));
    return std::unexpected(answer.error());
  }
  const auto body = ParseJson(answer->body);
  const auto expires = body ? ParseTime(StringMember(*body, "expires_at")) : std::nullopt;
  if (!expires || StringMember(*body, "token").empty())
    return Fail(ErrorCode::Unavailable, std::format("{} did not answer a token", url));
  return Token{std::string(StringMember(*body, "token")), *expires};
}

Result<kit::HttpAnswer> AppCredentials::AskAsApp(std::string method, std::string url, const GitHubApp& app,
                                                 Deadline deadline) {
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_->SystemNow());
  const auto token = kit::SignAppToken({{"iat", (now - kClockSkew).time_since_epoch().count()},
                                        {"exp", (now + kAppTokenLife).time_since_epoch().count()},
                                        {"iss", app.app_id}},
                                       app.private_key);
  if (!token) return Fail(token.error(), std::format("GitHub App {}", app.app_id));
  kit::HttpRequest request{.method = std::move(method), .url = std::move(url), .headers = Bearer(*token)};
  request.headers.emplace("Accept", "application/vnd.github+json");
  request.headers.emplace("User-Agent", "Callboard");
  request.deadline = deadline;
  auto answer = http_->Send(request);
  if (!answer || answer->status < 300) return answer;
  return Fail(ErrorCode::Unavailable, std::format("{} answered the GitHub App {} with {}: {}", request.url, app.app_id,
                                                  answer->status, MessageOf(*answer)));
}

Result<std::vector<std::string>> AppCredentials::Organizations(const Integration& integration, std::string_view app_id,
                                                               Deadline deadline) {
  std::vector<std::string> names;
  for (const GitHubApp& app : integration.apps) {
    if (!app_id.empty() && std::to_string(app.app_id) != app_id) continue;
    const auto all = InstallationsOf(integration, app, kInstallationsAge, deadline);
    if (!all) return std::unexpected(all.error());
    for (const Installation& one : *all) {
      if (one.is_organization && !std::ranges::contains(names, one.account)) names.push_back(one.account);
    }
  }
  return names;
}

}  // namespace callboard::catalog
