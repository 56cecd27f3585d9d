#include "client/views/graph_page.hpp"

#include <gmock/gmock.h>

#include "client/views/view_harness.hpp"

namespace callboard::views {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using ui::Role;

struct GraphHarness : ViewHarness<GraphPageData, GraphPageLocal> {
  explicit GraphHarness(const std::string& query, bool load = true)
      : ViewHarness("/catalog-graph" + query, BuildGraphPageData, DrawGraphPage, load) {}
};

std::vector<std::string> LabelsOf(const GraphPageData& data) {
  std::vector<std::string> labels;
  for (const graph::Node& node : data.plan.graph.nodes) labels.push_back(node.label);
  return labels;
}

constexpr std::string_view kPetstore = "?rootEntityRefs[]=component:default/petstore";

TEST(GraphPage, ShowsWhatIsAroundTheRoot) {
  GraphHarness harness(std::string(kPetstore) + "&maxDepth=1");
  const GraphPageData data = harness.Built();
  EXPECT_EQ(data.title, "Graph of Pet store");
  EXPECT_THAT(LabelsOf(data), ElementsAre("Pet store", "payments", "petstore", "web", "Team A", "db", "The shop"));
  EXPECT_EQ(data.summary, "7 entities, 12 relations");
  ui::TestDriver& driver = harness.Drawn();
  const std::string tree = driver.Tree();
  EXPECT_THAT(tree, HasSubstr("heading \"Graph of Pet store\" [level=1]"));
  EXPECT_THAT(tree, HasSubstr("graph \"Graph of Pet store\" (7 entities, 12 relations. Arrow keys move it"));
  for (const std::string name : {"Pet store, Component", "Team A, Group", "db, Resource"})
    EXPECT_TRUE(driver.Has(Role::Link, name)) << name;
  EXPECT_EQ(driver.announcement(), "7 entities, 12 relations");
}

TEST(GraphPage, WithoutAnEntityItOffersSome) {
  GraphHarness harness("");
  EXPECT_THAT(LabelsOf(harness.Built()), IsEmpty());
  ui::TestDriver& driver = harness.Drawn();
  EXPECT_THAT(driver.Tree(), HasSubstr("No entity is chosen"));
  driver.Click(Role::Link, "The shop");
  EXPECT_EQ(driver.navigation(), "/catalog-graph?rootEntityRefs[]=system%3Adefault%2Fshop");
}

TEST(GraphPage, FindsAndAddsAndRemovesEntities) {
  GraphHarness harness("");
  harness.Drawn().Fill(Role::SearchField, "Entities", "pay");
  harness.Drawn().Click(Role::Button, "Add payments (API)");
  EXPECT_EQ(harness.fixture().Url(), "/catalog-graph?rootEntityRefs[]=api%3Adefault%2Fpayments");
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("heading \"Graph of payments\""));
  harness.Drawn().Fill(Role::SearchField, "Entities", "zzz");
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Nothing found"));
  harness.Drawn().Click(Role::Button, "Remove payments");
  EXPECT_EQ(harness.fixture().Url(), "/catalog-graph");
}

TEST(GraphPage, SaysThatARootIsMissing) {
  GraphHarness harness("?rootEntityRefs[]=component:default/gone");
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("There is no component:default/gone in the catalog"));
  EXPECT_FALSE(harness.Drawn().Has(Role::Button, "Zoom in"));
}

TEST(GraphPage, KeepsEveryControlInTheUrl) {
  GraphHarness harness{std::string(kPetstore)};
  ui::TestDriver& driver = harness.Drawn();
  driver.Fill(Role::Select, "Depth", "any");
  driver.Fill(Role::Select, "Kind", "api");
  driver.Fill(Role::Select, "Relation", "hasPart");
  driver.Fill(Role::Select, "Roll up to", "1");
  driver.Fill(Role::Select, "Direction", "2");
  driver.Fill(Role::Select, "Lines", "1");
  driver.Fill(Role::Select, "Layout", "1");
  driver.Click(Role::Checkbox, "Merge inverse relations");
  driver.Click(Role::Checkbox, "One direction only");
  driver.Click(Role::Checkbox, "Show the impact");
  driver.Click(Role::Button, "Show as table");
  driver.Click(Role::Button, "Filters");
  EXPECT_EQ(harness.fixture().Url(),
            "/catalog-graph?rootEntityRefs[]=component%3Adefault%2Fpetstore&selectedKinds[]=api&selectedRelations[]="
            "hasPart&selectedRelations[]=partOf&maxDepth=%E2%88%9E&unidirectional=false&mergeRelations=false&"
            "showFilters=false&impact=true&direction=TB&curve=curveStepBefore&layout=force&rollUp=system&view=table");
  EXPECT_FALSE(driver.Has(Role::Select, "Depth"));
}

