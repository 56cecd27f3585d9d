#include "client/views/ingestion_page.hpp"

#include <gmock/gmock.h>

#include "client/views/view_harness.hpp"

namespace callboard::views {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using ui::Role;

constexpr std::string_view kReport = R"({"locations":[
 {"entityRef":"location:default/generated-a","location":"file:/a.yaml","type":"file","targets":["/a.yaml"],
  "parents":{"sources":["config"],"entities":[]},"isRunning":false,"lastRunAt":"2026-11-25T08:00:00.000Z",
  "nextRunAt":"2026-11-25T08:02:00.000Z","lastDurationMs":41,"entityCount":7,"rejectedCount":2,"problems":[]},
 {"entityRef":"location:default/generated-b","location":"url:https://b","type":"url","targets":["https://b"],
  "parents":{"sources":["registered"],"entities":[]},"registrationId":"id-1","isRunning":true,"lastDurationMs":0,
  "entityCount":0,"rejectedCount":0,"problems":[]},
 {"entityRef":"location:default/c","location":"file:/c.yaml","type":"","targets":[],
  "parents":{"sources":[],"entities":["location:default/generated-a"]},"isRunning":false,"lastDurationMs":0,"entityCount":0,
  "rejectedCount":0,"problems":[]}],
 "rejected":[
 {"entityRef":"component:default/bad","location":"file:/a.yaml","isShown":false,"problems":[
  {"message":"No owner","error":{"name":"InputError"},"source":{"location":"file:/a.yaml","line":12}}]},
 {"entityRef":"location:default/generated-a","location":"file:/a.yaml","isShown":true,"problems":[
  {"message":"another location owns it","error":{"name":"ConflictError"},"source":{"location":"file:/a.yaml","line":0}}]}],
 "rejectedTotal":2})";
constexpr std::string_view kProviders = R"({"items":[{"id":"github:acme","isRunning":false,
 "lastStartedAt":"2026-11-25T08:00:00Z","lastDurationMs":2300,"entityCount":12,"failures":1,"error":"Rate limit"}]})";

class IngestionHarness : public ViewHarness<IngestionPageData, IngestionPageLocal> {
 public:
  IngestionHarness() : ViewHarness("/ingestion", BuildIngestionPageData, DrawIngestionPage) {
    fixture().Frame(NeedsIngestionPage(fixture().store().route()));
  }
  /// Over a catalog that has one of the locations.
  void Answer() {
    fixture().Answer(kReport);
    fixture().Answer(kProviders);
    fixture().Answer(store::FeedOf(
        {Json{{"kind", "Location"}, {"metadata", {{"name", "generated-a"}}}, {"spec", Json::object()}}}, 12));
  }
};

TEST(IngestionPage, TellsOfEveryLocation) {
  IngestionHarness harness;
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Loading the locations"));
  harness.Answer();
  const IngestionPageData data = harness.Built();
  ASSERT_THAT(data.locations, SizeIs(3));
  EXPECT_EQ(data.locations[0].link.text, "/a.yaml");
  EXPECT_EQ(data.locations[0].origin, "Configuration");
  EXPECT_EQ(*data.locations[0].next_secs - *data.locations[0].last_secs, 120);
  EXPECT_EQ(data.locations[1].origin, "Registered");
  EXPECT_TRUE(data.locations[1].is_running);
  EXPECT_EQ(data.locations[2].link.text, "c");
  EXPECT_EQ(data.locations[2].origin, "/a.yaml") << "as the other row calls it";
  ASSERT_THAT(data.rejected, SizeIs(1));
  EXPECT_THAT(data.rejected[0].reasons, ElementsAre("No owner (file:/a.yaml, line 12)"));
  ASSERT_THAT(data.conflicts, SizeIs(1));
  EXPECT_EQ(data.conflicts[0].entity.ref, "location:default/generated-a");
  ASSERT_THAT(data.orphans, SizeIs(1));
  EXPECT_EQ(data.orphans[0].ref, "component:default/lonely");
  ASSERT_THAT(data.providers, SizeIs(1));
}

TEST(IngestionPage, ShowsItInTablesAndLists) {
  IngestionHarness harness;
  harness.Answer();
  const std::string tree = harness.Drawn().Tree();
  EXPECT_THAT(tree, HasSubstr("table \"Locations\""));
  EXPECT_THAT(tree, HasSubstr("41 ms"));
  EXPECT_THAT(tree, HasSubstr("Running now"));
  EXPECT_THAT(tree, HasSubstr("No owner (file:/a.yaml, line 12)"));
  EXPECT_THAT(tree, HasSubstr("Conflicts (1)"));
  EXPECT_THAT(tree, HasSubstr("Rate limit"));
}

TEST(IngestionPage, RefreshesALocationNow) {
  IngestionHarness harness;
  harness.Answer();
  harness.Drawn().Click(Role::Button, "Refresh /a.yaml");
  ASSERT_THAT(harness.fixture().fetcher().pending(), SizeIs(1));
  EXPECT_EQ(harness.fixture().fetcher().pending().front().request.body,
            R"({"entityRef":"location:default/generated-a"})");
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Reading /a.yaml"));
  harness.fixture().Answer("");
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("/a.yaml was read again"));
  harness.fixture().Frame(NeedsIngestionPage(harness.fixture().store().route()));
  EXPECT_THAT(harness.fixture().fetcher().pending(), SizeIs(3)) << "the catalog, the runs and the providers anew";
}

TEST(IngestionPage, FailureCanBeRetried) {
  IngestionHarness harness;
  harness.fixture().Answer(R"({"error":{"message":"The database cannot be reached"}})", 503);
  harness.fixture().Answer(kProviders);
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("The database cannot be reached"));
  harness.Drawn().Click(Role::Button, "Try again");
  harness.fixture().Frame(NeedsIngestionPage(harness.fixture().store().route()));
  EXPECT_EQ(harness.fixture().NextUrl(), "/api/catalog/ingestion");
}

}  // namespace
}  // namespace callboard::views
