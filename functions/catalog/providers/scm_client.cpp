#include "functions/catalog/providers/scm_client.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr std::chrono::seconds kAnswerTimeout{30};
constexpr std::size_t kMostOfAMessage = 300;
constexpr int kOk = 200;
constexpr int kNotModified = 304;
constexpr int kNotFound = 404;

std::string HeaderOf(const kit::Headers& headers, std::string_view name) {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

/// What a host says about a request that it does not serve.
std::string MessageOf(const kit::HttpAnswer& answer) {
  const auto body = ParseJson(answer.body);
  if (!body) return std::string(TrimSpace(answer.body.substr(0, kMostOfAMessage)));
  for (const char* const member : {"message", "error_description", "error"}) {
    if (const auto text = StringMember(*body, member); !text.empty())
      return std::string(text.substr(0, kMostOfAMessage));
  }
  return DumpJson(*body).substr(0, kMostOfAMessage);
}

/// GraphQL stands beside the REST API: api.github.com/graphql, and /api/graphql beside /api/v3 elsewhere.
std::string GraphqlUrl(const Integration& integration) {
  std::string base = integration.api_base_url;
  if (base.ends_with("/api/v3")) base.resize(base.size() - 3);
  if (base.ends_with('/')) base.pop_back();
  return base + "/graphql";
}

}  // namespace

ScmClient::ScmClient(ScmAccess access, const Integration& integration, std::string owner, WorkLimits work)
    : access_(access), integration_(integration), owner_(std::move(owner)), work_(std::move(work)) {}

std::unexpected<Error> ScmClient::Wait(const RateLimits::Key& key, SystemTime until) {
  retry_at_ = until;
  return Fail(
      ErrorCode::Unavailable,
      std::format("{} takes no more requests at present; the next one may be made at {}", key.host, TimeText(until)));
}

Result<ScmAnswer> ScmClient::Ask(kit::HttpRequest request, const std::string& resource) {
  const RateLimits::Key key{integration_.host, owner_, resource};
  if (const auto until = access_.limits->PausedUntil(key, access_.clock->SystemNow())) return Wait(key, *until);
  request.deadline = std::min(work_.deadline, access_.clock->SteadyNow() + kAnswerTimeout);
  request.is_cancelled = work_.is_cancelled;
  const std::string page = std::format("{}/{}", integration_.base_url, owner_);
  auto credentials = access_.credentials->HeadersFor(integration_, page, request.deadline);
  if (!credentials) return std::unexpected(credentials.error());
  request.headers.merge(*credentials);
  request.headers.emplace("User-Agent", "Callboard");
  auto answer = access_.http->Send(request);
  if (!answer) return std::unexpected(answer.error());
  const SystemTime now = access_.clock->SystemNow();
  if (access_.limits->Observe(key, answer->status, answer->headers, now))
    return Wait(key, access_.limits->PausedUntil(key, now).value_or(now + std::chrono::minutes(1)));
  ScmAnswer result{.status = answer->status,
                   .body = {},
                   .etag = HeaderOf(answer->headers, "etag"),
                   .next = NextLink(HeaderOf(answer->headers, "link")),
                   .headers = answer->headers};
  // Our credentials must not follow a link to somebody else.
  if (!result.next.empty() && !result.next.starts_with(integration_.api_base_url + "/"))
    return Fail(ErrorCode::Unavailable, std::format("{} says that the next page is {}, which is not below {}",
                                                    request.url, result.next, integration_.api_base_url));
  if (answer->status == kNotModified || answer->status == kNotFound) return result;
  if (answer->status != kOk)
    return Fail(ErrorCode::Unavailable,
                std::format("{} answered {}: {}", request.url, answer->status, MessageOf(*answer)));
  auto body = ParseJson(answer->body);
  if (!body) return Fail(ErrorCode::Unavailable, std::format("{} answered with something else than JSON", request.url));
  result.body = std::move(*body);
  return result;
}

Result<ScmAnswer> ScmClient::Get(const std::string& url, const std::string& etag) {
  kit::HttpRequest request{.url = url};
  request.headers.emplace(
      "Accept", integration_.type == IntegrationType::GitHub ? "application/vnd.github+json" : "application/json");
  if (!etag.empty()) request.headers.emplace("If-None-Match", etag);
  return Ask(std::move(request), "core");
}

Result<ScmAnswer> ScmClient::Post(const std::string& url, const Json& body) {
  kit::HttpRequest request{.method = "POST", .url = url, .body = DumpJson(body)};
  request.headers.emplace("Content-Type", "application/json");
  request.headers.emplace("Accept", "application/json");
  return Ask(std::move(request), url.ends_with("/graphql") ? "graphql" : "core");
}

Result<Json> ScmClient::Query(const std::string& query, Json variables) {
  const std::string url = GraphqlUrl(integration_);
  auto answer = Post(url, {{"query", query}, {"variables", std::move(variables)}});
  if (!answer) return std::unexpected(answer.error());
  if (answer->status != kOk) return Fail(ErrorCode::Unavailable, std::format("{} answered {}", url, answer->status));
  if (const Json* const errors = FindMember(answer->body, "errors"); errors != nullptr && !errors->empty()) {
    std::string messages;
    for (const Json& error : *errors) {
      if (!messages.empty()) messages += "; ";
      messages += StringMember(error, "message");
      if (messages.size() > kMostOfAMessage) break;
    }
    return Fail(ErrorCode::Unavailable, std::format("{} answered with errors: {}", url, messages));
  }
  const Json* const data = FindMember(answer->body, "data");
  if (data == nullptr || !data->is_object())
    return Fail(ErrorCode::Unavailable, std::format("{} answered without data", url));
  return *data;
}

std::string NextLink(std::string_view header) {
  for (std::size_t open = header.find('<'); open != std::string_view::npos; open = header.find('<', open + 1)) {
    const std::size_t close = header.find('>', open);
    if (close == std::string_view::npos) return "";
    const std::string_view parameters = header.substr(close, header.find('<', close) - close);
    if (parameters.contains("rel=\"next\"")) return std::string(header.substr(open + 1, close - open - 1));
  }
  return "";
}

}  // namespace callboard::catalog
