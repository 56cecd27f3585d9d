#pragma once
// Feeds that were read to their end, kept in the browser: the next visit replays them and asks only for what came
// after.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/platform/platform.hpp"

namespace callboard::store {

class FeedArchive {
 public:
  /// `blobs` outlives the archive.
  explicit FeedArchive(platform::BlobStore& blobs) : blobs_(blobs) {}

  /// Reads what is kept for `user_ref`, who may see a catalog of their own. `done` gets the feeds in the order in which
  /// they came, none when anything is missing; it is not called after Clear.
  void Open(std::string_view user_ref, std::function<void(std::vector<std::string>)> done);
  /// Keeps one more feed, which begins where the last one ended. A long chain is dropped instead: reading everything
  /// anew is then cheaper.
  void Append(std::string feed);
  /// The next feeds would have a gap before them: keeps nothing more until Clear or the next visit.
  void Drop();
  void Clear();

 private:
  struct Reading {
    std::size_t wanted = 0;
    std::vector<std::string> feeds;
    std::function<void(std::vector<std::string>)> done;
  };

  [[nodiscard]] std::string Key(std::string_view part) const;
  void ReadNext(std::shared_ptr<Reading> reading);

  platform::BlobStore& blobs_;
  std::string user_ref_;
  std::size_t count_ = 0;
  bool dropped_ = false;
  std::uint64_t generation_ = 0;
};

}  // namespace callboard::store
