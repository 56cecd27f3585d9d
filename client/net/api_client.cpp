#include "client/net/api_client.hpp"

#include <algorithm>
#include <format>
#include <span>

#include "shared/api/auth_routes.hpp"
#include "shared/api/catalog_routes.hpp"
#include "shared/base/text.hpp"

namespace callboard::net {
namespace {

/// Served by the portal itself, beside the functions.
constexpr api::RouteRecord kGetClientConfig{
    "GetClientConfig", "GET", "/api/app/config", "", "", "ClientConfig", "The configuration as the client may see it",
    "/api/app/config"};

/// `name` is one of the records'.
const api::RouteRecord& Named(std::span<const api::RouteRecord> records, std::string_view name) {
  return *std::ranges::find(records, name, &api::RouteRecord::name);
}

/// Of an answer from elsewhere, which may have no end.
constexpr std::size_t kMostBodyBytes = std::size_t{1} << 20;

/// Collects the body of an answer.
struct Answer {
  int status = 0;
  std::string request_id;
  std::string body;
};

std::string RequestIdOf(const platform::Headers& headers) {
  const auto found = std::ranges::find(headers, "x-request-id", &platform::Headers::value_type::first);
  return found == headers.end() ? "" : found->second;
}

}  // namespace

std::string UrlOf(const api::RouteRecord& record, const Params& path_params, const Params& query) {
  std::string url;
  std::string_view rest = record.path;
  for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
    const std::size_t close = rest.find('}', open);
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    url += rest.substr(0, open);
    const auto param = std::ranges::find(path_params, name, &Params::value_type::first);
    if (param != path_params.end()) url += PercentEncode(param->second);
    rest.remove_prefix(close + 1);
  }
  url += rest;
  char separator = '?';
  for (const auto& [key, value] : query) {
    url += std::format("{}{}={}", separator, PercentEncode(key), PercentEncode(value));
    separator = '&';
  }
  return url;
}

void ApiClient::CancelAll() {
  for (const auto& id : std::exchange(running_, {})) fetcher_.Cancel(*id);
}

platform::FetchRequest ApiClient::RequestFor(const api::RouteRecord& record, std::string url) const {
  platform::FetchRequest request;
  request.method = record.method;
  request.url = std::move(url);
  // A route that asks for no permission must not fail over a token that ran out: it may be the one that renews it.
  if (!token_.empty() && !record.permission.empty()) request.headers.emplace_back("authorization", "Bearer " + token_);
  return request;
}

void ApiClient::Track(platform::FetchRequest request, platform::FetchListener listener) {
  auto id = std::make_shared<platform::FetchId>();
  running_.push_back(id);
  const auto forget = [this, id] { std::erase(running_, id); };
  const auto on_done = std::move(listener.on_done);
  const auto on_failed = std::move(listener.on_failed);
  listener.on_done = [forget, on_done] {
    forget();
    on_done();
  };
  listener.on_failed = [forget, on_failed](Error error) {
    forget();
    on_failed(std::move(error));
  };
  *id = fetcher_.Fetch(std::move(request), std::move(listener));
}

void ApiClient::Send(platform::FetchRequest request, Done<Json> done) {
  auto answer = std::make_shared<Answer>();
  platform::FetchListener listener;
  listener.on_head = [answer](int status, const platform::Headers& headers) {
    answer->status = status;
    answer->request_id = RequestIdOf(headers);
  };
  listener.on_chunk = [answer](std::string_view chunk) { answer->body += chunk; };
  listener.on_done = [answer, done] {
    if (answer->status >= 400) {
      done(std::unexpected(ErrorFromAnswer(answer->status, answer->body, answer->request_id)));
    } else {
      done(answer->body.empty() ? Json() : ParseJson(answer->body));
    }
  };
  listener.on_failed = [done](Error error) { done(std::unexpected(std::move(error))); };
  Track(std::move(request), std::move(listener));
}

