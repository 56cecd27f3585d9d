#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <format>
#include <map>
#include <random>
#include <set>

#include "shared/base/text.hpp"
#include "shared/catalog/index.hpp"
#include "shared/catalog/naive_catalog.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Change Entity(const std::string& ref, const std::vector<std::pair<std::string, std::string>>& edges,
              std::uint64_t seq) {
  Change change;
  change.record.ref = ref;
  change.record.change_seq = seq;
  change.record.document = std::format(R"({{"kind":"{}","metadata":{{}}}})", ref.substr(0, ref.find(':')));
  for (const auto& [type, target] : edges) change.record.relations.push_back({type, "", target});
  return change;
}

struct Answer {
  std::vector<std::string> nodes;  // ref@distance
  std::vector<std::string> edges;  // source type target
  bool was_cut = false;
};

Answer Ask(const Index& index, const std::vector<std::string>& roots, NeighbourhoodQuery query) {
  for (const std::string& root : roots) query.roots.push_back(*index.FindByRef(root));
  const Neighbourhood found = index.Neighbours(query);
  Answer answer{.nodes = {}, .edges = {}, .was_cut = found.was_cut};
  for (const auto& node : found.nodes) answer.nodes.push_back(std::format("{}@{}", index.Ref(node.id), node.distance));
  for (const auto& edge : found.edges) {
    answer.edges.push_back(std::format("{} {} {}", index.Ref(edge.source), edge.type, index.Ref(edge.target)));
  }
  return answer;
}

class NeighboursTest : public testing::Test {
 protected:
  NeighboursTest() {
    std::vector<Change> changes;
    changes.push_back(Entity("component:d/a", {{"ownedBy", "group:d/g"}, {"dependsOn", "component:d/b"}}, 1));
    changes.push_back(Entity("component:d/b", {{"dependsOn", "component:d/gone"}, {"dependsOn", "api:d/x"}}, 2));
    changes.push_back(Entity("group:d/g", {{"ownerOf", "component:d/a"}, {"hasMember", "user:d/u"}}, 3));
    changes.push_back(Entity("api:d/x", {}, 4));
    changes.push_back(Entity("user:d/u", {{"memberOf", "group:d/g"}}, 5));
    EXPECT_TRUE(index_.Apply(std::move(changes)).has_value());
  }
  Index index_;
};

TEST_F(NeighboursTest, GoesAsDeepAsAsked) {
  EXPECT_THAT(Ask(index_, {"component:d/a"}, {.depth = 0}).nodes, ElementsAre("component:d/a@0"));
  const Answer one = Ask(index_, {"component:d/a"}, {.depth = 1});
  EXPECT_THAT(one.nodes, ElementsAre("component:d/a@0", "component:d/b@1", "group:d/g@1"));
  EXPECT_THAT(one.edges, ElementsAre("component:d/a dependsOn component:d/b", "component:d/a ownedBy group:d/g",
                                     "group:d/g ownerOf component:d/a"));
  EXPECT_FALSE(one.was_cut);
  EXPECT_THAT(Ask(index_, {"component:d/a"}, {.depth = 9}).nodes,
              ElementsAre("component:d/a@0", "component:d/b@1", "group:d/g@1", "api:d/x@2", "user:d/u@2"));
}

TEST_F(NeighboursTest, KeepsToKindsAndRelations) {
  EXPECT_THAT(Ask(index_, {"component:d/a"}, {.depth = 3, .kinds = {"Group", "USER"}}).nodes,
              ElementsAre("component:d/a@0", "group:d/g@1", "user:d/u@2"));
  const Answer owned = Ask(index_, {"component:d/a"}, {.depth = 3, .relation_types = {"OWNEDBY"}});
  EXPECT_THAT(owned.nodes, ElementsAre("component:d/a@0", "group:d/g@1"));
  EXPECT_THAT(owned.edges, ElementsAre("component:d/a ownedBy group:d/g"));
  EXPECT_THAT(Ask(index_, {"component:d/a"}, {.relation_types = {"none"}}).nodes, ElementsAre("component:d/a@0"));
}

