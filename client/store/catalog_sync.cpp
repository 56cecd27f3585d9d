#include "client/store/catalog_sync.hpp"

#include <algorithm>
#include <utility>

namespace callboard::store {
namespace {

/// Kept feeds are read in pieces of this many bytes, so that a frame stays short.
constexpr std::size_t kSliceBytes = std::size_t{256} * 1024;

}  // namespace

CatalogSync::CatalogSync(net::ApiClient& api, platform::BlobStore& blobs, Remote<CatalogReplica>& replica,
                         CatalogSyncEvents events)
    : api_(api), replica_(replica), events_(std::move(events)), archive_(blobs) {}

void CatalogSync::Ensure(double now_secs, std::string_view user_ref) {
  now_secs_ = now_secs;
  if (phase_ == Phase::Closed && replica_.state() == RemoteState::Idle) Open(user_ref);
  if (phase_ == Phase::Replaying) ReplaySlice();
  if (phase_ == Phase::Resting && WantsFollowing()) Follow();
}

void CatalogSync::Open(std::string_view user_ref) {
  phase_ = Phase::Opening;
  replica_.Begin();
  replica_.Emplace({});
  archive_.Open(user_ref, [this](std::vector<std::string> kept) {
    kept_ = std::move(kept);
    kept_index_ = kept_offset_ = 0;
    phase_ = Phase::Replaying;
    events_.wake();
  });
  events_.on_touched();
}

void CatalogSync::ReplaySlice() {
  if (kept_index_ == kept_.size()) {
    kept_.clear();
    return Follow();
  }
  const std::string_view feed = kept_[kept_index_];
  const std::string_view slice = feed.substr(kept_offset_, kSliceBytes);
  net::FeedPiece piece;
  const Status read = replay_.Read(slice, piece);
  // What was kept is only a copy: when it is damaged or has a gap, the server has it all.
  if (!read || (piece.head && piece.head->from != since_)) return StartAnew();
  TakePiece(piece);
  kept_offset_ += slice.size();
  if (!apply_status_) return StartAnew();
  if (kept_offset_ == feed.size()) FinishReplayedFeed();
  events_.on_touched();
  events_.wake();
}

void CatalogSync::FinishReplayedFeed() {
  if (!std::exchange(replay_, {}).Finish()) return StartAnew();
  since_ = end_version_;
  kept_[kept_index_].clear();
  kept_offset_ = 0;
  ++kept_index_;
  replica_.value()->complete = true;
}

/// The time of an answer is not known, only that of the first frame after it.
bool CatalogSync::WantsFollowing() {
  if (!next_request_secs_) {
    const bool was_not_kept = asked_to_wait_ && rows_ == 0 && failures_ == 0 && now_secs_ - asked_at_secs_ < 1;
    if (failures_ == 0) replica_.value()->current_at_secs = now_secs_;
    next_request_secs_ = now_secs_ + (was_not_kept ? kBusyPauseSecs : pause_secs_);
  }
  return replica_.state() == RemoteState::Idle || now_secs_ >= *next_request_secs_;
}

std::optional<double> CatalogSync::SecsToNextRequest(double now_secs) const {
  if (phase_ != Phase::Resting) return std::nullopt;
  return next_request_secs_ ? std::max(0.0, *next_request_secs_ - now_secs) : 0.0;
}

void CatalogSync::Follow() {
  phase_ = Phase::Following;
  asked_at_secs_ = now_secs_;
  received_bytes_.clear();
  apply_status_ = {};
  last_seq_ = end_version_ = 0;
  rows_ = 0;
  // Only an up-to-date copy waits for news; any other wants to know at once how things stand.
  asked_to_wait_ = replica_.value()->complete && replica_.state() == RemoteState::Ready;
  if (!replica_.value()->complete || replica_.state() == RemoteState::Idle) {
    replica_.Begin();
    events_.on_touched();
  }
  api_.FollowFeed(since_, asked_to_wait_ ? kWaitSecs : 0,
                  {.on_piece =
                       [this](net::FeedPiece piece, std::string_view bytes) {
                         received_bytes_ += bytes;
                         const bool has_news = !piece.changes.empty();
                         TakePiece(piece);
                         if (has_news) events_.on_touched();
                       },
                   .on_end = [this](Status end) { EndFeed(std::move(end)); }});
}

void CatalogSync::StartAnew() {
  archive_.Clear();
  kept_.clear();
  replay_ = {};
  since_ = 0;
  replica_.Emplace({});
  Follow();
}

void CatalogSync::TakePiece(net::FeedPiece& piece) {
  CatalogReplica& replica = *replica_.value();
  if (piece.head) {
    replica.expected = piece.head->total;
    replica.received = 0;
  }
  if (piece.end) end_version_ = *piece.end;
  if (piece.changes.empty()) return;
  replica.received += piece.changes.size();
  rows_ += piece.changes.size();
  last_seq_ = piece.changes.back().record.change_seq;
  events_.on_changes(piece.changes);
  if (apply_status_) apply_status_ = replica.index.Apply(std::move(piece.changes));
}

void CatalogSync::EndFeed(Status end) {
  if (end && !apply_status_) end = std::unexpected(apply_status_.error());
  if (!end) return FailFeed(end.error());
  // The log is shorter than what was read of it: another log, so nothing of the copy can be trusted.
  if (end_version_ < since_) return StartAnew();
  since_ = end_version_;
  failures_ = 0;
  if (rows_ > 0) archive_.Append(std::exchange(received_bytes_, {}));
  if (!replica_.value()->complete || replica_.state() != RemoteState::Ready) {
    replica_.value()->complete = true;
    replica_.Finish();
    events_.on_touched();
  }
  Rest(0);
}

void CatalogSync::FailFeed(const Error& error) {
  // All rows of one commit share its number, and some of the last commit's may be missing.
  if (last_seq_ > 0) {
    since_ = std::max(since_, last_seq_ - 1);
    archive_.Drop();
  }
  replica_.Fail(error);
  Rest(std::min(kLongestRetrySecs, kRetrySecs * static_cast<double>(1U << std::min(failures_++, 10))));
  events_.on_touched();
  events_.on_failed(error);
}

void CatalogSync::Rest(double pause_secs) {
  received_bytes_ = {};
  pause_secs_ = pause_secs;
  next_request_secs_.reset();
  phase_ = Phase::Resting;
  events_.wake();
}

void CatalogSync::Clear() {
  archive_.Clear();
  kept_.clear();
  replay_ = {};
  received_bytes_ = {};
  since_ = 0;
  replica_ = {};
  phase_ = Phase::Closed;
}

}  // namespace callboard::store
