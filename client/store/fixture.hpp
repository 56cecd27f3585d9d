#pragma once
// For tests: a machine in memory with a clock that the test sets, and a small organisation to look at.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/platform/native_platform.hpp"
#include "client/store/store.hpp"

namespace callboard::store {

/// Two teams in one company, three components, two APIs, a resource, a system, a domain and a user, who is in team-a.
/// "petstore" depends on a component that does not exist, "lonely" is an orphan with an error.
[[nodiscard]] std::vector<Json> FixtureEntities();

/// The feed that brings `entities`, with sequence numbers after `since`.
[[nodiscard]] std::string FeedOf(const std::vector<Json>& entities, std::uint64_t since = 0);
/// A feed without news.
[[nodiscard]] std::string EmptyFeed(std::uint64_t version);

/// A store on a machine in memory.
class StoreFixture {
 public:
  explicit StoreFixture(std::string url = "/");

  [[nodiscard]] Store& store() { return store_; }
  [[nodiscard]] platform::MemoryFetcher& fetcher() { return *fetcher_; }
  [[nodiscard]] platform::BlobStore& blobs() { return *machine_.blobs; }
  [[nodiscard]] std::string Url() const { return machine_.history->Url(); }
  /// What the oldest request that waits for an answer asks for; "" when none waits. One that waits for news of the
  /// catalog comes last: it is nearly always there.
  [[nodiscard]] std::string NextUrl() const;

  void Advance(double secs) { now_secs_ += secs; }
  void Push(Command command);
  /// One frame of a screen with these needs.
  void Frame(const Needs& needs = {});
  /// Answers the request of NextUrl.
  void Answer(std::string_view body, int status = 200);
  /// The request of NextUrl gets no answer.
  void Fail(Error error);

  /// Starts, enters as alice and answers the portal's configuration.
  void Enter();
  /// After Enter: loads the whole fixture.
  void LoadCatalog();
  void Show(std::string_view url);

 private:
  [[nodiscard]] std::size_t Next() const;

  double now_secs_ = 1'000'000;
  platform::MemoryFetcher* fetcher_ = nullptr;
  platform::Platform machine_;
  Store store_;
};

}  // namespace callboard::store
