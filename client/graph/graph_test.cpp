#include "client/graph/graph.hpp"

#include <gmock/gmock.h>

#include <format>

namespace callboard::graph {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

catalog::Change Entity(const std::string& ref, std::vector<model::Relation> relations) {
  const std::size_t colon = ref.find(':');
  catalog::Change change;
  change.record.ref = ref;
  change.record.change_seq = 1;
  change.record.document =
      std::format(R"({{"kind":"{}","metadata":{{"name":"{}"}}}})", ref.substr(0, colon), ref.substr(ref.find('/') + 1));
  change.record.relations = std::move(relations);
  return change;
}

/// "shop" in domain "trade" has web and db; "till" in system "pos" has api; web needs db and api.
class GraphTest : public testing::Test {
 protected:
  GraphTest() {
    std::vector<catalog::Change> changes;
    changes.push_back(Entity("domain:d/trade", {}));
    changes.push_back(Entity("system:d/shop", {{"partOf", "hasPart", "domain:d/trade"}}));
    changes.push_back(Entity("system:d/pos", {{"partOf", "hasPart", "domain:d/trade"}}));
    changes.push_back(Entity("component:d/web", {{"partOf", "hasPart", "system:d/shop"},
                                                 {"dependsOn", "dependencyOf", "resource:d/db"},
                                                 {"consumesApi", "apiConsumedBy", "api:d/api"},
                                                 {"ownedBy", "ownerOf", "group:d/team"}}));
    changes.push_back(Entity("resource:d/db", {{"partOf", "hasPart", "system:d/shop"}}));
    changes.push_back(Entity("component:d/till",
                             {{"partOf", "hasPart", "system:d/pos"}, {"providesApi", "apiProvidedBy", "api:d/api"}}));
    changes.push_back(Entity("api:d/api", {{"partOf", "hasPart", "system:d/pos"}}));
    changes.push_back(Entity("group:d/team", {}));
    EXPECT_TRUE(index_.Apply(std::move(changes)).has_value());
  }

  static std::vector<std::string> NodesOf(const Graph& graph) {
    std::vector<std::string> nodes;
    for (const Node& node : graph.nodes) {
      nodes.push_back(node.label + "@" + std::to_string(node.distance));
      if (node.members > 0) nodes.back() += std::format(" of {}", node.members);
    }
    return nodes;
  }

  static std::vector<std::string> EdgesOf(const Graph& graph) {
    std::vector<std::string> edges;
    for (const Edge& edge : graph.edges) {
      std::string types;
      for (const std::string& type : edge.types) types += (types.empty() ? "" : "+") + type;
      edges.push_back(std::format("{} {} {}", graph.nodes[edge.from].label, types, graph.nodes[edge.to].label));
      if (edge.count > 1) edges.back() += std::format(" x{}", edge.count);
    }
    return edges;
  }

