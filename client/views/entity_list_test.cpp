#include "client/views/entity_list.hpp"

#include <gmock/gmock.h>

#include "client/views/api_index.hpp"
#include "client/views/catalog_index.hpp"
#include "client/views/view_harness.hpp"

namespace callboard::views {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using ui::Role;

class CatalogHarness : public ViewHarness<EntityListData, EntityListLocal> {
 public:
  explicit CatalogHarness(std::string url = "/catalog", bool load = true)
      : ViewHarness(std::move(url), BuildCatalogIndexData, DrawCatalogIndex, load) {}
};

std::vector<std::string> NamesOf(const EntityListData& data) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < data.rows.size(); ++i) names.push_back(RowAt(data, i).name.text);
  return names;
}

std::vector<std::string> Counted(const std::vector<FilterOption>& options) {
  std::vector<std::string> texts;
  for (const FilterOption& option : options) texts.push_back(option.label + " " + std::to_string(option.count));
  return texts;
}

const ListFilter& FilterNamed(const EntityListData& data, std::string_view label) {
  return *std::ranges::find(data.filters, label, &ListFilter::label);
}

struct ListCase {
  std::string_view query;
  std::string_view result_title;
  std::vector<std::string> names;
};

class CatalogList : public testing::TestWithParam<ListCase> {};

TEST_P(CatalogList, ShowsWhatItsUrlSays) {
  CatalogHarness harness("/catalog?" + std::string(GetParam().query));
  const EntityListData data = harness.Built();
  EXPECT_EQ(data.result_title, GetParam().result_title);
  EXPECT_EQ(NamesOf(data), GetParam().names);
}

INSTANTIATE_TEST_SUITE_P(
    All, CatalogList,
    testing::Values(ListCase{"", "All components (3)", {"lonely", "Pet store", "web"}},
                    ListCase{"sort=-name", "All components (3)", {"web", "Pet store", "lonely"}},
                    ListCase{"sort=lifecycle", "All components (3)", {"lonely", "web", "Pet store"}},
                    ListCase{"sort=nonsense", "All components (3)", {"lonely", "Pet store", "web"}},
                    ListCase{"filters[kind]=api", "All APIs (2)", {"payments", "petstore"}},
                    ListCase{"filters[user]=owned", "Owned components (2)", {"lonely", "Pet store"}},
                    ListCase{"filters[user]=starred", "Starred components (0)", {}},
                    ListCase{"filters[type]=service&filters[type]=website", "All components (2)", {"Pet store", "web"}},
                    ListCase{"filters[owners]=team-b", "All components (1)", {"web"}},
                    ListCase{"filters[owners]=group:default/team-a&filters[owners]=user:default/alice",
                             "All components (2)",
                             {"lonely", "Pet store"}},
                    ListCase{"filters[systems]=shop", "All components (2)", {"Pet store", "web"}},
                    ListCase{"filters[lifecycles]=PRODUCTION", "All components (1)", {"Pet store"}},
                    ListCase{"filters[tags]=java", "All components (2)", {"Pet store", "web"}},
                    ListCase{"filters[tags]=java&filters[tags]=pets", "All components (1)", {"Pet store"}},
                    ListCase{"filters[text]=PETS", "All components (1)", {"Pet store"}},
                    ListCase{"filters[kind]=all&filters[text]=pet", "All entities (2)", {"petstore", "Pet store"}},
                    ListCase{"filters[kind]=robot", "All robot entities (0)", {}}));

TEST(CatalogList, TellsAboutEachEntity) {
  CatalogHarness harness;
  const EntityListData data = harness.Built();
  EXPECT_EQ(data.title, "Acme Catalog");
  const EntityRow row = RowAt(data, 1);
  EXPECT_EQ(row.name.href, "/catalog/default/component/petstore");
  EXPECT_EQ(row.description, "Sells pets");
  ASSERT_EQ(row.systems.size(), 1U);
  EXPECT_EQ(row.systems[0].text, "The shop");
  ASSERT_EQ(row.owners.size(), 1U);
  EXPECT_EQ(row.owners[0].text, "Team A");
  EXPECT_EQ(row.type, "service");
  EXPECT_EQ(row.lifecycle, "production");
  EXPECT_THAT(row.tags, ElementsAre("java", "pets"));
  EXPECT_FALSE(row.starred);
  EXPECT_EQ(RowKey(data, 1), "component:default/petstore");
}

