#include "client/views/home_page.hpp"

#include <gmock/gmock.h>

#include "client/views/view_harness.hpp"

namespace callboard::views {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using ui::Role;

class HomeHarness : public ViewHarness<HomePageData, HomePageLocal> {
 public:
  explicit HomeHarness(bool load = true) : ViewHarness("/", BuildHomePageData, DrawHomePage, load) {}
};

std::vector<std::string> Texts(const std::vector<HomeEntity>& entities) {
  std::vector<std::string> texts;
  for (const HomeEntity& entity : entities) texts.push_back(entity.link.text);
  return texts;
}

TEST(HomePage, ShowsWhatIsOnesOwn) {
  HomeHarness harness;
  const HomePageData data = harness.Built();
  EXPECT_EQ(data.greeting, "Welcome, Alice");
  // Alice's own, and those of team-a, of which she is a member.
  EXPECT_EQ(data.owned_count, 5U);
  EXPECT_THAT(Texts(data.owned), ElementsAre("db", "lonely", "petstore", "Pet store", "The shop"));
  std::vector<std::string> kinds;
  for (const OwnedKind& kind : data.owned_kinds) kinds.push_back(kind.label);
  EXPECT_THAT(kinds, ElementsAre("1 API", "2 components", "1 resource", "1 system"));
  EXPECT_EQ(data.owned_kinds[1].href, "/catalog?filters[kind]=component&filters[user]=owned");
}

TEST(HomePage, RemembersStarsAndVisits) {
  HomeHarness harness;
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Press the star of an entity"));
  harness.fixture().Push(store::ToggleStar{"system:default/shop"});
  for (const char* const url :
       {"/catalog/default/api/payments", "/catalog/default/component/web", "/catalog/x/y/nothing"}) {
    harness.fixture().Show(url);
    harness.fixture().Frame();
  }
  harness.fixture().Show("/");
  EXPECT_THAT(Texts(harness.Built().starred), ElementsAre("The shop"));
  EXPECT_THAT(Texts(harness.Built().visited), ElementsAre("web", "payments")) << "what does not exist was not visited";
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("link \"The shop\" -> /catalog/default/system/shop"));
}

TEST(HomePage, LinksToWhatTheConfigurationNames) {
  HomeHarness harness;
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("link \"Wiki\" -> https://wiki.example.org"));
}

TEST(HomePage, TellsWhatChangedLately) {
  HomeHarness harness;
  harness.fixture().Frame(NeedsHomePage(harness.fixture().store().route()));
  ASSERT_TRUE(harness.fixture().NextUrl().starts_with("/api/catalog/history"));
  harness.fixture().Answer(
      R"({"items":[{"entityRef":"component:default/web","at":"2026-11-25T08:00:00Z","action":"updated","actor":"user:default/alice","changes":[]}],"pageInfo":{}})");
  ASSERT_EQ(harness.Built().changes.size(), 1U);
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Changed lately"));
}

TEST(HomePage, SearchGoesToItsPage) {
  HomeHarness harness;
  harness.Drawn().Fill(Role::SearchField, "Search everything", "pets");
  harness.Drawn().Submit(Role::SearchField, "Search everything");
  EXPECT_EQ(harness.fixture().Url(), "/search?query=pets");
}

TEST(HomePage, SaysThatItLoads) {
  HomeHarness harness(false);
  EXPECT_THAT(harness.Built().owned, IsEmpty());
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Loading what you own"));
}

}  // namespace
}  // namespace callboard::views
