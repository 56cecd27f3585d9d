#pragma once
// Fills the browser's copy of the catalog: from what was kept, then from the feed, and then from what changed since.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/net/api_client.hpp"
#include "client/net/feed_parser.hpp"
#include "client/store/app_state.hpp"
#include "client/store/feed_archive.hpp"

namespace callboard::store {

/// `on_changes` comes before the changes are applied, `on_touched` after anything that a view could show, `on_failed`
/// for errors of the server. `wake` asks for another frame.
struct CatalogSyncEvents {
  std::function<void(const std::vector<catalog::Change>&)> on_changes;
  std::function<void()> on_touched;
  std::function<void(const Error&)> on_failed;
  std::function<void()> wake;
};

class CatalogSync {
 public:
  /// How long the server may keep a request for news waiting.
  static constexpr int kWaitSecs = 25;
  /// The pause after an answer that had no news and did not wait for any: the server has too many who wait.
  static constexpr double kBusyPauseSecs = 15;
  /// The pause after a failure; each further one doubles it, up to the longest.
  static constexpr double kRetrySecs = 2;
  static constexpr double kLongestRetrySecs = 30;

  /// All references outlive the sync.
  CatalogSync(net::ApiClient& api, platform::BlobStore& blobs, Remote<CatalogReplica>& replica,
              CatalogSyncEvents events);

  /// Starts or goes on with whatever is next; free when there is nothing to do. Called every frame that needs the
  /// catalog.
  void Ensure(double now_secs, std::string_view user_ref);
  /// Seconds from `now_secs` until Ensure will ask again; nothing while an answer is under way.
  [[nodiscard]] std::optional<double> SecsToNextRequest(double now_secs) const;
  /// The next frame asks for what changed, however new the copy is.
  void FollowNow() {
    pause_secs_ = 0;
    if (next_request_secs_) next_request_secs_ = now_secs_;
  }
  /// Forgets everything, on this machine too. Calls under way must have been cancelled.
  void Clear();

 private:
  enum class Phase : std::uint8_t { Closed, Opening, Replaying, Resting, Following };

  void Open(std::string_view user_ref);
  void ReplaySlice();
  void FinishReplayedFeed();
  [[nodiscard]] bool WantsFollowing();
  void Follow();
  void StartAnew();
  void TakePiece(net::FeedPiece& piece);
  void EndFeed(Status end);
  void FailFeed(const Error& error);
  void Rest(double pause_secs);

  net::ApiClient& api_;
  Remote<CatalogReplica>& replica_;
  CatalogSyncEvents events_;
  FeedArchive archive_;
  Phase phase_ = Phase::Closed;
  double now_secs_ = 0;
  double asked_at_secs_ = 0;
  bool asked_to_wait_ = false;
  double pause_secs_ = 0;                    // of the rest that is on
  std::optional<double> next_request_secs_;  // known once a frame has come after the last answer
  int failures_ = 0;                         // since the last answer
  std::vector<std::string> kept_;
  std::size_t kept_index_ = 0;
  std::size_t kept_offset_ = 0;
  net::FeedParser replay_;
  std::string received_bytes_;
  Status apply_status_;
  std::uint64_t since_ = 0;     // everything up to here was received
  std::uint64_t last_seq_ = 0;  // of the rows of this feed
  std::uint64_t end_version_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace callboard::store
