#pragma once
// The catalog's feed: one JSON object a line, as it trickles in.
//
//   {"feed":1,"from":N,"version":V,"total":T}
//   {"seq":12,"ref":"component:default/x","uid":"…","etag":"…","entity":{…},"relations":[[source,type,target],…],
//    "parents":["…"]}
//   {"seq":13,"ref":"component:default/y","removed":true}
//   {"end":true,"version":V}

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/catalog/index.hpp"

namespace callboard::net {

/// `total` is about how many entities there are, for a progress bar.
struct FeedHead {
  std::uint64_t from = 0;
  std::uint64_t version = 0;
  std::size_t total = 0;
};

/// What the lines that ended in some stretch of bytes say. `end` is the version that the feed has led to.
struct FeedPiece {
  std::optional<FeedHead> head;
  std::vector<catalog::Change> changes;
  std::optional<std::uint64_t> end;
};

class FeedParser {
 public:
  /// Adds to `piece` the lines that are whole now. InvalidInput names the line that cannot be read; those before it are
  /// in `piece`.
  [[nodiscard]] Status Read(std::string_view bytes, FeedPiece& piece);

  /// Unavailable unless the end line was read: what came is sound, but not all there is.
  [[nodiscard]] Status Finish() const;

 private:
  [[nodiscard]] Status ReadLine(std::string_view line, FeedPiece& piece);

  std::string partial_;
  std::size_t line_number_ = 0;
  bool begun_ = false;
  bool ended_ = false;
};

}  // namespace callboard::net
