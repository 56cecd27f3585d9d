#include "shared/model/entity.hpp"

#include <gtest/gtest.h>

namespace callboard::model {
namespace {

TEST(EntityTest, AccessorsReadTheDocument) {
  Entity entity{{{"kind", "Component"},
                 {"metadata", {{"name", "Billing"}, {"annotations", {{"a/b", "c"}}}}},
                 {"spec", {{"owner", "team-a"}}}}};
  EXPECT_EQ(Namespace(entity), "default");
  EXPECT_EQ(RefText(entity), "component:default/billing");
  EXPECT_EQ(Annotation(entity, "a/b"), "c");
  EXPECT_EQ(SpecString(entity, "owner"), "team-a");
  SetAnnotation(entity, "x", "y");
  EXPECT_EQ(Annotation(entity, "x"), "y");
}

TEST(EntityTest, DisplayNamePrefersProfileThenTitleThenName) {
  Entity entity{{{"metadata", {{"name", "alice"}}}}};
  EXPECT_EQ(DisplayName(entity), "alice");
  entity.document["metadata"]["title"] = "Alice A.";
  EXPECT_EQ(DisplayName(entity), "Alice A.");
  entity.document["spec"]["profile"]["displayName"] = "Alice Anders";
  EXPECT_EQ(DisplayName(entity), "Alice Anders");
}

TEST(EntityTest, AccessorsOfAnythingElseAreEmpty) {
  const Entity entity{Json::array({1, 2})};
  EXPECT_EQ(Kind(entity), "");
  EXPECT_EQ(Annotation(entity, "a"), "");
}

}  // namespace
}  // namespace callboard::model
