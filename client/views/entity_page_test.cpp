#include "client/views/entity_page.hpp"

#include <gmock/gmock.h>

#include "client/views/view_harness.hpp"

namespace callboard::views {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using ui::Role;

class EntityHarness : public ViewHarness<EntityPageData, EntityPageLocal> {
 public:
  explicit EntityHarness(std::string url, bool load = true)
      : ViewHarness(std::move(url), BuildEntityPageData, DrawEntityPage, load) {}

  /// The frame that asks for the entity.
  void Ask() { fixture().Frame(NeedsEntityPage(fixture().store().route())); }
};

std::vector<std::string> TabLabels(const EntityPageData& data) {
  std::vector<std::string> labels;
  for (const EntityTabLink& tab : data.tabs) labels.push_back(tab.current ? "[" + tab.label + "]" : tab.label);
  return labels;
}

std::vector<std::string> Texts(const std::vector<EntityLink>& links) {
  std::vector<std::string> texts;
  for (const EntityLink& link : links) texts.push_back(link.text);
  return texts;
}

/// "Title: entity, entity".
std::vector<std::string> CardTexts(const std::vector<RelationCard>& cards) {
  std::vector<std::string> texts;
  for (const RelationCard& card : cards) {
    std::string text = card.title + ":";
    for (const RelationItem& item : card.items) text += " " + item.link.text + (item.link.missing ? "?" : "");
    texts.push_back(std::move(text));
  }
  return texts;
}

std::vector<std::string> FieldTexts(const std::vector<AboutField>& fields) {
  std::vector<std::string> texts;
  for (const AboutField& field : fields) {
    std::string text = field.label + ": " + field.text;
    for (const std::string& link : Texts(field.links)) text += link + ";";
    for (const std::string& chip : field.chips) text += chip + ",";
    texts.push_back(std::move(text));
  }
  return texts;
}

struct TabsCase {
  std::string_view path;
  std::vector<std::string> tabs;
};

class EntityTabs : public testing::TestWithParam<TabsCase> {};

TEST_P(EntityTabs, FitTheKind) {
  EntityHarness harness("/catalog/default/" + std::string(GetParam().path));
  EXPECT_EQ(TabLabels(harness.Built()), GetParam().tabs);
}

INSTANTIATE_TEST_SUITE_P(
    All, EntityTabs,
    testing::Values(
        TabsCase{"component/petstore", {"[Overview]", "API", "Dependencies", "Relations", "History", "Inspect"}},
        TabsCase{"component/petstore/api", {"Overview", "[API]", "Dependencies", "Relations", "History", "Inspect"}},
        TabsCase{"component/petstore/definition",
                 {"[Overview]", "API", "Dependencies", "Relations", "History", "Inspect"}},
        TabsCase{"api/petstore/definition", {"Overview", "[Definition]", "Relations", "History", "Inspect"}},
        TabsCase{"resource/db", {"[Overview]", "Dependencies", "Relations", "History", "Inspect"}},
        TabsCase{"group/team-a/inspect", {"Overview", "Relations", "History", "[Inspect]"}}));

struct OverviewCase {
  std::string_view path;
  std::vector<std::string> about;
  std::vector<std::string> cards;
};

class Overview : public testing::TestWithParam<OverviewCase> {};

TEST_P(Overview, ShowsWhatTheKindHas) {
  EntityHarness harness("/catalog/default/" + std::string(GetParam().path));
  const EntityPageData data = harness.Built();
  const auto& overview = std::get<EntityOverview>(data.panel);
  EXPECT_EQ(FieldTexts(overview.about), GetParam().about);
  EXPECT_EQ(CardTexts(overview.cards), GetParam().cards);
}

INSTANTIATE_TEST_SUITE_P(
    All, Overview,
    testing::Values(
        OverviewCase{"component/petstore",
                     {"Description: Sells pets", "Owner: Team A;", "System: The shop;", "Type: service",
                      "Lifecycle: production,", "Tags: java,pets,"},
                     {"Subcomponents: web", "Provided APIs: petstore", "Consumed APIs: payments",
                      "Depends on: component:missing? db"}},
        OverviewCase{"component/web",
                     {"Description: No description", "Owner: team-b;", "System: The shop;",
                      "Parent component: Pet store;", "Type: website", "Lifecycle: experimental,", "Tags: java,"},
                     {}},
        OverviewCase{"api/payments",
                     {"Description: No description", "Owner: team-b;", "Type: grpc", "Lifecycle: production,"},
                     {"Providers:", "Consumers: Pet store"}},
        OverviewCase{"system/shop",
                     {"Description: No description", "Owner: Team A;", "Domain: commerce;"},
                     {"Components: Pet store web", "APIs: petstore", "Resources: db"}},
        OverviewCase{"domain/commerce", {"Description: No description", "Owner: company;"}, {"Systems: The shop"}},
        OverviewCase{"group/team-a",
                     {"Description: No description", "Parent group: company;", "Type: team", "Email: a@example.org"},
                     {"Members: Alice Liddell"}},
        OverviewCase{"group/company",
                     {"Description: No description", "Type: organization"},
                     {"Members:", "Child groups: Team A team-b"}},
        OverviewCase{
            "user/alice", {"Description: No description", "Member of: Team A;", "Email: alice@example.org"}, {}}));

TEST(EntityOverview, LinksToTheSourceAndBeyond) {
  EntityHarness harness("/catalog/default/component/petstore");
  const EntityPageData data = harness.Built();
  const auto& overview = std::get<EntityOverview>(data.panel);
  ASSERT_EQ(overview.source_links.size(), 3U);
  EXPECT_EQ(overview.source_links[0].href, "https://git.example.org/petstore/");
  ASSERT_EQ(overview.links.size(), 2U);
  EXPECT_EQ(overview.links[0].text, "Dashboard");
  EXPECT_EQ(overview.links[1].text, "https://wiki.example.org");
  EXPECT_THAT(overview.labels, ElementsAre(testing::Pair("tier", "one")));
}

TEST(EntityOverview, DrawsWhatIsAroundIt) {
  EntityHarness harness("/catalog/default/component/petstore");
  const EntityPageData data = harness.Built();
  const RelationsGraph& relations = std::get<EntityOverview>(data.panel).relations;
  EXPECT_EQ(relations.plan.graph.nodes.size(), 7U);
  // Only what it is related to itself.
  EXPECT_EQ(relations.plan.graph.edges.size(), 6U);
  ui::TestDriver& driver = harness.Drawn();
  EXPECT_EQ(driver.Get(ui::Role::Region, "Relations of Pet store").description, "6 entities are related to it");
  driver.Click(ui::Role::Link, "Team A, Group");
  EXPECT_EQ(driver.navigation(), "/catalog/default/group/team-a");
  driver.Click(ui::Role::Link, "Show in the graph");
  EXPECT_EQ(driver.navigation(), "/catalog-graph?rootEntityRefs[]=component%3Adefault%2Fpetstore&maxDepth=1");
}

TEST(EntityOverview, LeavesAGraphThatCannotBeReadToItsPage) {
  EntityHarness harness("/catalog/default/component/petstore");
  ui::TestDriver& driver = harness.Drawn({.window = {320, 640}, .system = {}});
  EXPECT_FALSE(driver.Has(ui::Role::Region, "Relations of Pet store"));
  EXPECT_TRUE(driver.Has(ui::Role::Text, "6 entities are related to it"));
  EXPECT_TRUE(driver.Has(ui::Role::Link, "Show in the graph"));
}

TEST(EntityOverview, CountsWhatAGroupOwns) {
  EntityHarness harness("/catalog/default/group/team-b");
  const EntityPageData data = harness.Built();
  const auto& owned = std::get<EntityOverview>(data.panel).owned;
  ASSERT_EQ(owned.size(), 2U);
  EXPECT_EQ(owned[0].label, "API · grpc");
  EXPECT_EQ(owned[0].count, 1U);
  EXPECT_EQ(owned[0].href,
            "/catalog?filters[kind]=api&filters[user]=all&filters[type]=grpc&filters[owners]=group%3Adefault%2Fteam-b");
}

TEST(EntityHeader, SaysWhatItIsAndWhatIsWrong) {
  EntityHarness harness("/catalog/default/component/petstore");
  const EntityPageData data = harness.Built();
  EXPECT_EQ(data.title, "Pet store");
  EXPECT_EQ(data.header.overline, "Component · service");
  EXPECT_THAT(Texts(data.header.owners), ElementsAre("Team A"));
  ASSERT_EQ(data.header.notices.size(), 1U);
  EXPECT_EQ(data.header.notices[0].detail, "Entities not found are: component:default/missing");
  harness.fixture().Show("/catalog/default/component/lonely");
  const EntityPageData lonely = harness.Built();
  ASSERT_EQ(lonely.header.notices.size(), 3U);
  EXPECT_EQ(lonely.header.notices[0].detail, "The file is gone");
  EXPECT_THAT(lonely.header.notices[1].title, HasSubstr("not referenced by any location"));
  EXPECT_EQ(lonely.header.notices[2].title, "This entity is deprecated");
}

TEST(EntityPage, DrawsHeaderTabsAndCards) {
  EntityHarness harness("/catalog/default/component/petstore");
  const std::string tree = harness.Drawn().Tree();
  EXPECT_THAT(tree, HasSubstr("heading \"Pet store\" [level=1]"));
  EXPECT_THAT(tree, HasSubstr("link \"Dependencies\" -> /catalog/default/component/petstore/dependencies"));
  EXPECT_THAT(tree, HasSubstr("link \"The shop\" -> /catalog/default/system/shop"));
  EXPECT_THAT(tree, HasSubstr("(not in the catalog)"));
  EXPECT_TRUE(harness.Drawn().Has(Role::Region, "About"));
}

TEST(EntityPage, CopiesItsReference) {
  EntityHarness harness("/catalog/default/component/petstore");
  ui::TestDriver& driver = harness.Drawn();
  driver.Click(Role::Button, "More actions");
  driver.Click(Role::MenuItem, "Copy reference");
  EXPECT_EQ(driver.copied(), "component:default/petstore");
  driver.Click(Role::Button, "Star");
  EXPECT_TRUE(harness.Built().header.starred);
}

TEST(EntityPage, IsThereBeforeTheCatalog) {
  EntityHarness harness("/catalog/default/component/petstore", false);
  EXPECT_EQ(harness.Built().presence, Presence::Loading);
  harness.fixture().Frame({NeedsEntityPage(harness.fixture().store().route())[1]});
  harness.fixture().Answer(
      R"({"kind":"Component","metadata":{"name":"petstore"},"spec":{"type":"service"},
          "relations":[{"type":"ownedBy","targetRef":"group:default/team-a"}]})");
  const EntityPageData data = harness.Built();
  EXPECT_EQ(data.presence, Presence::Found);
  EXPECT_THAT(Texts(data.header.owners), ElementsAre("team-a"));
  EXPECT_THAT(data.header.notices, IsEmpty()) << "nothing is missing yet";
}

