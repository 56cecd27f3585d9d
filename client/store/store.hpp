#pragma once
// The one owner of the application's state. client/app drives it:
//
//   store.Start();
//   every frame: store.BeginFrame(now); store.Ensure(needs of the screen); draw; store.Apply(queue);
//
// Nothing else changes the state; answers of the server come between frames.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string_view>

#include "client/net/api_client.hpp"
#include "client/platform/platform.hpp"
#include "client/store/app_state.hpp"
#include "client/store/catalog_sync.hpp"
#include "client/store/command.hpp"
#include "client/store/route.hpp"
#include "client/store/server_call.hpp"
#include "client/store/session_keeper.hpp"

namespace callboard::store {

class Store {
 public:
  /// `machine` outlives the store.
  explicit Store(platform::Platform& machine);
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// How old the answers on ingestion and providers may become, in seconds, before a frame asks anew.
  static constexpr double kRunsFreshSecs = 10;

  [[nodiscard]] const AppState& state() const { return state_; }
  [[nodiscard]] const Route& route() const { return route_; }
  /// Grows with every change of state or route: what was built from them can be kept while it stays the same.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }

  /// Reads the address and this browser's settings, and asks for the portal's configuration.
  void Start();
  /// `now_secs` is wall time.
  void BeginFrame(double now_secs);
  /// Free when everything is there or under way. Does nothing while nobody is signed in.
  void Ensure(std::span<const Need> needs);
  void Apply(CommandQueue& queue);
  /// Seconds until Ensure has something to ask for again, if there is a time for that.
  [[nodiscard]] std::optional<double> SecsToNextRequest() const { return catalog_.SecsToNextRequest(now_secs_); }

  /// A link was followed.
  void FollowLink(std::string_view url);
  /// The address changed under us: back, forward, or by hand.
  void FollowAddress();

  // --- For the appliers
  void Show(const Route& route, bool replace);
  void SignIn(std::string_view provider);
  void SignOut();
  void ChangeSettings(const std::function<void(Settings&)>& change);
  void AskAgain(const Need& need);
  /// Does nothing while the answer to an earlier request under `key` is awaited.
  void AskApi(const std::string& key, const definitions::ApiRequest& request);
  /// Does nothing while the same is under way.
  void Act(const ServerCall& call);
  void ForgetAction(std::string_view key);

 private:
  void Touch() { ++revision_; }
  void TakeSettings(std::string_view text);
  void LoadEntity(const std::string& ref);
  void Read(const Need& need);
  void OutdateReads();
  void FinishAction(const ServerCall& call, Result<Json> answer);
  void TakeError(const Error& error);
  void RememberVisit();
  void ForgetChanged(const std::vector<catalog::Change>& changes);

  platform::Platform& machine_;
  net::ApiClient api_;
  AppState state_;
  Route route_;
  std::uint64_t revision_ = 0;
  std::string visited_;  // the entity whose page was remembered last
  double now_secs_ = 0;
  std::map<Need, double> read_at_secs_;
  SessionKeeper session_;
  CatalogSync catalog_;
};

}  // namespace callboard::store
