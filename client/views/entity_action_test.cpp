// Refreshing and unregistering on the page of an entity.

#include <gmock/gmock.h>

#include "client/views/entity_page.hpp"
#include "client/views/view_harness.hpp"

namespace callboard::views {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using ui::Role;

constexpr std::string_view kPetstore = "/catalog/default/component/petstore";
constexpr std::string_view kRegistered = R"({"id":"id-1","type":"url","target":"https://git.example.org/all.yaml"})";

class PageHarness : public ViewHarness<EntityPageData, EntityPageLocal> {
 public:
  explicit PageHarness(std::string_view url = kPetstore)
      : ViewHarness(std::string(url), BuildEntityPageData, DrawEntityPage) {}

  /// Says of these entities that they come from all.yaml.
  void Locate(std::initializer_list<std::size_t> entities) {
    std::vector<Json> changed;
    for (const std::size_t each : entities) {
      Json entity = store::FixtureEntities()[each];
      entity["metadata"]["annotations"]["backstage.io/managed-by-origin-location"] =
          "url:https://git.example.org/all.yaml";
      changed.push_back(std::move(entity));
    }
    fixture().Frame({store::Need{}});
    fixture().Answer(store::FeedOf(changed, 12));
  }

  void OpenUnregister() {
    Drawn().Click(Role::Button, "More actions");
    Drawn().Click(Role::MenuItem, "Unregister entity");
    Drawn().Settle();
  }
};

TEST(EntityActions, RefreshSaysWhatHappened) {
  PageHarness harness;
  harness.Drawn().Click(Role::Button, "Schedule refresh");
  ASSERT_THAT(harness.fixture().fetcher().pending(), SizeIs(1));
  EXPECT_EQ(harness.fixture().NextUrl(), "/api/catalog/refresh");
  EXPECT_TRUE(harness.Drawn().Get(Role::Button, "Schedule refresh").states & ui::kDisabled);
  harness.fixture().Answer("");
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("The sources of this entity were read again"));
}

TEST(EntityActions, RefusedRefreshSaysWhatToDo) {
  PageHarness harness;
  harness.Drawn().Click(Role::Button, "Schedule refresh");
  ASSERT_TRUE(harness.fixture().fetcher().Answer(403, {{"x-request-id", "r-17"}}, R"({"error":{"message":"No"}})"));
  const std::string tree = harness.Drawn().Tree();
  EXPECT_THAT(tree, HasSubstr("The entity could not be refreshed"));
  EXPECT_THAT(tree, HasSubstr("do not allow this"));
  EXPECT_THAT(tree, HasSubstr("r-17"));
}

TEST(EntityActions, UnregisterShowsWhatGoesToo) {
  PageHarness harness;
  harness.Locate({0, 1, 3});
  harness.OpenUnregister();
  EXPECT_EQ(harness.fixture().NextUrl(), "/api/catalog/locations/by-entity/component/default/petstore");
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Looking up where the entity comes from"));
  harness.fixture().Answer(kRegistered);
  const UnregisterData data = harness.Built().unregister;
  EXPECT_EQ(data.origin, EntityOrigin::Registered);
  EXPECT_EQ(data.also_total, 2U);
  const std::string tree = harness.Drawn().Tree();
  EXPECT_THAT(tree, HasSubstr("2 other entities go with it:"));
  EXPECT_THAT(tree, HasSubstr("https://git.example.org/all.yaml"));
  harness.Drawn().Click(Role::Button, "Unregister location");
  ASSERT_THAT(harness.fixture().fetcher().pending(), SizeIs(1));
  EXPECT_EQ(harness.fixture().fetcher().pending().front().request.method, "DELETE");
  EXPECT_EQ(harness.fixture().NextUrl(), "/api/catalog/locations/id-1");
  harness.fixture().Answer("", 204);
  EXPECT_THAT(harness.Drawn().announcement(), HasSubstr("Pet store was unregistered with its location"));
  EXPECT_EQ(harness.fixture().Url(), "/catalog");
}

TEST(EntityActions, OrphansAreDeleted) {
  PageHarness harness("/catalog/default/component/lonely");
  harness.OpenUnregister();
  harness.fixture().Answer(R"({"error":{"message":"None"}})", 404);
  EXPECT_EQ(harness.Built().unregister.origin, EntityOrigin::Orphan);
  EXPECT_FALSE(harness.Drawn().Has(Role::Button, "Unregister location"));
  harness.Drawn().Click(Role::Button, "Delete entity");
  EXPECT_EQ(harness.fixture().NextUrl(), "/api/catalog/entities/by-uid/uid-component%3Adefault%2Flonely");
}

TEST(EntityActions, WhatTheConfigurationBringsComesBack) {
  PageHarness harness;
  harness.Locate({0});
  harness.OpenUnregister();
  harness.fixture().Answer(R"({"error":{"message":"None"}})", 404);
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("it comes back when that location is read next"));
  harness.Drawn().Click(Role::Button, "Delete entity");
  harness.fixture().Answer(R"({"error":{"message":"The database cannot be reached"}})", 503);
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("The entity could not be deleted"));
  harness.Drawn().Click(Role::Button, "Cancel");
  EXPECT_THAT(harness.Drawn().Tree(), Not(HasSubstr("Unregister entity\"")));
  EXPECT_EQ(harness.fixture().Url(), kPetstore);
}

TEST(EntityActions, LinkIsCopiedWhole) {
  PageHarness harness;
  harness.Drawn().Click(Role::Button, "Copy link");
  EXPECT_EQ(harness.Drawn().copied(), "https://portal.example.org/catalog/default/component/petstore");
}

}  // namespace
}  // namespace callboard::views