TEST(EntityPage, HelpsWhenThereIsNoSuchEntity) {
  EntityHarness harness("/catalog/default/system/petstore");
  harness.Ask();
  harness.fixture().Answer(R"({"error":{"message":"No entity"}})", 404);
  const EntityPageData data = harness.Built();
  EXPECT_EQ(data.presence, Presence::Missing);
  EXPECT_THAT(Texts(data.missing.similar), ElementsAre("petstore", "Pet store"));
  const std::string tree = harness.Drawn().Tree();
  EXPECT_THAT(tree, HasSubstr("heading \"Entity not found\" [level=1]"));
  EXPECT_THAT(tree, HasSubstr("There is no system:default/petstore in the catalog"));
}

TEST(EntityPage, FailureCanBeRetried) {
  EntityHarness harness("/catalog/default/system/other");
  harness.Ask();
  harness.fixture().Fail({ErrorCode::Unavailable, "The server could not be reached", {}, nullptr});
  EXPECT_EQ(harness.Built().presence, Presence::Failed);
  harness.Drawn().Click(Role::Button, "Try again");
  harness.Ask();
  EXPECT_EQ(harness.fixture().NextUrl(), "/api/catalog/entities/by-name/system/default/other");
}

TEST(EntityDefinition, ComesWithItsOwnRequest) {
  EntityHarness harness("/catalog/default/api/petstore/definition");
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Loading the definition"));
  harness.Ask();
  harness.fixture().Answer(DumpJson(store::FixtureEntities()[3]));
  const EntityPageData data = harness.Built();
  EXPECT_EQ(std::get<EntityDefinition>(data.panel).text, "openapi: 3.0.0\n");
  EXPECT_EQ(std::get<EntityDefinition>(data.panel).label, "Definition (openapi)");
  harness.Drawn().Click(Role::Button, "Raw");
  const ui::SemanticNode& code = harness.Drawn().Get(Role::Code, "Definition (openapi)");
  ASSERT_FALSE(code.runs.empty());
  EXPECT_THAT(code.runs.front().text, HasSubstr("openapi: 3.0.0"));
}

