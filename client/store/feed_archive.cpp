#include "client/store/feed_archive.hpp"

#include <format>
#include <utility>

#include "shared/base/json.hpp"

namespace callboard::store {
namespace {

constexpr std::size_t kMostFeeds = 32;

std::size_t CountFromManifest(std::string_view manifest) {
  const auto json = ParseJson(manifest);
  if (!json) return 0;
  const Json* const feeds = FindMember(*json, "feeds");
  if (feeds == nullptr || !feeds->is_number_unsigned()) return 0;
  const auto count = feeds->get<std::size_t>();
  return count > kMostFeeds ? 0 : count;
}

}  // namespace

std::string FeedArchive::Key(std::string_view part) const {
  return std::format("catalog/{}/{}", user_ref_, part);
}

void FeedArchive::Open(std::string_view user_ref, std::function<void(std::vector<std::string>)> done) {
  user_ref_ = user_ref;
  auto reading = std::make_shared<Reading>();
  reading->done = std::move(done);
  blobs_.Get(Key("manifest"), [this, reading, generation = ++generation_](const std::string& manifest) {
    if (generation != generation_) return;
    reading->wanted = count_ = CountFromManifest(manifest);
    ReadNext(reading);
  });
}

void FeedArchive::ReadNext(std::shared_ptr<Reading> reading) {
  if (reading->feeds.size() == reading->wanted) return reading->done(std::move(reading->feeds));
  const std::string key = Key(std::to_string(reading->feeds.size()));
  blobs_.Get(key, [this, reading, generation = generation_](std::string feed) {
    if (generation != generation_) return;
    if (feed.empty()) {
      count_ = 0;
      return reading->done({});
    }
    reading->feeds.push_back(std::move(feed));
    ReadNext(reading);
  });
}

void FeedArchive::Append(std::string feed) {
  if (dropped_) return;
  if (count_ >= kMostFeeds) return Drop();
  blobs_.Put(Key(std::to_string(count_)), std::move(feed));
  ++count_;
  blobs_.Put(Key("manifest"), DumpJson({{"feeds", count_}}));
}

void FeedArchive::Drop() {
  Clear();
  dropped_ = true;
}

void FeedArchive::Clear() {
  dropped_ = false;
  ++generation_;
  blobs_.Remove(Key("manifest"));
  for (std::size_t i = 0; i < count_; ++i) blobs_.Remove(Key(std::to_string(i)));
  count_ = 0;
}

}  // namespace callboard::store
