#include "client/views/entity_history.hpp"

#include <gmock/gmock.h>

#include "client/views/entity_page.hpp"
#include "client/views/view_harness.hpp"

namespace callboard::views {
namespace {

using testing::HasSubstr;

constexpr std::string_view kAnswer = R"({"entityRef":"component:default/petstore","createdAt":"2026-11-20T08:00:00Z",
 "updatedAt":"2026-11-25T08:00:00Z","pageInfo":{},"items":[
 {"at":"2026-11-25T08:00:00Z","action":"updated","entityRef":"component:default/petstore",
  "actor":"url:https://git.example.org/petstore/catalog-info.yaml","changes":[
   {"path":"/spec/owner","before":"team-b","after":"team-a"},
   {"path":"/metadata/tags","added":["pets"],"removed":[]},
   {"path":"/metadata/annotations/a.b~1c","before":"x"},{"more":7}]},
 {"at":"2026-11-24T08:00:00Z","action":"deleted","entityRef":"component:default/petstore","actor":"user:default/alice"},
 {"at":"2026-11-20T08:00:00Z","action":"created","entityRef":"component:default/petstore","actor":"push:ci","subject":"external:ci"},
 {"at":"nonsense","action":"created"}]})";

class HistoryHarness : public ViewHarness<EntityPageData, EntityPageLocal> {
 public:
  HistoryHarness() : ViewHarness("/catalog/default/component/petstore/history", BuildEntityPageData, DrawEntityPage) {
    fixture().Frame({NeedsEntityPage(fixture().store().route())[2]});
  }
  [[nodiscard]] EntityHistory History() { return std::get<EntityHistory>(Built().panel); }
};

TEST(EntityHistory, SaysWhoChangedWhichField) {
  HistoryHarness harness;
  EXPECT_TRUE(harness.History().is_loading);
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Loading the history"));
  harness.fixture().Answer(kAnswer);
  const EntityHistory history = harness.History();
  ASSERT_EQ(history.changes.size(), 3U) << "what cannot be read is left out";
  const CatalogChange& update = history.changes[0];
  EXPECT_EQ(update.actor_href, "https://git.example.org/petstore/catalog-info.yaml");
  ASSERT_EQ(update.fields.size(), 3U);
  EXPECT_EQ(update.fields[0].path, "spec.owner");
  EXPECT_EQ(update.fields[0].before, "team-b");
  EXPECT_EQ(update.fields[0].after, "team-a");
  EXPECT_EQ(update.fields[1].after, "pets");
  EXPECT_EQ(update.fields[2].path, "metadata.annotations.a.b/c");
  EXPECT_EQ(update.more_fields, 7U);
  EXPECT_EQ(history.changes[1].actor, "Alice Liddell");
  EXPECT_EQ(history.changes[1].actor_href, "/catalog/default/user/alice");
  EXPECT_EQ(history.changes[2].actor, "ci (pushed by external:ci)");
  const std::string tree = harness.Drawn().Tree();
  EXPECT_THAT(tree, HasSubstr("team-b → team-a"));
  EXPECT_THAT(tree, HasSubstr("added: pets"));
  EXPECT_THAT(tree, HasSubstr("removed: x"));
  EXPECT_THAT(tree, HasSubstr("list \"Changes\""));
}

TEST(EntityHistory, FailureCanBeRetried) {
  HistoryHarness harness;
  harness.fixture().Answer(R"({"error":{"message":"The database cannot be reached"}})", 503);
  EXPECT_EQ(harness.History().error, "The database cannot be reached");
  harness.Drawn().Click(ui::Role::Button, "Try again");
  harness.fixture().Frame({NeedsEntityPage(harness.fixture().store().route())[2]});
  EXPECT_THAT(harness.fixture().fetcher().pending(), testing::SizeIs(1));
}

}  // namespace
}  // namespace callboard::views