TEST(EntityDefinition, FailureLeavesTheRestOfThePage) {
  EntityHarness harness("/catalog/default/api/petstore/definition");
  harness.Ask();
  harness.fixture().Fail({ErrorCode::Unavailable, "The server could not be reached", {}, nullptr});
  EXPECT_EQ(harness.Built().presence, Presence::Found);
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("The definition could not be loaded"));
}

TEST(EntityRelations, AllAreInOneTable) {
  EntityHarness harness("/catalog/default/component/petstore/relations");
  const EntityPageData data = harness.Built();
  const auto& table = std::get<RelationTable>(data.panel);
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < table.edges.size(); ++i) {
    const RelationRow row = RelationAt(table, i);
    rows.push_back(row.relation + " " + row.kind + " " + row.target.text);
  }
  EXPECT_THAT(rows, ElementsAre("Consumes API API payments", "Depends on Component component:missing",
                                "Depends on Resource db", "Has part Component web", "Owned by Group Team A",
                                "Part of System The shop", "Provides API API petstore"));
  EXPECT_TRUE(harness.Drawn().Has(Role::Table, "Relations of Pet store (7)"));
}

TEST(EntityRelations, TabsShowEmptyCardsToo) {
  EntityHarness harness("/catalog/default/component/web/dependencies");
  EXPECT_THAT(CardTexts(std::get<std::vector<RelationCard>>(harness.Built().panel)),
              ElementsAre("Depends on components:", "Depends on resources:", "Dependency of:"));
}

TEST(EntityInspect, ShowsIdentityAncestryAndDocument) {
  EntityHarness harness("/catalog/default/component/web/inspect");
  const EntityPageData data = harness.Built();
  const auto& inspect = std::get<EntityInspect>(data.panel);
  EXPECT_EQ(inspect.ref, "component:default/web");
  EXPECT_FALSE(inspect.is_whole);
  EXPECT_THAT(Texts(inspect.ancestry), ElementsAre("location:example"));
  EXPECT_THAT(inspect.json, HasSubstr("\"name\": \"web\""));
}

}  // namespace
}  // namespace callboard::views