  catalog::Index index_;
};

TEST_F(GraphTest, MergesARelationWithItsInverse) {
  const Graph graph = BuildGraph(index_, {.roots = {"component:d/web"}, .depth = 1});
  EXPECT_THAT(NodesOf(graph), ElementsAre("web@0", "api@1", "team@1", "db@1", "shop@1"));
  EXPECT_THAT(EdgesOf(graph), UnorderedElementsAre("web consumesApi api", "team ownerOf web", "web dependsOn db",
                                                   "shop hasPart web", "shop hasPart db"));
  EXPECT_TRUE(graph.nodes[0].is_root);
  EXPECT_FALSE(graph.nodes[1].is_root);
}

TEST_F(GraphTest, ShowsOneOrBothDirections) {
  const Request one{.roots = {"group:d/team"}, .merge_relations = false};
  EXPECT_THAT(EdgesOf(BuildGraph(index_, one)), ElementsAre("team ownerOf web"));
  const Request both{.roots = {"group:d/team"}, .unidirectional = false, .merge_relations = false};
  EXPECT_THAT(EdgesOf(BuildGraph(index_, both)), ElementsAre("team ownerOf web", "web ownedBy team"));
}

TEST_F(GraphTest, KeepsToKindsAndRelations) {
  const Request request{.roots = {"component:d/web"}, .depth = 3, .kinds = {"system", "domain"}};
  EXPECT_THAT(NodesOf(BuildGraph(index_, request)), ElementsAre("web@0", "shop@1", "trade@2", "pos@3"));
  const Request owned{.roots = {"component:d/web"}, .depth = 3, .relation_types = {"ownedBy"}};
  EXPECT_THAT(NodesOf(BuildGraph(index_, owned)), ElementsAre("web@0", "team@1"));
}

TEST_F(GraphTest, ImpactFollowsWhatDependsOnIt) {
  // till serves the API that web uses; neither the owner nor the systems are affected.
  const Graph graph = BuildGraph(index_, {.roots = {"component:d/till"}, .depth = 1, .impact = true});
  EXPECT_THAT(NodesOf(graph), ElementsAre("till@0", "api@1", "web@2"));
  EXPECT_THAT(EdgesOf(graph), ElementsAre("till providesApi api", "api apiConsumedBy web"));
  EXPECT_THAT(NodesOf(BuildGraph(index_, {.roots = {"component:d/web"}, .impact = true})), ElementsAre("web@0"));
  // All parts of a system are, and what depends on them.
  EXPECT_THAT(NodesOf(BuildGraph(index_, {.roots = {"system:d/pos"}, .impact = true})),
              ElementsAre("pos@0", "api@1", "till@1", "web@2"));
}

TEST_F(GraphTest, ImpactWithoutAnyOfItsRelationsIsTheRootAlone) {
  const Request request{.roots = {"component:d/till"}, .relation_types = {"ownedBy"}, .impact = true};
  EXPECT_THAT(NodesOf(BuildGraph(index_, request)), ElementsAre("till@0"));
}

TEST_F(GraphTest, RollsUpBySystemAndDomain) {
  Request request{.roots = {"component:d/web"}, .depth = 2, .roll_up = RollUp::System};
  const Graph systems = BuildGraph(index_, request);
  EXPECT_THAT(NodesOf(systems), ElementsAre("shop@0 of 2", "pos@1 of 2", "team@1", "trade@2"));
  EXPECT_THAT(EdgesOf(systems), UnorderedElementsAre("shop consumesApi pos", "team ownerOf shop", "trade hasPart shop",
                                                     "trade hasPart pos"));
  EXPECT_EQ(systems.entities, 8U);
  request.roll_up = RollUp::Domain;
  EXPECT_THAT(NodesOf(BuildGraph(index_, request)), ElementsAre("trade@0 of 6", "team@1"));
}

TEST_F(GraphTest, NamesRootsThatAreNotThereAndSaysWhenItWasCut) {
  const Graph graph = BuildGraph(index_, {.roots = {"component:d/gone", "component:d/web"}, .max_nodes = 3});
  EXPECT_THAT(graph.missing_roots, ElementsAre("component:d/gone"));
  EXPECT_EQ(graph.nodes.size(), 3U);
  EXPECT_TRUE(graph.was_cut);
}

TEST_F(GraphTest, FindsTheShortestPathAgainstTheEdgesToo) {
  const Graph graph = BuildGraph(index_, {.roots = {"component:d/web"}, .depth = kAnyDepth});
  const auto place_of = [&](std::string_view label) {
    return static_cast<std::uint32_t>(std::ranges::find(graph.nodes, label, &Node::label) - graph.nodes.begin());
  };
  std::vector<std::string> labels;
  for (const std::uint32_t node : FocusPath(graph, place_of("team"), place_of("till")))
    labels.push_back(graph.nodes[node].label);
  EXPECT_THAT(labels, ElementsAre("team", "web", "api", "till"));
  EXPECT_THAT(FocusPath(graph, 0, 0), ElementsAre(0U));
  EXPECT_TRUE(FocusPath(graph, 0, 99).empty());
}

}  // namespace
}  // namespace callboard::graph
