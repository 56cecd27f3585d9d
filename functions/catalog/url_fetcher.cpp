#include "functions/catalog/url_fetcher.hpp"

#include <algorithm>
#include <charconv>
#include <format>
#include <iterator>
#include <optional>
#include <utility>

#include "functions/catalog/url.hpp"
#include "functions/kit/digest.hpp"

namespace callboard::catalog {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr int kMaxRedirects = 5;
constexpr seconds kMaxPause{3600};
constexpr seconds kUntoldPause{60};

std::string_view HeaderOf(const kit::HttpAnswer& answer, std::string_view name) {
  const auto found = answer.headers.find(name);
  return found == answer.headers.end() ? "" : std::string_view(found->second);
}

std::optional<long long> NumberOf(std::string_view text) {
  long long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string StatusText(int status) {
  constexpr std::pair<int, const char*> kTexts[] = {
      {203, "Non-Authoritative Information"},
      {300, "Multiple Choices"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {406, "Not Acceptable"},
      {410, "Gone"},
      {429, "Too Many Requests"},
      {500, "Internal Server Error"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
  };
  const auto* const found = std::ranges::find(kTexts, status, &std::pair<int, const char*>::first);
  return found == std::end(kTexts) ? std::to_string(status) : std::format("{} {}", status, found->second);
}

bool IsRateLimited(const kit::HttpAnswer& answer) {
  if (answer.status == 429) return true;
  if (answer.status != 403 && answer.status != 503) return false;
  return HeaderOf(answer, "X-RateLimit-Remaining") == "0" || !HeaderOf(answer, "Retry-After").empty();
}

/// How long the host wants to be left alone.
seconds PauseOf(const kit::HttpAnswer& answer) {
  std::optional<long long> wait = NumberOf(HeaderOf(answer, "Retry-After"));
  if (!wait) {
    const auto reset = NumberOf(HeaderOf(answer, "X-RateLimit-Reset")).or_else([&] {
      return NumberOf(HeaderOf(answer, "RateLimit-Reset"));
    });
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    if (reset) wait = *reset - std::chrono::duration_cast<seconds>(now).count();
  }
  return std::clamp(wait ? seconds(*wait) : kUntoldPause, seconds(1), kMaxPause);
}

std::string Origin(const std::string& text) {
  const auto url = ParseUrl(text);
  return url ? url->scheme + "://" + url->host : text;
}

bool IsRedirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::unexpected<Error> NotAllowed(const FetchRequest& request, const std::string& url) {
  if (url == request.url) {
    return Fail(ErrorCode::Forbidden, std::format("Reading from '{}' is not allowed. You may need to configure an "
                                                  "integration for the target host, or add it to "
                                                  "the configured list of allowed hosts at 'backend.reading.allow'",
                                                  url));
  }
  return Fail(ErrorCode::Forbidden,
              std::format("{} redirects to {}, from which reading is not allowed; backend.reading.allow may name it",
                          request.url, url));
}

}  // namespace

UrlFetcher::UrlFetcher(std::shared_ptr<kit::HttpClient> client, ReadingRules rules,
                       std::shared_ptr<ScmCredentials> credentials, std::function<bool()> is_cancelled)
    : client_(std::move(client)),
      rules_(std::move(rules)),
      credentials_(std::move(credentials)),
      is_cancelled_(std::move(is_cancelled)) {}

Reach UrlFetcher::ReachOf(const Integration* integration, std::string_view url) const {
  const Reach by_rules = rules_.For(url);
  if (integration == nullptr || !Serves(*integration, url)) return by_rules;
  return std::max(by_rules, integration->is_configured ? Reach::AnyAddress : Reach::PublicAddresses);
}

Result<bool> UrlFetcher::HasCredentials(const Integration& integration, const std::string& url,
                                        steady_clock::time_point deadline) {
  const auto headers = credentials_->HeadersFor(integration, url, deadline);
  if (!headers) return std::unexpected(headers.error());
  return !headers->empty();
}

Result<UrlFetcher::Asked> UrlFetcher::Ask(const FetchRequest& request, const std::string& url) {
  const Reach reach = ReachOf(request.integration, url);
  if (reach == Reach::Nowhere) return NotAllowed(request, url);
  kit::HttpRequest sent;
  sent.url = url;
  sent.headers = request.headers;
  sent.headers.emplace("User-Agent", "callboard");
  if (!request.known_etag.empty()) sent.headers.emplace("If-None-Match", request.known_etag);
  if (request.integration != nullptr) {
    auto credentials = credentials_->HeadersFor(*request.integration, url, request.deadline);
    if (!credentials) return std::unexpected(credentials.error());
    // Whoever implements the interface may be generous.
    if (Serves(*request.integration, url)) sent.headers.insert(credentials->begin(), credentials->end());
  }
  // An API counts by who asks. Elsewhere one bad page must not keep a whole host's out.
  const auto authorization = sent.headers.find("Authorization");
  std::string asker = request.integration == nullptr ? url : Origin(url);
  if (authorization != sent.headers.end()) asker += ' ' + kit::Sha256Hex(authorization->second);
  if (const auto paused = CheckPause(asker); !paused) return std::unexpected(paused.error());
  sent.deadline = request.deadline;
  sent.max_response_bytes = request.max_bytes;
  sent.is_cancelled = is_cancelled_;
  sent.accept_compressed = true;
  sent.address_policy = reach == Reach::AnyAddress ? kit::AddressPolicy::Any : kit::AddressPolicy::PublicOnly;
  auto answer = client_->Send(sent);
  if (answer) return Asked{std::move(*answer), std::move(asker)};
  Error error = answer.error();
  if (error.code == ErrorCode::Forbidden)
    error.message += "; backend.reading.allow or an integration may name its host";
  return Fail(std::move(error), std::format("{} could not be read", request.url));
}

Result<Fetched> UrlFetcher::Get(const FetchRequest& request) {
  std::string url = request.url;
  for (int redirects = 0; redirects <= kMaxRedirects; ++redirects) {
    auto asked = Ask(request, url);
    if (!asked) return std::unexpected(asked.error());
    const std::string_view location = HeaderOf(asked->answer, "Location");
    if (!IsRedirect(asked->answer.status) || location.empty()) return Judge(request, url, std::move(*asked));
    const auto next = ResolveReference(url, location);
    if (!next) return NotAllowed(request, std::string(location));
    url = UrlText(*next);
  }
  return Fail(ErrorCode::Unavailable,
              std::format("Too many redirects (max {}) when reading {}", kMaxRedirects, request.url));
}

Result<Fetched> UrlFetcher::Judge(const FetchRequest& request, const std::string& url, Asked asked) {
  kit::HttpAnswer& answer = asked.answer;
  const bool is_rejected_azure =
      answer.status == 203 && request.integration != nullptr && request.integration->type == IntegrationType::Azure;
  if (answer.status == 304 && !request.known_etag.empty())
    return Fetched{.body = {}, .headers = std::move(answer.headers), .etag = request.known_etag, .unchanged = true};
  if (answer.status >= 200 && answer.status < 300 && !is_rejected_azure) {
    std::string etag(HeaderOf(answer, "ETag"));
    return Fetched{.body = std::move(answer.body), .headers = std::move(answer.headers), .etag = std::move(etag)};
  }
  std::string message = request.integration != nullptr && request.integration->type == IntegrationType::GitHub
                            ? std::format("Request failed for {}, {}", url, StatusText(answer.status))
                            : std::format("could not read {}, {}", url, StatusText(answer.status));
  if (answer.status == 404 || answer.status == 410) return Fail(ErrorCode::NotFound, std::move(message));
  if (is_rejected_azure) message += ": the credentials were rejected, check that they have not expired";
  if (IsRateLimited(answer)) {
    Pause(asked);
    message += std::format(" (rate limit exceeded, not asked again for {} seconds)", PauseOf(answer).count());
  }
  return Fail(ErrorCode::Unavailable, std::move(message));
}

Status UrlFetcher::CheckPause(const std::string& asker) {
  const std::scoped_lock lock(mutex_);
  const auto paused = paused_until_.find(asker);
  if (paused == paused_until_.end()) return {};
  const auto left = std::chrono::ceil<seconds>(paused->second - steady_clock::now());
  if (left > seconds(0))
    return Fail(ErrorCode::Unavailable, std::format("{} was asked too often (rate limit exceeded) and is not asked "
                                                    "again for {} seconds",
                                                    asker.substr(0, asker.find(' ')), left.count()));
  paused_until_.erase(paused);
  return {};
}

void UrlFetcher::Pause(const Asked& asked) {
  const std::scoped_lock lock(mutex_);
  paused_until_[asked.asker] = steady_clock::now() + PauseOf(asked.answer);
}

}  // namespace callboard::catalog
