#pragma once
// The portal's HTTP API as the client calls it. Paths and methods come from the route records that the server
// dispatches by.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/net/feed_parser.hpp"
#include "client/net/responses.hpp"
#include "client/platform/platform.hpp"
#include "shared/api/route.hpp"
#include "shared/model/entity_ref.hpp"

namespace callboard::net {

using Params = std::vector<std::pair<std::string_view, std::string>>;

/// The record's path with `path_params` in place of its braces, then `query`; all values are encoded.
[[nodiscard]] std::string UrlOf(const api::RouteRecord& record, const Params& path_params, const Params& query = {});

/// A call of one of the catalog's routes, by the name of its record. `body` null: none.
struct RouteCall {
  std::string_view route;
  Params path = {};
  Params query = {};
  Json body = {};
};

/// How a feed goes on. Pieces come in the order of the log; then `on_end` once, with the error that cut the feed off if
/// there is one. `bytes` are the lines of the piece as they came, for keeping.
struct FeedListener {
  std::function<void(FeedPiece piece, std::string_view bytes)> on_piece;
  std::function<void(Status end)> on_end;
};

/// Each call answers once through `done`, between frames and never from inside the call. Errors are those of the server
/// (see ErrorFromAnswer), or Unavailable when it cannot be reached. Destroying the client cancels what is under way.
class ApiClient {
 public:
  template <typename T>
  using Done = std::function<void(Result<T>)>;

  /// `fetcher` outlives the client.
  explicit ApiClient(platform::Fetcher& fetcher) : fetcher_(fetcher) {}
  ~ApiClient() { CancelAll(); }
  ApiClient(const ApiClient&) = delete;
  ApiClient& operator=(const ApiClient&) = delete;

  /// Sent as the bearer of all later calls that need a permission; "" for none.
  void SetToken(std::string token) { token_ = std::move(token); }
  /// Nothing that is under way will answer any more.
  void CancelAll();

  void GetPortalConfig(Done<PortalConfig> done);
  void SignInAsGuest(Done<SignInAnswer> done);
  /// The whole document, `relations` included.
  void GetEntity(const model::EntityRef& ref, Done<Json> done);
  /// A request to any server, without the portal's token. Statuses of 400 and above are answers, too; of the body the
  /// first MiB is kept. `secs` is left to the caller.
  void AskElsewhere(platform::FetchRequest request, Done<ApiAnswer> done);
  /// The answer's JSON, null when it has no body.
  void Call(const RouteCall& call, Done<Json> done);
  /// The changes after `since`; when there is none the answer waits for one, up to `wait_secs`.
  void FollowFeed(std::uint64_t since, int wait_secs, FeedListener listener);

 private:
  [[nodiscard]] platform::FetchRequest RequestFor(const api::RouteRecord& record, std::string url) const;
  void Send(platform::FetchRequest request, Done<Json> done);
  /// Starts the fetch, and forgets it once it has answered.
  void Track(platform::FetchRequest request, platform::FetchListener listener);

  platform::Fetcher& fetcher_;
  std::string token_;
  std::vector<std::shared_ptr<platform::FetchId>> running_;
};

}  // namespace callboard::net