void ApiClient::GetPortalConfig(Done<PortalConfig> done) {
  Send(RequestFor(kGetClientConfig, UrlOf(kGetClientConfig, {})), [done = std::move(done)](const Result<Json>& json) {
    if (!json) return done(std::unexpected(json.error()));
    done(PortalConfigFromJson(*json));
  });
}

void ApiClient::SignInAsGuest(Done<SignInAnswer> done) {
  const api::RouteRecord& record = Named(api::AuthRoutes(), "SignInGuest");
  platform::FetchRequest request = RequestFor(record, UrlOf(record, {}));
  // Backstage's providers refuse requests that a form on another site could send.
  request.headers.emplace_back("x-requested-with", "XMLHttpRequest");
  Send(std::move(request), [done = std::move(done)](const Result<Json>& json) {
    if (!json) return done(std::unexpected(json.error()));
    done(SignInAnswerFromJson(*json));
  });
}

void ApiClient::GetEntity(const model::EntityRef& ref, Done<Json> done) {
  const api::RouteRecord& record = Named(api::CatalogRoutes(), "GetEntityByName");
  Send(RequestFor(record, UrlOf(record, {{"kind", ref.kind}, {"namespace", ref.name_space}, {"name", ref.name}})),
       std::move(done));
}

void ApiClient::AskElsewhere(platform::FetchRequest request, Done<ApiAnswer> done) {
  auto answer = std::make_shared<ApiAnswer>();
  platform::FetchListener listener;
  listener.on_head = [answer](int status, platform::Headers headers) {
    answer->status = status;
    answer->headers = std::move(headers);
  };
  listener.on_chunk = [answer](std::string_view chunk) {
    const std::size_t room = kMostBodyBytes - std::min(kMostBodyBytes, answer->body.size());
    answer->cut = answer->cut || chunk.size() > room;
    answer->body += chunk.substr(0, room);
  };
  listener.on_done = [answer, done] { done(std::move(*answer)); };
  listener.on_failed = [done](Error error) { done(std::unexpected(std::move(error))); };
  Track(std::move(request), std::move(listener));
}

void ApiClient::Call(const RouteCall& call, Done<Json> done) {
  const api::RouteRecord& record = Named(api::CatalogRoutes(), call.route);
  platform::FetchRequest request = RequestFor(record, UrlOf(record, call.path, call.query));
  if (!call.body.is_null()) {
    request.headers.emplace_back("content-type", "application/json");
    request.body = DumpJson(call.body);
  }
  Send(std::move(request), std::move(done));
}

void ApiClient::FollowFeed(std::uint64_t since, int wait_secs, FeedListener feed) {
  /// A feed in the making; after an error the rest of it is not read.
  struct Reading {
    Answer answer;
    FeedParser parser;
    Status status;
  };
  auto reading = std::make_shared<Reading>();
  const api::RouteRecord& record = Named(api::CatalogRoutes(), "GetCatalogFeed");
  platform::FetchListener listener;
  listener.on_head = [reading](int status, const platform::Headers&) { reading->answer.status = status; };
  listener.on_chunk = [reading, on_piece = feed.on_piece](std::string_view chunk) {
    if (reading->answer.status >= 400) {
      reading->answer.body += chunk;
      return;
    }
    if (!reading->status) return;
    FeedPiece piece;
    reading->status = reading->parser.Read(chunk, piece);
    on_piece(std::move(piece), chunk);
  };
  listener.on_done = [reading, on_end = feed.on_end] {
    const int status = reading->answer.status;
    if (status >= 400) return on_end(std::unexpected(ErrorFromAnswer(status, reading->answer.body)));
    on_end(reading->status ? reading->parser.Finish() : reading->status);
  };
  listener.on_failed = [on_end = feed.on_end](Error error) { on_end(std::unexpected(std::move(error))); };
  Params query = {{"since", std::to_string(since)}};
  if (wait_secs > 0) query.emplace_back("wait", std::to_string(wait_secs));
  Track(RequestFor(record, UrlOf(record, {}, query)), std::move(listener));
}

}  // namespace callboard::net
