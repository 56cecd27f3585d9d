#include "client/store/route.hpp"

#include <gmock/gmock.h>

namespace callboard::store {
namespace {

using testing::ElementsAre;

struct UrlCase {
  std::string_view url;
  Screen screen;
};

/// Every URL here is in its shortest form, so it survives the way there and back.
class ShortUrl : public testing::TestWithParam<UrlCase> {};

TEST_P(ShortUrl, RoundTrips) {
  const Route route = RouteFromUrl(GetParam().url);
  EXPECT_EQ(route.screen, GetParam().screen);
  EXPECT_EQ(UrlFromRoute(route), GetParam().url);
  EXPECT_EQ(RouteFromUrl(UrlFromRoute(route)), route);
}

INSTANTIATE_TEST_SUITE_P(
    All, ShortUrl,
    testing::Values(
        UrlCase{"/", Screen::Home}, UrlCase{"/catalog", Screen::CatalogIndex}, UrlCase{"/api-docs", Screen::ApiIndex},
        UrlCase{"/search", Screen::Search}, UrlCase{"/search?query=pet%20store&kind=api", Screen::Search},
        UrlCase{"/settings", Screen::Settings}, UrlCase{"/_gallery", Screen::Gallery},
        UrlCase{"/catalog-graph", Screen::Graph},
        UrlCase{
            "/catalog-graph?rootEntityRefs[]=component%3Adefault%2Fpetstore&rootEntityRefs[]=system%3Adefault%2Fshop&"
            "selectedKinds[]=api&selectedKinds[]=component&selectedRelations[]=ownedBy&maxDepth=%E2%88%9E&"
            "unidirectional=false&mergeRelations=false&showFilters=false&impact=true&direction=TB&curve="
            "curveStepBefore&layout=force&rollUp=system&focus=api%3Adefault%2Fpetstore&view=table",
            Screen::Graph},
        UrlCase{"/nowhere/at?all=1", Screen::NotFound},
        UrlCase{"/catalog?filters[kind]=all&filters[user]=owned", Screen::CatalogIndex},
        UrlCase{"/catalog?filters[kind]=component&filters[user]=starred&filters[type]=service&filters[owners]=group%"
                "3Adefault%2Fteam-a&filters[owners]=group%3Adefault%2Fteam-b&filters[systems]=shop&filters[lifecycles]="
                "production&filters["
                "tags]=java&filters[namespace]=default&filters[text]=pet%20store&sort=-owner",
                Screen::CatalogIndex},
        UrlCase{"/api-docs?filters[kind]=api&filters[user]=all&filters[type]=openapi", Screen::ApiIndex},
        UrlCase{"/catalog?filters[kind]=component&filters[user]=all&filters[text]=%D0%BF%20%26%20%3D",
                Screen::CatalogIndex},
        UrlCase{"/catalog/default/component/petstore", Screen::Entity},
        UrlCase{"/catalog/default/api/petstore/definition", Screen::Entity},
        UrlCase{"/catalog/prod/component/a.b_c-d/dependencies", Screen::Entity},
        UrlCase{"/catalog/default/group/team-a/relations", Screen::Entity},
        UrlCase{"/catalog/default/component/petstore/api", Screen::Entity},
        UrlCase{"/catalog/default/component/petstore/history", Screen::Entity},
        UrlCase{"/catalog-import", Screen::Import}, UrlCase{"/ingestion", Screen::Ingestion},
        UrlCase{"/catalog-import?url=https%3A%2F%2Fgit.example.org%2Fa%20b.yaml", Screen::Import},
        UrlCase{"/catalog/default/component/petstore/inspect", Screen::Entity}));

struct SameCase {
  std::string_view written;
  std::string_view shortest;
};

class OtherSpelling : public testing::TestWithParam<SameCase> {};

TEST_P(OtherSpelling, IsTheSameRoute) {
  EXPECT_EQ(UrlFromRoute(RouteFromUrl(GetParam().written)), GetParam().shortest);
}

INSTANTIATE_TEST_SUITE_P(
    All, OtherSpelling,
    testing::Values(
        SameCase{"/search?types[]=software-catalog&query=a+b&pageCursor=", "/search?query=a%20b"},
        // As Backstage writes it, with its defaults spelled out.
        SameCase{"/catalog-graph?rootEntityRefs%5B%5D=Component%3Adefault%2FPetstore&maxDepth=2&selectedKinds%5B0%5D="
                 "API&unidirectional=true&mergeRelations=true&direction=LR&showFilters=true&curve=curveMonotoneX",
                 "/catalog-graph?rootEntityRefs[]=component%3Adefault%2Fpetstore&selectedKinds[]=api"},
        SameCase{"/catalog-graph?maxDepth=x&direction=up&rollUp=team&layout=&rootEntityRefs[]=:&impact=1",
                 "/catalog-graph"},
        SameCase{"", "/"}, SameCase{"/catalog/", "/catalog"}, SameCase{"/catalog#top", "/catalog"},
        SameCase{"/catalog?filters%5Bkind%5D=component&filters%5Buser%5D=all&limit=20&offset=40", "/catalog"},
        SameCase{"/catalog?filters[kind]=API&filters[user]=nobody", "/catalog?filters[kind]=api&filters[user]=all"},
        SameCase{"/catalog?filters[tags][0]=a&filters[tags][1]=b&filters[tags][]=a",
                 "/catalog?filters[kind]=component&filters[user]=all&filters[tags]=a&filters[tags]=b"},
        SameCase{"/catalog?filters[text]=a+b",
                 "/catalog?filters[kind]=component&filters[user]=all&filters[text]=a%20b"},
        SameCase{"/catalog?sort=-&filters[kind]=&x", "/catalog"},
        SameCase{"/catalog/Default/Component/PetStore/ci-cd", "/catalog/default/component/petstore"},
        SameCase{"/catalog/default/component/petstore?inspect=yaml", "/catalog/default/component/petstore/inspect"}));

TEST(Route, ReadsAllFilters) {
  const Route route = RouteFromUrl("/catalog?filters[kind]=resource&filters[tags]=a&filters[tags]=b&sort=-type");
  EXPECT_EQ(route.list.kind, "resource");
  EXPECT_THAT(route.list.tags, ElementsAre("a", "b"));
  EXPECT_EQ(route.list.sort, "type");
  EXPECT_TRUE(route.list.descending);
}

TEST(Route, ShortPathsOfTheCatalogAreNotFound) {
  EXPECT_EQ(RouteFromUrl("/catalog/default/component").screen, Screen::NotFound);
  EXPECT_EQ(RouteFromUrl("/catalogue").screen, Screen::NotFound);
}

TEST(Route, LinksAreInLowerCase) {
  EXPECT_EQ(EntityUrl({"API", "Default", "PetStore"}, EntityTab::Definition),
            "/catalog/default/api/petstore/definition");
  EXPECT_EQ(UrlFromRoute(EntityRoute({"Component", "default", "a"})), "/catalog/default/component/a");
}

}  // namespace
}  // namespace callboard::store
