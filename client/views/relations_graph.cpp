#include "client/views/relations_graph.hpp"

#include <algorithm>
#include <format>

#include "client/store/route.hpp"

namespace callboard::views {
namespace {

constexpr float kHeightEm = 24;
// Smaller than so much of the usual size, texts cannot be read.
constexpr float kLeastScale = 0.6F;

}  // namespace

RelationsGraph BuildRelationsGraph(const store::AppState& state, std::string_view canonical_ref) {
  RelationsGraph relations;
  store::GraphQuery query;
  query.roots = {std::string(canonical_ref)};
  query.depth = 1;
  const catalog::Index* const index = store::IndexOf(state);
  if (index == nullptr || !store::IsCatalogComplete(state)) return relations;
  graph::Graph graph =
      graph::BuildGraph(*index, {.roots = query.roots, .depth = 1, .max_nodes = RelationsGraph::kMostNodes});
  if (graph.nodes.empty()) return relations;
  relations.name = graph.nodes.front().label;
  relations.has_relations = graph.nodes.size() > 1;
  if (graph.was_cut) graph = {};
  // How its neighbours are related to each other is on the page.
  std::erase_if(graph.edges, [](const graph::Edge& edge) { return edge.from != 0 && edge.to != 0; });
  relations.plan = PlanOf(std::move(graph), query);
  relations.page_href = store::UrlFromRoute(store::GraphRoute(std::move(query)));
  return relations;
}

void DrawRelationsGraph(ui::Frame& frame, const RelationsGraph& relations, GraphCache& cache) {
  if (!relations.has_relations) return;
  const auto card = frame.Card("Relations");
  if (relations.plan.graph.nodes.empty()) {
    frame.TextMuted(std::format("More than {} entities are related to {}", RelationsGraph::kMostNodes, relations.name));
  } else {
    const ui::GraphPicture& picture = PictureOf(frame, relations.plan, {}, cache);
    if (picture.size.w * kLeastScale <= frame.AvailableEm()) {
      frame.GraphCanvas({.label = std::format("Relations of {}", relations.name),
                         .summary = std::format("{} entities are related to it", relations.plan.graph.nodes.size() - 1),
                         .picture = picture,
                         .height_em = std::max(kHeightEm, picture.size.h * kLeastScale),
                         .interactive = false});
    } else {
      frame.TextMuted(std::format("{} entities are related to it", relations.plan.graph.nodes.size() - 1));
    }
  }
  frame.Link("Show in the graph", relations.page_href, {.icon = ui::Icon::Graph});
}

}  // namespace callboard::views