TEST_F(NeighboursTest, SeveralRootsAndALimit) {
  const Answer cut = Ask(index_, {"user:d/u", "component:d/b", "user:d/u"}, {.depth = 2, .max_nodes = 3});
  EXPECT_THAT(cut.nodes, ElementsAre("user:d/u@0", "component:d/b@0", "api:d/x@1"));
  EXPECT_TRUE(cut.was_cut);
  EXPECT_FALSE(Ask(index_, {"user:d/u", "component:d/b"}, {.depth = 1, .max_nodes = 4}).was_cut);
}

TEST_F(NeighboursTest, TellsMissingTargets) {
  EXPECT_THAT(index_.MissingTargets(*index_.FindByRef("component:d/b")),
              ElementsAre(Edge{"dependsOn", "component:d/gone"}));
  EXPECT_THAT(index_.MissingTargets(*index_.FindByRef("component:d/a")), IsEmpty());
  ASSERT_TRUE(index_.Apply({Entity("component:d/gone", {}, 9)}).has_value());
  EXPECT_THAT(index_.MissingTargets(*index_.FindByRef("component:d/b")), IsEmpty());
}

/// The nodes by breadth-first search over maps, without a limit.
std::map<std::string, std::size_t> NaiveNodes(const NaiveCatalog& naive, const std::string& root,
                                              const NeighbourhoodQuery& query) {
  std::map<std::string, std::size_t> distance{{root, 0}};
  for (std::size_t step = 1; step <= query.depth; ++step) {
    for (const auto& [ref, at] : std::map(distance)) {
      if (at != step - 1) continue;
      for (const Edge& edge : naive.Edges(ref)) {
        const std::string kind = edge.target_ref.substr(0, edge.target_ref.find(':'));
        const bool is_wanted = naive.records().contains(edge.target_ref) &&
                               (query.kinds.empty() || std::ranges::contains(query.kinds, kind)) &&
                               (query.relation_types.empty() || std::ranges::contains(query.relation_types, edge.type));
        if (is_wanted) distance.emplace(edge.target_ref, step);
      }
    }
  }
  return distance;
}

TEST(NeighboursRandomTest, AgreesWithTheNaiveCatalog) {
  std::mt19937 random(17);
  const std::vector<std::string> kinds = {"component", "api", "group"};
  const std::vector<std::string> types = {"ownedBy", "dependsOn", "partOf"};
  const auto ref = [&] { return std::format("{}:d/e{}", kinds[random() % kinds.size()], random() % 25); };
  for (int round = 0; round < 40; ++round) {
    Index index;
    NaiveCatalog naive;
    std::vector<Change> changes;
    for (std::uint64_t seq = 1; seq < 60; ++seq) {
      Change change = Entity(ref(), {}, seq);
      for (std::size_t i = random() % 4; i > 0; --i)
        change.record.relations.push_back({types[random() % 3], types[random() % 3], ref()});
      change.removed = random() % 5 == 0;
      naive.Apply(change);
      changes.push_back(std::move(change));
    }
    naive.Settle();
    ASSERT_TRUE(index.Apply(std::move(changes)).has_value());
    for (const auto& [root, record] : naive.records()) {
      NeighbourhoodQuery query{.roots = {}, .depth = random() % 5, .kinds = {}, .relation_types = {}};
      if (random() % 2 == 0) query.kinds = {kinds[random() % 3], kinds[random() % 3]};
      if (random() % 2 == 0) query.relation_types = {types[random() % 3]};
      const auto expected = NaiveNodes(naive, root, query);
      const Answer answer = Ask(index, {root}, query);
      std::set<std::string> expected_nodes;
      for (const auto& [node, at] : expected) expected_nodes.insert(std::format("{}@{}", node, at));
      EXPECT_EQ(std::set(answer.nodes.begin(), answer.nodes.end()), expected_nodes);
      std::multiset<std::string> expected_edges;
      for (const auto& [node, at] : expected) {
        for (const Edge& edge : naive.Edges(node)) {
          const bool is_wanted = expected.contains(edge.target_ref) &&
                                 (query.relation_types.empty() || query.relation_types.front() == edge.type);
          if (is_wanted) expected_edges.insert(std::format("{} {} {}", node, edge.type, edge.target_ref));
        }
      }
      EXPECT_EQ(std::multiset(answer.edges.begin(), answer.edges.end()), expected_edges);
    }
  }
}

}  // namespace
}  // namespace callboard::catalog
