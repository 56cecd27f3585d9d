#include <gmock/gmock.h>

#include <format>

#include "client/ui/test_driver.hpp"

namespace callboard::ui {
namespace {

GraphPicture TwoNodes() {
  GraphPicture picture;
  picture.nodes = {
      {.key = "a",
       .text = "Pet store",
       .name = "Pet store, Component",
       .href = "/catalog/default/component/a",
       .mark = GraphMark::Root,
       .box = {0, 0, 8, 2}},
      {.key = "b", .text = "db", .name = "db, Resource", .href = "/catalog/default/resource/b", .box = {14, 0, 6, 2}}};
  picture.edges = {{.from = 0, .to = 1, .route = {{8, 1}, {14, 1}}, .text = "Depends on"}};
  picture.size = {20, 2};
  picture.version = 1;
  return picture;
}

/// `count` nodes below each other, in as many em as a page has.
GraphPicture ManyNodes(std::size_t count) {
  GraphPicture picture;
  for (std::size_t i = 0; i < count; ++i) {
    const auto y = static_cast<float>(i) * 3;
    picture.nodes.push_back({.key = std::format("n{}", i),
                             .text = std::format("Node {}", i),
                             .name = std::format("Node {}", i),
                             .href = std::format("/catalog/default/component/n{}", i),
                             .box = {0, y, 8, 2}});
  }
  picture.size = {8, static_cast<float>(count) * 3};
  picture.version = 2;
  return picture;
}

struct Fixture {
  GraphPicture picture;
  bool interactive = true;
  GraphResult result;
  TestDriver driver;
  explicit Fixture(GraphPicture shown, bool moves = true)
      : picture(std::move(shown)), interactive(moves), driver([this](Frame& frame) {
          const GraphResult now = frame.GraphCanvas(
              {.label = "Graph", .summary = "Two of a kind", .picture = picture, .interactive = interactive});
          if (now.chosen) result = now;
        }) {}

  [[nodiscard]] Rect At(std::string_view link) const { return driver.Get(Role::Link, link).rect; }
};

TEST(GraphCanvas, IsARegionWithALinkForEveryNode) {
  const Fixture graph(TwoNodes());
  EXPECT_EQ(graph.driver.Tree(),
            "button \"Zoom out\"\n"
            "button \"Zoom in\"\n"
            "button \"Show all\"\n"
            "graph \"Graph\" (Two of a kind)\n"
            "  group\n"
            "    link \"Pet store, Component\" -> /catalog/default/component/a\n"
            "    link \"db, Resource\" -> /catalog/default/resource/b\n");
}

TEST(GraphCanvas, PutsLinksWhereTheirBoxesAre) {
  const Fixture graph(TwoNodes());
  const Rect canvas = graph.driver.Get(Role::Graph, "Graph").rect;
  const Rect a = graph.At("Pet store, Component");
  const Rect b = graph.At("db, Resource");
  EXPECT_FLOAT_EQ(b.x - a.x, 14 * 15);
  EXPECT_FLOAT_EQ(a.w, 8 * 15);
  // In the middle.
  EXPECT_NEAR(a.x - canvas.x, canvas.Right() - b.Right(), 1);
}

TEST(GraphCanvas, APlainClickChoosesAndDoesNotLeaveThePage) {
  Fixture graph(TwoNodes());
  graph.driver.Click(Role::Link, "db, Resource");
  EXPECT_EQ(graph.result.chosen, 1U);
  EXPECT_EQ(graph.driver.navigation(), "");
}

TEST(GraphCanvas, FollowsLinksWhenItIsAPictureOnly) {
  Fixture graph(TwoNodes(), false);
  EXPECT_FALSE(graph.driver.Has(Role::Button, "Zoom in"));
  graph.driver.Click(Role::Link, "db, Resource");
  EXPECT_EQ(graph.driver.navigation(), "/catalog/default/resource/b");
  EXPECT_FALSE(graph.result.chosen.has_value());
}

TEST(GraphCanvas, MovesAndZooms) {
  Fixture graph(TwoNodes());
  const Rect before = graph.At("Pet store, Component");
  graph.driver.Pan(Role::Graph, "Graph", 40, -25);
  EXPECT_EQ(graph.At("Pet store, Component"), before.Moved(40, -25));
  graph.driver.Click(Role::Button, "Show all");
  EXPECT_EQ(graph.At("Pet store, Component"), before);
  graph.driver.Zoom(Role::Graph, "Graph", 2);
  EXPECT_FLOAT_EQ(graph.At("Pet store, Component").w, before.w * 2);
  graph.driver.Click(Role::Button, "Zoom out");
  EXPECT_LT(graph.At("Pet store, Component").w, before.w * 2);
}

TEST(GraphCanvas, CannotBeLostFromSight) {
  Fixture graph(TwoNodes());
  for (int i = 0; i < 20; ++i) graph.driver.Pan(Role::Graph, "Graph", 500, 500);
  EXPECT_TRUE(graph.driver.Has(Role::Link, "Pet store, Component"));
  for (int i = 0; i < 20; ++i) graph.driver.Zoom(Role::Graph, "Graph", 10);
  EXPECT_LE(graph.At("Pet store, Component").w, 8 * 15 * 2.5F + 1);
  graph.driver.Zoom(Role::Graph, "Graph", -3);
  EXPECT_LE(graph.At("Pet store, Component").w, 8 * 15 * 2.5F + 1);
}

TEST(GraphCanvas, MovingIsOneChangeOfTheTree) {
  Fixture graph(ManyNodes(50));
  graph.driver.Pan(Role::Graph, "Graph", 3, 0);
  const std::string& patch = graph.driver.last_output().patch;
  EXPECT_EQ(std::ranges::count(patch, '{'), 2) << patch;
}

TEST(GraphCanvas, KeepsTheDomSmallAndTheFocusedLink) {
  Fixture graph(ManyNodes(2000));
  const auto links = [&] { return std::ranges::count(graph.driver.Nodes(), Role::Link, &SemanticNode::role); };
  // At first what can be read around the first node.
  EXPECT_LT(links(), 40);
  EXPECT_TRUE(graph.driver.Has(Role::Link, "Node 0"));
  graph.driver.Click(Role::Button, "Show all");
  EXPECT_EQ(links(), 400);
  graph.driver.Focus(Role::Link, "Node 0");
  for (int i = 0; i < 40; ++i) graph.driver.Zoom(Role::Graph, "Graph", 2);
  EXPECT_LT(links(), 20);
  EXPECT_TRUE(graph.driver.Has(Role::Link, "Node 0"));
}

TEST(GraphCanvas, ShowsAllOfAnotherLayout) {
  Fixture graph(TwoNodes());
  graph.driver.Zoom(Role::Graph, "Graph", 2);
  graph.picture.version = 7;
  graph.driver.Settle();
  EXPECT_FLOAT_EQ(graph.At("Pet store, Component").w, 8 * 15);
}

TEST(Downloads, ReachThePlatform) {
  TestDriver driver([](Frame& frame) {
    if (frame.Button("Save")) frame.Download("a.csv", "text/csv", "x,y\n");
    if (frame.Button("Picture")) frame.DownloadSvgAsPng("a.png", "<svg/>");
  });
  driver.Click(Role::Button, "Save");
  ASSERT_TRUE(driver.download().has_value());
  EXPECT_EQ(driver.download()->name, "a.csv");
  EXPECT_EQ(driver.download()->text, "x,y\n");
  driver.Click(Role::Button, "Picture");
  ASSERT_TRUE(driver.download().has_value());
  EXPECT_TRUE(driver.download()->as_png);
}

}  // namespace
}  // namespace callboard::ui