TEST(CatalogList, CountsWhatEachFilterWouldLeave) {
  CatalogHarness harness("/catalog?filters[type]=service");
  const EntityListData data = harness.Built();
  EXPECT_THAT(Counted(FilterNamed(data, "Type").options), ElementsAre("library 1", "website 1"));
  EXPECT_THAT(Counted(FilterNamed(data, "Type").chosen), ElementsAre("service 0"));
  EXPECT_THAT(Counted(FilterNamed(data, "Tag").options), ElementsAre("java 1", "pets 1"));
  EXPECT_THAT(Counted(data.users), ElementsAre("All 1", "Owned 1", "Starred 0"));
  EXPECT_THAT(Counted(data.kinds), testing::Contains("Component 3"));
  EXPECT_THAT(Counted(data.kinds), testing::Contains("All kinds 12"));
}

TEST(CatalogList, ShowsOwnersByName) {
  CatalogHarness harness;
  EXPECT_THAT(Counted(FilterNamed(harness.Built(), "Owner").options),
              ElementsAre("Alice Liddell 1", "Team A 1", "team-b 1"));
}

TEST(CatalogList, ColumnsFitTheKind) {
  CatalogHarness harness("/catalog?filters[kind]=group");
  EXPECT_THAT(harness.Built().columns, Not(testing::Contains(ListColumn::Lifecycle)));
  harness.fixture().Show("/catalog?filters[kind]=all");
  EXPECT_THAT(harness.Built().columns, testing::Contains(ListColumn::Kind));
}

TEST(CatalogList, DrawsATableWithLinks) {
  CatalogHarness harness;
  const std::string tree = harness.Drawn().Tree();
  EXPECT_THAT(tree, HasSubstr("heading \"Acme Catalog\" [level=1]"));
  EXPECT_THAT(tree, HasSubstr("heading \"All components (3)\""));
  EXPECT_TRUE(harness.Drawn().Has(Role::Table, "All components (3)"));
  EXPECT_THAT(tree, HasSubstr("link \"Pet store\" -> /catalog/default/component/petstore"));
  EXPECT_THAT(tree, HasSubstr("link \"Team A\" -> /catalog/default/group/team-a"));
}

TEST(CatalogList, TypingFiltersAndReplacesTheAddress) {
  CatalogHarness harness;
  harness.Drawn().Fill(Role::SearchField, "Filter components", "we");
  EXPECT_EQ(harness.fixture().Url(), "/catalog?filters[kind]=component&filters[user]=all&filters[text]=we");
  EXPECT_FALSE(harness.Drawn().Has(Role::Link, "Pet store"));
  EXPECT_TRUE(harness.Drawn().Has(Role::Link, "web"));
}

TEST(CatalogList, FiltersAreAddedAndTakenAway) {
  CatalogHarness harness;
  harness.Drawn().Fill(Role::Select, "Type", "website");
  EXPECT_EQ(harness.fixture().Url(), "/catalog?filters[kind]=component&filters[user]=all&filters[type]=website");
  EXPECT_TRUE(harness.Drawn().Has(Role::Heading, "All components (1)"));
  harness.Drawn().Click(Role::Button, "Remove website");
  EXPECT_EQ(harness.fixture().Url(), "/catalog");
}

TEST(CatalogList, KindAndOwnershipAreChosen) {
  CatalogHarness harness("/catalog?filters[type]=service");
  harness.Drawn().Fill(Role::Select, "Kind", "api");
  EXPECT_EQ(harness.fixture().Url(), "/catalog?filters[kind]=api&filters[user]=all");
  harness.Drawn().Click(Role::Radio, "Owned (1)");
  EXPECT_EQ(harness.fixture().Url(), "/catalog?filters[kind]=api&filters[user]=owned");
}

TEST(CatalogList, HeadersSort) {
  CatalogHarness harness;
  harness.Drawn().Click(Role::Button, "Type");
  EXPECT_EQ(harness.fixture().Url(), "/catalog?filters[kind]=component&filters[user]=all&sort=type");
  harness.Drawn().Click(Role::Button, "Type");
  EXPECT_EQ(harness.fixture().Url(), "/catalog?filters[kind]=component&filters[user]=all&sort=-type");
}