TEST(GraphPage, FiltersCanBeTakenAwayAgain) {
  GraphHarness harness(std::string(kPetstore) +
                       "&selectedKinds[]=api&selectedRelations[]=ownedBy&selectedRelations[]=x");
  ui::TestDriver& driver = harness.Drawn();
  driver.Click(Role::Button, "Remove API");
  driver.Click(Role::Button, "Remove Owner of / Owned by");
  driver.Click(Role::Button, "Remove x");
  EXPECT_EQ(harness.fixture().Url(), "/catalog-graph?rootEntityRefs[]=component%3Adefault%2Fpetstore");
}

TEST(GraphPage, AClickChoosesANodeAndShowsTheWayToIt) {
  GraphHarness harness(std::string(kPetstore) + "&maxDepth=3&selectedRelations[]=partOf&selectedRelations[]=hasPart");
  harness.Drawn().Click(Role::Link, "commerce, Domain");
  EXPECT_THAT(harness.fixture().Url(), HasSubstr("&focus=domain%3Adefault%2Fcommerce"));
  const GraphPageData data = harness.Built();
  std::vector<std::string> steps;
  for (const GraphStep& step : data.path) steps.push_back(step.relation + ">" + step.entity.text);
  EXPECT_THAT(steps, ElementsAre(">Pet store", "Part of>The shop", "Part of>commerce"));
  ui::TestDriver& driver = harness.Drawn();
  EXPECT_THAT(driver.Tree(), HasSubstr("link \"commerce, Domain\" [current]"));
  EXPECT_TRUE(driver.Has(Role::Link, "Open commerce"));
  driver.Click(Role::Button, "Show its graph");
  EXPECT_THAT(harness.fixture().Url(), HasSubstr("rootEntityRefs[]=domain%3Adefault%2Fcommerce&"));
  EXPECT_THAT(harness.fixture().Url(), Not(HasSubstr("focus")));
}

TEST(GraphPage, TheTableHoldsAllNodesAndSaysWhyTheyAreThere) {
  GraphHarness harness("?rootEntityRefs[]=resource:default/db&impact=true&view=table");
  const GraphPageData data = harness.Built();
  EXPECT_THAT(LabelsOf(data), ElementsAre("db", "Pet store", "petstore", "web"));
  EXPECT_EQ(ThroughText(data, 0), "");
  EXPECT_EQ(ThroughText(data, 1), "db · Dependency of · Pet store");
  ui::TestDriver& driver = harness.Drawn();
  EXPECT_EQ(driver.Get(Role::Table, data.summary).row_count, 5);
  EXPECT_TRUE(driver.Has(Role::Text, "Pet store · Has part · web"));
  EXPECT_FALSE(driver.Has(Role::Graph, data.title));
}

TEST(GraphPage, SaysThatNothingDependsOnIt) {
  GraphHarness harness("?rootEntityRefs[]=component:default/web&impact=true");
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Nothing depends on it"));
}

TEST(GraphPage, HandsOutFiles) {
  GraphHarness harness{std::string(kPetstore)};
  ui::TestDriver& driver = harness.Drawn();
  const auto choose = [&](std::string_view item) {
    driver.Click(Role::Button, "Export");
    driver.Click(Role::MenuItem, item);
  };
  choose("SVG picture");
  ASSERT_TRUE(driver.download().has_value());
  EXPECT_EQ(driver.download()->name, "graph.svg");
  EXPECT_THAT(driver.download()->text, HasSubstr(">Pet store</text>"));
  choose("PNG picture");
  ASSERT_TRUE(driver.download().has_value());
  EXPECT_TRUE(driver.download()->as_png);
  choose("Mermaid text");
  ASSERT_TRUE(driver.download().has_value());
  EXPECT_THAT(driver.download()->text, testing::StartsWith("flowchart LR\n  n0[\"Pet store\"]\n"));
  choose("Copy Mermaid text");
  EXPECT_THAT(driver.copied(), testing::StartsWith("flowchart LR\n"));
}

TEST(GraphPage, WaitsForTheCatalog) {
  GraphHarness harness(std::string(kPetstore), false);
  EXPECT_TRUE(harness.Built().is_loading);
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("Loading the graph"));
}

TEST(GraphPage, FitsANarrowWindow) {
  GraphHarness harness{std::string(kPetstore)};
  ui::TestDriver& driver = harness.Drawn({.window = {320, 640}, .system = {}});
  EXPECT_FALSE(driver.Has(Role::Select, "Depth"));
  EXPECT_LE(driver.Get(Role::Graph, "Graph of Pet store").rect.Right(), 320);
  driver.Click(Role::Button, "Filters");
  EXPECT_TRUE(driver.Has(Role::Select, "Depth"));
  EXPECT_LE(driver.Get(Role::Select, "Depth").rect.Right(), 320);
}

TEST(GraphPage, IsLaidOutOnceForWhatIsTheSame) {
  GraphHarness harness{std::string(kPetstore)};
  const std::uint64_t version = harness.Built().plan.version;
  harness.Drawn().Click(Role::Link, "Team A, Group");
  EXPECT_EQ(harness.Built().plan.version, version);
  harness.Drawn().Fill(Role::Select, "Direction", "2");
  EXPECT_NE(harness.Built().plan.version, version);
}

}  // namespace
}  // namespace callboard::views
