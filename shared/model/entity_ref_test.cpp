#include "shared/model/entity_ref.hpp"

#include <gtest/gtest.h>

namespace callboard::model {
namespace {

struct Case {
  std::string_view text;
  RefContext context;
  std::string_view canonical;  // "" when the text is refused
};

class ParseEntityRefTest : public testing::TestWithParam<Case> {};

TEST_P(ParseEntityRefTest, GivesTheCanonicalTextOrAnError) {
  const auto ref = ParseEntityRef(GetParam().text, GetParam().context);
  ASSERT_EQ(ref.has_value(), !GetParam().canonical.empty()) << GetParam().text;
  if (ref) {
    EXPECT_EQ(CanonicalRef(*ref), GetParam().canonical);
  } else {
    EXPECT_EQ(ref.error().code, ErrorCode::InvalidInput);
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, ParseEntityRefTest,
                         testing::Values(Case{"Component:default/Billing", {}, "component:default/billing"},
                                         Case{"component:billing", {}, "component:default/billing"},
                                         Case{"team-a", {.kind = "Group"}, "group:default/team-a"},
                                         Case{"ops/team-a", {.kind = "Group", .name_space = "x"}, "group:ops/team-a"},
                                         Case{"team-a", {.kind = "Group", .name_space = "X"}, "group:x/team-a"},
                                         Case{"team-a", {}, ""}, Case{"", {.kind = "Group"}, ""}, Case{":a", {}, ""},
                                         Case{"component:/a", {}, ""}, Case{"component:a/", {}, ""},
                                         Case{"component:a/b/c", {}, "component:a/b/c"},
                                         Case{"a:b:c", {}, "a:default/b:c"}));

TEST(EntityRefTest, HumanTextLeavesOutWhatTheContextSays) {
  const EntityRef ref{"Component", "default", "Billing"};
  EXPECT_EQ(HumanRef(ref, {.kind = "component"}), "Billing");
  EXPECT_EQ(HumanRef(ref), "Component:Billing");
  EXPECT_EQ(HumanRef(ref, {.kind = "", .name_space = "ops"}), "Component:default/Billing");
}

}  // namespace
}  // namespace callboard::model
