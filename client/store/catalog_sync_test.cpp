#include "client/store/catalog_sync.hpp"

#include <gmock/gmock.h>

#include "client/store/fixture.hpp"

namespace callboard::store {
namespace {

const Needs kCatalog = {Need{}};

class CatalogSyncTest : public testing::Test {
 protected:
  CatalogSyncTest() { fixture_.Enter(); }

  const Remote<CatalogReplica>& Replica() { return fixture_.store().state().catalog; }
  /// Frames until a request waits or nothing happens any more.
  std::string NextRequest() {
    for (int i = 0; i < 5 && fixture_.NextUrl().empty(); ++i) fixture_.Frame(kCatalog);
    return fixture_.NextUrl();
  }

  StoreFixture fixture_{"/catalog"};
};

TEST_F(CatalogSyncTest, ShowsRowsWhileItLoads) {
  ASSERT_EQ(NextRequest(), "/api/catalog/feed?since=0");
  const std::string feed = FeedOf(FixtureEntities());
  const auto& listener = fixture_.fetcher().pending().front().listener;
  listener.on_head(200, {});
  listener.on_chunk(std::string_view(feed).substr(0, feed.size() / 2));
  EXPECT_TRUE(Replica().IsLoading());
  EXPECT_FALSE(Replica().value()->complete);
  EXPECT_GT(Replica().value()->index.Size(), 2U);
  EXPECT_EQ(Replica().value()->expected, FixtureEntities().size());
  listener.on_chunk(std::string_view(feed).substr(feed.size() / 2));
  listener.on_done();
  EXPECT_EQ(Replica().state(), RemoteState::Ready);
  EXPECT_TRUE(Replica().value()->complete);
  EXPECT_EQ(Replica().value()->index.Size(), FixtureEntities().size());
}

TEST_F(CatalogSyncTest, WaitsForNewsAtTheServer) {
  fixture_.LoadCatalog();
  ASSERT_EQ(NextRequest(), "/api/catalog/feed?since=12&wait=25");
  EXPECT_EQ(Replica().state(), RemoteState::Ready) << "a full list is not shown as loading";
  const std::uint64_t revision = fixture_.store().revision();
  fixture_.Advance(25);
  fixture_.Answer(EmptyFeed(12));
  EXPECT_EQ(NextRequest(), "/api/catalog/feed?since=12&wait=25");
  EXPECT_EQ(fixture_.store().revision(), revision) << "nothing is built anew";
  fixture_.Answer(
      "{\"feed\":1}\n{\"seq\":13,\"ref\":\"component:default/web\",\"removed\":true}\n{\"end\":true,\"version\":13}\n");
  EXPECT_EQ(Replica().value()->index.Size(), 11U);
  EXPECT_EQ(NextRequest(), "/api/catalog/feed?since=13&wait=25");
}

TEST_F(CatalogSyncTest, ComesBackLaterWhenTheServerHasTooManyWhoWait) {
  fixture_.LoadCatalog();
  NextRequest();
  fixture_.Answer(EmptyFeed(12));
  EXPECT_EQ(NextRequest(), "");
  EXPECT_NEAR(fixture_.store().SecsToNextRequest().value(), CatalogSync::kBusyPauseSecs, 0.1);
  fixture_.Advance(CatalogSync::kBusyPauseSecs + 1);
  EXPECT_EQ(NextRequest(), "/api/catalog/feed?since=12&wait=25");
}

TEST_F(CatalogSyncTest, CutFeedKeepsItsRowsAndGoesOn) {
  NextRequest();
  const std::string feed = FeedOf(FixtureEntities());
  fixture_.Answer(feed.substr(0, feed.rfind("{\"seq\":9")));
  EXPECT_EQ(Replica().state(), RemoteState::Failed);
  EXPECT_EQ(Replica().value()->index.Size(), 8U);
  EXPECT_EQ(NextRequest(), "");
  fixture_.Advance(CatalogSync::kRetrySecs + 0.1);
  EXPECT_EQ(NextRequest(), "/api/catalog/feed?since=7") << "the last commit may be incomplete";
  fixture_.Answer(feed);
  EXPECT_EQ(Replica().value()->index.Size(), 12U);
  EXPECT_EQ(Replica().state(), RemoteState::Ready);
}

TEST_F(CatalogSyncTest, NewsThatFailAreAskedForAgainMoreAndMoreSeldom) {
  fixture_.LoadCatalog();
  for (const double pause : {2.0, 4.0, 8.0, 16.0, 30.0, 30.0}) {
    ASSERT_NE(NextRequest(), "") << pause;
    fixture_.fetcher().FailNext({ErrorCode::Unavailable, "away", {}, nullptr});
    EXPECT_EQ(Replica().state(), RemoteState::Failed);
    EXPECT_EQ(Replica().value()->index.Size(), 12U) << "what was loaded stays";
    fixture_.Frame(kCatalog);
    EXPECT_NEAR(fixture_.store().SecsToNextRequest().value(), pause, 0.01);
    fixture_.Advance(pause + 0.1);
  }
  EXPECT_EQ(NextRequest(), "/api/catalog/feed?since=12") << "how things stand, at once";
  fixture_.Answer(EmptyFeed(12));
  EXPECT_EQ(Replica().state(), RemoteState::Ready);
}

TEST_F(CatalogSyncTest, ShorterLogMeansStartingAnew) {
  fixture_.LoadCatalog();
  NextRequest();
  fixture_.Answer(EmptyFeed(3));
  EXPECT_EQ(NextRequest(), "/api/catalog/feed?since=0");
  EXPECT_EQ(Replica().value()->index.Size(), 0U);
  fixture_.Answer(FeedOf({FixtureEntities()[0]}));
  EXPECT_EQ(Replica().value()->index.Size(), 1U);
}

/// A visit that finds what the visit before has kept.
class SecondVisit : public CatalogSyncTest {
 protected:
  void CopyBlob(StoreFixture& to, std::string_view key) {
    fixture_.blobs().Get(key, [&](std::string bytes) { to.blobs().Put(key, std::move(bytes)); });
  }
  void CopyArchive(StoreFixture& to) {
    CopyBlob(to, "catalog/user:default/alice/manifest");
    CopyBlob(to, "catalog/user:default/alice/0");
  }
};

TEST_F(SecondVisit, ReplaysAndAsksOnlyForNews) {
  fixture_.LoadCatalog();
  StoreFixture second("/catalog");
  CopyArchive(second);
  second.Enter();
  for (int i = 0; i < 4; ++i) second.Frame(kCatalog);
  EXPECT_EQ(second.NextUrl(), "/api/catalog/feed?since=12");
  EXPECT_EQ(IndexOf(second.store().state())->Size(), 12U);
  EXPECT_TRUE(IsCatalogComplete(second.store().state()));
  second.Answer(EmptyFeed(12));
  EXPECT_EQ(second.store().state().catalog.state(), RemoteState::Ready);
}

TEST_F(SecondVisit, DoesNotTrustADamagedCopy) {
  fixture_.LoadCatalog();
  StoreFixture second("/catalog");
  CopyArchive(second);
  second.blobs().Put("catalog/user:default/alice/0", "{\"feed\":1}\n{\"seq\":");
  second.Enter();
  for (int i = 0; i < 4; ++i) second.Frame(kCatalog);
  EXPECT_EQ(second.NextUrl(), "/api/catalog/feed?since=0");
}

TEST_F(SecondVisit, DoesNotTakeAPartForTheWhole) {
  fixture_.LoadCatalog();
  StoreFixture second("/catalog");
  CopyArchive(second);
  second.blobs().Put("catalog/user:default/alice/0", FeedOf({FixtureEntities()[0]}, 12));
  second.Enter();
  for (int i = 0; i < 4; ++i) second.Frame(kCatalog);
  EXPECT_EQ(second.NextUrl(), "/api/catalog/feed?since=0");
  EXPECT_FALSE(IsCatalogComplete(second.store().state()));
}

TEST_F(SecondVisit, KeepsNothingOfALoadThatWasCut) {
  const std::string feed = FeedOf(FixtureEntities());
  NextRequest();
  fixture_.Answer(feed.substr(0, feed.find("{\"seq\":9")));
  fixture_.Push(Retry{});
  NextRequest();
  const std::vector<Json> all = FixtureEntities();
  fixture_.Answer(FeedOf({all.begin() + 7, all.end()}, 7));
  StoreFixture second("/catalog");
  CopyArchive(second);
  second.Enter();
  for (int i = 0; i < 4; ++i) second.Frame(kCatalog);
  EXPECT_EQ(second.NextUrl(), "/api/catalog/feed?since=0");
}

TEST_F(SecondVisit, AMissingPartIsNoCopy) {
  fixture_.LoadCatalog();
  StoreFixture second("/catalog");
  CopyBlob(second, "catalog/user:default/alice/manifest");
  second.Enter();
  for (int i = 0; i < 4; ++i) second.Frame(kCatalog);
  EXPECT_EQ(second.NextUrl(), "/api/catalog/feed?since=0");
}

}  // namespace
}  // namespace callboard::store
