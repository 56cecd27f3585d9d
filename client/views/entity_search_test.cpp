#include "client/views/entity_search.hpp"

#include <gmock/gmock.h>

#include "client/store/fixture.hpp"

namespace callboard::views {
namespace {

using testing::ElementsAre;

class EntitySearchTest : public testing::Test {
 protected:
  EntitySearchTest() {
    fixture_.Enter();
    fixture_.LoadCatalog();
  }

  std::vector<std::string> Search(std::string_view text, std::string_view kind = store::kAnyKind,
                                  std::size_t limit = 10) {
    const catalog::Index& index = *store::IndexOf(fixture_.store().state());
    const SearchMatches matches = SearchEntities(index, text, kind, limit);
    total_ = matches.total;
    std::vector<std::string> refs;
    for (const catalog::EntityId id : matches.best) refs.push_back(index.Ref(id));
    return refs;
  }

  store::StoreFixture fixture_{"/search"};
  std::size_t total_ = 0;
};

TEST_F(EntitySearchTest, NamesComeBeforeTitlesAndTheseBeforeTheRest) {
  // "alice" is in a name, "Alice" in a display name; "pets" begins two names and is a tag.
  EXPECT_THAT(Search("pets"), ElementsAre("api:default/petstore", "component:default/petstore"));
  EXPECT_THAT(Search("shop"), ElementsAre("system:default/shop"));
  EXPECT_THAT(Search("a"), testing::Contains("user:default/alice"));
  EXPECT_EQ(Search("a").front(), "user:default/alice") << "its name begins with it";
  EXPECT_THAT(Search("sells"), ElementsAre("component:default/petstore")) << "in the description";
}

TEST_F(EntitySearchTest, KindAndLimitNarrowIt) {
  EXPECT_THAT(Search("pets", "api"), ElementsAre("api:default/petstore"));
  EXPECT_THAT(Search("", store::kAnyKind, 3), testing::SizeIs(3));
  EXPECT_EQ(total_, 12U);
  EXPECT_THAT(Search("no such thing"), testing::IsEmpty());
}

}  // namespace
}  // namespace callboard::views
