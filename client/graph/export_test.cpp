#include "client/graph/export.hpp"

#include <gmock/gmock.h>

namespace callboard::graph {
namespace {

using testing::HasSubstr;
using testing::Not;

Graph TwoNodes() {
  Graph graph;
  graph.nodes = {{.ref = "component:default/a", .label = "A & \"B\" <c>", .kind = "component", .is_root = true},
                 {.ref = "api:default/b", .label = "b #1", .kind = "api", .distance = 1}};
  graph.edges = {{.from = 0, .to = 1, .types = {"dependsOn"}}};
  return graph;
}

Layout LayoutOf(const Graph& graph) {
  const std::vector<Extent> sizes(graph.nodes.size(), Extent{8, 2});
  return LayOutLayered(sizes, std::vector<Link>{{0, 1}});
}

TEST(Svg, HoldsNodesEdgesAndLabelsEscaped) {
  const Graph graph = TwoNodes();
  const std::string svg =
      ToSvg(graph, LayoutOf(graph), std::vector<std::string>{"Depends on"}, {.em = 10, .title = "Graph of <a>"});
  EXPECT_THAT(svg, testing::StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_THAT(svg, testing::EndsWith("</svg>\n"));
  EXPECT_THAT(svg, HasSubstr("<title>Graph of &lt;a&gt;</title>"));
  EXPECT_THAT(svg, HasSubstr(">A &amp; &quot;B&quot; &lt;c&gt;</text>"));
  EXPECT_THAT(svg, HasSubstr(">Depends on</text>"));
  // From the right edge of the first box to the left edge of the second, ten pixels a unit and ten around it.
  EXPECT_THAT(svg, HasSubstr("<path d=\"M90.0 20.0C125.0 20.0 125.0 20.0 160.0 20.0\""));
  EXPECT_THAT(svg, Not(HasSubstr("<c>")));
}

TEST(Mermaid, NamesNodesAndRelations) {
  EXPECT_EQ(ToMermaid(TwoNodes(), std::vector<std::string>{"Depends on"}, Direction::TopBottom),
            "flowchart TB\n"
            "  n0[\"A & #quot;B#quot; <c>\"]\n"
            "  n1[\"b #35;1\"]\n"
            "  n0 -->|\"Depends on\"| n1\n"
            "  style n0 stroke-width:3px\n");
}

}  // namespace
}  // namespace callboard::graph