TEST(CatalogList, StarsAreKept) {
  CatalogHarness harness;
  harness.Drawn().Click(Role::Button, "Star Pet store");
  EXPECT_TRUE(store::IsStarred(harness.fixture().store().state(), "component:default/petstore"));
  harness.fixture().Show("/catalog?filters[user]=starred");
  EXPECT_THAT(NamesOf(harness.Built()), ElementsAre("Pet store"));
}

TEST(CatalogList, EmptyResultHelps) {
  CatalogHarness harness("/catalog?filters[text]=nothing+like+this");
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("No components match these filters"));
  harness.Drawn().Click(Role::Button, "Clear all filters");
  EXPECT_EQ(harness.fixture().Url(), "/catalog");
}

TEST(CatalogList, SaysThatItLoads) {
  CatalogHarness harness("/catalog", false);
  EXPECT_TRUE(harness.Built().is_loading);
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Loading the catalog"));
}

TEST(CatalogList, FailureIsShownWithAWayOut) {
  CatalogHarness harness("/catalog", false);
  harness.fixture().Frame({store::Need{}});
  harness.fixture().Frame({store::Need{}});
  harness.fixture().fetcher().FailNext({ErrorCode::Unavailable, "The server could not be reached", {}, nullptr});
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("The server could not be reached"));
  harness.Drawn().Click(Role::Button, "Try again");
  harness.fixture().Frame({store::Need{}});
  EXPECT_EQ(harness.fixture().NextUrl(), "/api/catalog/feed?since=0");
}

TEST(CatalogList, ViewsAreSavedUnderAName) {
  CatalogHarness harness("/catalog?filters[type]=service");
  harness.Drawn().Click(Role::Button, "Save this view");
  harness.Drawn().Fill(Role::TextField, "Name", " Services ");
  harness.Drawn().Click(Role::Button, "Save");
  ASSERT_EQ(harness.Built().views.size(), 1U);
  EXPECT_TRUE(harness.Built().views[0].current);
  EXPECT_FALSE(harness.Drawn().Has(Role::Button, "Save this view")) << "it is saved";
  harness.fixture().Show("/catalog");
  EXPECT_THAT(
      harness.Drawn().Tree(),
      HasSubstr("link \"Services\" -> /catalog?filters[kind]=component&filters[user]=all&filters[type]=service"));
  harness.Drawn().Click(Role::Button, "Forget Services");
  EXPECT_FALSE(harness.Drawn().Has(Role::Link, "Services"));
}

TEST(CatalogList, NarrowWindowsHideTheFilters) {
  CatalogHarness harness;
  ui::TestDriver& driver = harness.Drawn({.window = {320, 640}, .system = {}});
  EXPECT_FALSE(driver.Has(Role::Select, "Kind"));
  driver.Click(Role::Button, "Filters");
  EXPECT_TRUE(driver.Has(Role::Select, "Kind"));
}

TEST(CatalogList, LeavesColumnsOutThatDoNotFit) {
  CatalogHarness harness;
  ui::TestDriver& driver = harness.Drawn({.window = {1300, 640}, .system = {}});
  EXPECT_TRUE(driver.Has(Role::ColumnHeader, "Owner"));
  EXPECT_FALSE(driver.Has(Role::ColumnHeader, "Tags"));
  driver.environment().window = {1900, 640};
  driver.Settle();
  EXPECT_TRUE(driver.Has(Role::ColumnHeader, "Tags"));
}

TEST(ApiList, ShowsApisOnly) {
  ViewHarness<EntityListData, EntityListLocal> harness("/api-docs?filters[kind]=component", BuildApiIndexData,
                                                       DrawApiIndex);
  const EntityListData data = harness.Built();
  EXPECT_EQ(data.title, "APIs");
  EXPECT_THAT(NamesOf(data), ElementsAre("payments", "petstore"));
  EXPECT_THAT(data.kinds, IsEmpty());
  harness.Drawn().Fill(Role::Select, "Type", "grpc");
  EXPECT_EQ(harness.fixture().Url(), "/api-docs?filters[kind]=api&filters[user]=all&filters[type]=grpc");
}

}  // namespace
}  // namespace callboard::views
