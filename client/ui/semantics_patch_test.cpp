#include "client/ui/semantics_patch.hpp"

#include <gmock/gmock.h>

#include "shared/base/json.hpp"

namespace callboard::ui {
namespace {

using Nodes = std::vector<SemanticNode>;

SemanticNode Node(NodeId id, NodeId parent, std::string name) {
  SemanticNode node;
  node.id = id;
  node.parent = parent;
  node.role = Role::Text;
  node.name = std::move(name);
  return node;
}

Nodes Page(std::initializer_list<SemanticNode> nodes) {
  Nodes all = {Node(kRootId, 0, "")};
  all.insert(all.end(), nodes.begin(), nodes.end());
  return all;
}

Json Patch(const Nodes& before, const Nodes& after) {
  return ParseJson(PatchBetween(before, after, {})).value_or(Json());
}

TEST(SemanticsPatch, IsEmptyWhenNothingChanged) {
  const Nodes nodes = Page({Node(5, 1, "a"), Node(6, 5, "b")});
  EXPECT_EQ(PatchBetween(nodes, nodes, {}), "");
}

TEST(SemanticsPatch, SendsOnlyWhatChanged) {
  Nodes after = Page({Node(5, 1, "a"), Node(6, 1, "\"new\"\n")});
  const Json patch = Patch(Page({Node(5, 1, "a"), Node(6, 1, "old")}), after);
  EXPECT_EQ(patch.dump(), R"({"r":[],"u":[{"i":6,"n":"\"new\"\n"}]})");
}

TEST(SemanticsPatch, MovesAsFewAsPossible) {
  const Nodes before = Page({Node(5, 1, ""), Node(6, 1, ""), Node(7, 1, ""), Node(8, 1, "")});
  const Nodes after = Page({Node(8, 1, ""), Node(5, 1, ""), Node(6, 1, ""), Node(7, 1, "")});
  EXPECT_EQ(Patch(before, after).dump(), R"({"r":[],"u":[{"i":8,"p":1,"a":0}]})");
}

TEST(SemanticsPatch, InsertsAfterItsSibling) {
  const Nodes before = Page({Node(5, 1, ""), Node(7, 1, "")});
  const Nodes after = Page({Node(5, 1, ""), Node(6, 1, "b"), Node(7, 1, "")});
  EXPECT_EQ(Patch(before, after).dump(), R"({"r":[],"u":[{"i":6,"p":1,"a":5,"R":"text","n":"b","b":[0,0,0,0]}]})");
}

TEST(SemanticsPatch, RemovesTheTopOfWhatGoes) {
  const Nodes before = Page({Node(5, 1, ""), Node(6, 5, ""), Node(7, 1, "")});
  EXPECT_EQ(Patch(before, Page({Node(7, 1, "")})).dump(), R"({"r":[5],"u":[]})");
}

TEST(SemanticsPatch, PlacesAreRelativeToTheParent) {
  Nodes before = Page({Node(5, 1, ""), Node(6, 5, "")});
  before[1].rect = {10, 20, 100, 50};
  before[2].rect = {15, 30.25F, 10, 10};
  Nodes after = before;
  for (std::size_t i = 1; i < after.size(); ++i) after[i].rect = after[i].rect.Moved(0, 7);
  EXPECT_EQ(Patch(before, after).dump(), R"({"r":[],"u":[{"i":5,"b":[10,27,100,50]}]})");
  EXPECT_EQ(Patch({}, before)["u"][1]["b"].dump(), "[5,10.25,10,10]");
}

TEST(SemanticsPatch, TouchedFieldsAreSentAgain) {
  Nodes nodes = Page({Node(5, 1, "a")});
  nodes[1].value = "x";
  EXPECT_EQ(PatchBetween(nodes, nodes, {5}), R"({"r":[],"u":[{"i":5,"v":"x","s":0}]})");
}

TEST(SemanticsPatch, LinesAreMarkedInTexts) {
  Nodes after = Page({Node(5, 1, "one two")});
  after[1].runs.push_back(
      {.text = "one two", .rect = {0, 0, 30, 44}, .face = Face::Bold, .size = 15, .line_height = 22, .breaks = {4}});
  EXPECT_EQ(Patch(Page({}), after)["u"][0]["t"].dump(), R"([["one \u0001two",0,0,30,44,1,15,22]])");
}

}  // namespace
}  // namespace callboard::ui
