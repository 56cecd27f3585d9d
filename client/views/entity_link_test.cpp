#include "client/views/entity_link.hpp"

#include <gmock/gmock.h>

#include "client/store/fixture.hpp"
#include "client/views/kind_text.hpp"

namespace callboard::views {
namespace {

struct LinkCase {
  std::string_view ref;
  std::string_view text;
  std::string_view href;
  bool missing;
};

class LinkToRef : public testing::TestWithParam<LinkCase> {};

TEST_P(LinkToRef, SaysWhatPeopleCallIt) {
  store::StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.LoadCatalog();
  const EntityLink link = LinkTo(fixture.store().state(), GetParam().ref, {.kind = "group"});
  EXPECT_EQ(link.text, GetParam().text);
  EXPECT_EQ(link.href, GetParam().href);
  EXPECT_EQ(link.missing, GetParam().missing);
}

INSTANTIATE_TEST_SUITE_P(
    All, LinkToRef,
    testing::Values(LinkCase{"component:default/petstore", "Pet store", "/catalog/default/component/petstore", false},
                    LinkCase{"group:default/team-a", "Team A", "/catalog/default/group/team-a", false},
                    LinkCase{"group:default/team-b", "team-b", "/catalog/default/group/team-b", false},
                    LinkCase{"user:default/alice", "Alice Liddell", "/catalog/default/user/alice", false},
                    LinkCase{"component:default/missing", "component:missing", "", true},
                    LinkCase{"group:other/gone", "other/gone", "", true}, LinkCase{"nonsense", "nonsense", "", false}));

TEST(LinkToRef, NothingIsMissingWhileTheCatalogLoads) {
  store::StoreFixture fixture("/catalog");
  fixture.Enter();
  const EntityLink link = LinkTo(fixture.store().state(), "component:default/petstore");
  EXPECT_FALSE(link.missing);
  EXPECT_EQ(link.href, "/catalog/default/component/petstore");
}

TEST(SafeHref, LetsOnlyHarmlessAddressesThrough) {
  for (const std::string_view url : {"https://a.example", "HTTP://a.example", "mailto:a@example.org", "/docs", "/"})
    EXPECT_EQ(SafeHref(url), url);
  for (const std::string_view url :
       {"javascript:alert(1)", "JaVaScript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//evil.example",
        "/\\evil.example", "file:///etc/passwd", "a/b", ""})
    EXPECT_EQ(SafeHref(url), "") << url;
}

TEST(KindText, NamesKindsAndRelations) {
  EXPECT_EQ(KindLabel("api"), "API");
  EXPECT_EQ(KindLabel("Component"), "Component");
  EXPECT_EQ(KindLabel("AiResource"), "AiResource");
  EXPECT_EQ(KindPlural("API"), "APIs");
  EXPECT_EQ(KindPlural("all"), "entities");
  EXPECT_EQ(KindPlural("robot"), "robot entities");
  EXPECT_EQ(KindIcon("robot"), ui::Icon::Catalog);
  EXPECT_EQ(RelationLabel("ownedBy"), "Owned by");
  EXPECT_EQ(RelationLabel("polishes"), "polishes");
}

}  // namespace
}  // namespace callboard::views
