#include "functions/kit/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callboard::kit {
namespace {

using testing::ElementsAre;

constexpr api::RouteRecord kRecords[] = {
    {"Rest", "GET", "/files/{path...}", "", "", "", "", ""},
    {"One", "GET", "/items/{id}", "", "", "", "", ""},
    {"Special", "GET", "/items/special", "", "", "", "", ""},
    {"Nested", "GET", "/items/{id}/parts/{part}", "", "", "", "", ""},
    {"Create", "POST", "/items", "", "", "", "", ""},
    {"Any", "*", "/any/{rest...}", "", "", "", "", ""},
};

Router MakeRouter() {
  Routes routes;
  for (const auto& record : kRecords) routes.push_back({&record, {}});
  return Router(std::move(routes));
}

struct Case {
  std::string_view method, path, route, param, value;
};

class RouterTest : public testing::TestWithParam<Case> {};

TEST_P(RouterTest, FindsTheMostLiteralRoute) {
  const Router router = MakeRouter();
  const auto match = router.Find(GetParam().method, GetParam().path);
  if (GetParam().route.empty()) {
    EXPECT_EQ(match.route, nullptr);
    return;
  }
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.route->record->name, GetParam().route);
  if (!GetParam().param.empty()) EXPECT_EQ(match.params.find(GetParam().param)->second, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Paths, RouterTest,
    testing::Values(Case{"GET", "/items/7", "One", "id", "7"}, Case{"GET", "/items/special", "Special", "", ""},
                    Case{"HEAD", "/items/7", "One", "id", "7"}, Case{"GET", "/items/a%2Fb", "One", "id", "a/b"},
                    Case{"GET", "/items/7/parts/x%20y", "Nested", "part", "x y"}, Case{"GET", "/items/", "", "", ""},
                    Case{"GET", "/items/7/", "", "", ""}, Case{"GET", "/files/a/b.txt", "Rest", "path", "a/b.txt"},
                    Case{"DELETE", "/any/x/y", "Any", "rest", "x/y"}, Case{"GET", "/nothing", "", "", ""},
                    Case{"GET", "", "", "", ""}, Case{"GET", "//", "", "", ""}));

TEST(RouterTest, NamesTheMethodsThatThePathKnows) {
  const Router router = MakeRouter();
  EXPECT_THAT(router.Find("GET", "/items").other_methods, ElementsAre("POST"));
}

TEST(RouterTest, TheMountIsTheFirstTwoSegments) {
  EXPECT_EQ(MountOf("/api/catalog/entities"), "/api/catalog");
  EXPECT_EQ(MountOf("/api/catalog"), "/api/catalog");
  EXPECT_EQ(MountOf("/catalog"), "");
}

}  // namespace
}  // namespace callboard::kit
