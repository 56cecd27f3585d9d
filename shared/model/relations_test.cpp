#include "shared/model/relations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callboard::model {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Entity Make(std::string_view kind, Json spec) {
  return {{{"kind", kind}, {"metadata", {{"name", "A"}, {"namespace", "ns"}}}, {"spec", std::move(spec)}}};
}

TEST(RelationsTest, BothDirectionsWithDefaultsFromTheEntity) {
  const auto emitted = RelationsOf(Make("Component", {{"owner", "Team"}, {"dependsOn", {"resource:default/db"}}}));
  EXPECT_THAT(emitted.relations, ElementsAre(Relation{"dependsOn", "dependencyOf", "resource:default/db"},
                                             Relation{"ownedBy", "ownerOf", "group:ns/team"}));
  EXPECT_THAT(emitted.problems, IsEmpty());
}

TEST(RelationsTest, ARefWithoutKindIsAProblemAndTheOthersStay) {
  const auto emitted = RelationsOf(Make("Component", {{"owner", "user:bob"}, {"dependsOn", {"db"}}}));
  EXPECT_EQ(emitted.relations.size(), 1U);
  ASSERT_EQ(emitted.problems.size(), 1U);
  EXPECT_EQ(emitted.problems[0].path, "/spec/dependsOn/0");
}

TEST(RelationsTest, RepeatedRefsAreOneRelation) {
  EXPECT_EQ(RelationsOf(Make("User", {{"memberOf", {"x", "X", "group:ns/x"}}})).relations.size(), 1U);
}

TEST(RelationsTest, ListsOfRefsAreSortedAndOtherListsStay) {
  Entity entity =
      Make("Component", {{"dependsOn", {"resource:b", "component:a"}}, {"memberOf", {"b", 1}}, {"tags", {"b", "a"}}});
  SortRefLists(entity);
  EXPECT_EQ(entity.document["spec"],
            Json({{"dependsOn", {"component:a", "resource:b"}}, {"memberOf", {"b", 1}}, {"tags", {"b", "a"}}}));
}

}  // namespace
}  // namespace callboard::model
