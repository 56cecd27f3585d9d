#include "client/views/graph_picture.hpp"

#include <algorithm>
#include <format>
#include <functional>
#include <set>
#include <utility>

#include "client/store/route.hpp"
#include "client/views/kind_text.hpp"

namespace callboard::views {
namespace {

// What GraphPainter needs around the text of a node, in em, and how long a text may be.
constexpr float kBesideText = 2.9F;
constexpr float kLongestText = 24;
constexpr float kNodeHeight = 2.2F;

void Mix(std::uint64_t& hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
  hash ^= hash >> 32U;
}

std::uint64_t VersionOf(const GraphPlan& plan) {
  const std::hash<std::string> hash_of;
  std::uint64_t version = 1;
  for (const graph::Node& node : plan.graph.nodes) {
    Mix(version, hash_of(node.ref));
    Mix(version, hash_of(NodeText(node)));
    Mix(version, node.is_root ? 1 : 0);
  }
  for (const graph::Edge& edge : plan.graph.edges) {
    Mix(version, (static_cast<std::uint64_t>(edge.from) << 32U) | edge.to);
    Mix(version, hash_of(EdgeText(edge)));
  }
  Mix(version, static_cast<std::uint64_t>(plan.direction) * 8 + static_cast<std::uint64_t>(plan.layout) * 2 +
                   (plan.steps ? 1 : 0));
  return version;
}

ui::GraphCurve CurveOf(const GraphPlan& plan) {
  if (plan.layout == store::GraphLayout::Force) return ui::GraphCurve::Straight;
  if (graph::IsHorizontal(plan.direction))
    return plan.steps ? ui::GraphCurve::HorizontalSteps : ui::GraphCurve::Horizontal;
  return plan.steps ? ui::GraphCurve::VerticalSteps : ui::GraphCurve::Vertical;
}

graph::Layout LayOut(ui::Frame& frame, const GraphPlan& plan) {
  std::vector<graph::Extent> sizes;
  for (const graph::Node& node : plan.graph.nodes)
    sizes.push_back({std::min(frame.TextWidthEm(NodeText(node)), kLongestText) + kBesideText, kNodeHeight});
  std::vector<graph::Link> links;
  float longest_text = 0;
  for (const graph::Edge& edge : plan.graph.edges) {
    links.push_back({edge.from, edge.to});
    longest_text = std::max(longest_text, frame.TextWidthEm(EdgeText(edge), ui::TextStyle::Small));
  }
  if (plan.layout == store::GraphLayout::Force) return graph::LayOutByForce(sizes, links);
  // Between layers that follow each other, the texts of the edges find room.
  const bool is_horizontal = graph::IsHorizontal(plan.direction);
  const float layer_gap = is_horizontal ? std::clamp(longest_text + 2, 4.F, 9.F) : 4;
  return graph::LayOutLayered(
      sizes, links, {.direction = plan.direction, .layer_gap = layer_gap, .node_gap = is_horizontal ? 1.F : 2.F});
}

ui::GraphPicture MakePicture(const GraphPlan& plan, const GraphCache& cache) {
  ui::GraphPicture picture{
      .size = {cache.layout.size.w, cache.layout.size.h}, .curve = CurveOf(plan), .version = plan.version};
  for (std::size_t i = 0; i < plan.graph.nodes.size(); ++i) {
    const graph::Node& node = plan.graph.nodes[i];
    const graph::Box& box = cache.layout.boxes[i];
    std::string text = NodeText(node);
    std::string name = std::format("{}, {}", text, KindLabel(node.kind));
    picture.nodes.push_back({.key = node.ref,
                             .text = std::move(text),
                             .name = std::move(name),
                             .href = NodeHref(node),
                             .icon = KindIcon(node.kind),
                             .box = {box.x, box.y, box.w, box.h}});
  }
  for (std::size_t i = 0; i < plan.graph.edges.size(); ++i) {
    const graph::Edge& edge = plan.graph.edges[i];
    ui::GraphEdge& shown = picture.edges.emplace_back();
    shown.from = edge.from;
    shown.to = edge.to;
    shown.text = cache.edge_texts[i];
    for (const graph::Spot& spot : cache.layout.routes[i]) shown.route.push_back({spot.x, spot.y});
  }
  return picture;
}

void PointOut(const GraphPlan& plan, const GraphFocus& focus, ui::GraphPicture& picture) {
  const std::set<std::uint32_t> on_path(focus.path.begin(), focus.path.end());
  for (std::uint32_t i = 0; i < picture.nodes.size(); ++i) {
    ui::GraphMark& mark = picture.nodes[i].mark;
    mark = on_path.contains(i) ? ui::GraphMark::OnPath : ui::GraphMark::Plain;
    if (plan.graph.nodes[i].is_root) mark = ui::GraphMark::Root;
    if (focus.chosen == i) mark = ui::GraphMark::Chosen;
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> steps;
  for (std::size_t i = 1; i < focus.path.size(); ++i) {
    steps.emplace(focus.path[i - 1], focus.path[i]);
    steps.emplace(focus.path[i], focus.path[i - 1]);
  }
  for (ui::GraphEdge& edge : picture.edges) edge.on_path = steps.contains({edge.from, edge.to});
  picture.has_path = !steps.empty();
}

graph::Curve SvgCurve(ui::GraphCurve curve) {
  switch (curve) {
    case ui::GraphCurve::Straight:
      return graph::Curve::Straight;
    case ui::GraphCurve::Horizontal:
      return graph::Curve::Horizontal;
    case ui::GraphCurve::Vertical:
      return graph::Curve::Vertical;
    case ui::GraphCurve::HorizontalSteps:
      return graph::Curve::HorizontalSteps;
    case ui::GraphCurve::VerticalSteps:
      return graph::Curve::VerticalSteps;
  }
  return graph::Curve::Straight;
}

}  // namespace

std::string EdgeText(const graph::Edge& edge) {
  std::string text;
  for (const std::string& type : edge.types) text += (text.empty() ? "" : ", ") + RelationLabel(type);
  return edge.count > 1 ? std::format("{} ({})", text, edge.count) : text;
}

std::string NodeText(const graph::Node& node) {
  return node.members > 0 ? std::format("{} ({})", node.label, node.members) : node.label;
}

std::string NodeHref(const graph::Node& node) {
  const auto ref = model::ParseEntityRef(node.ref);
  return ref ? store::EntityUrl(*ref) : "";
}

GraphPlan PlanOf(graph::Graph graph, const store::GraphQuery& query) {
  GraphPlan plan{.graph = std::move(graph), .direction = query.direction, .layout = query.layout, .steps = query.steps};
  plan.version = VersionOf(plan);
  return plan;
}

const ui::GraphPicture& PictureOf(ui::Frame& frame, const GraphPlan& plan, const GraphFocus& focus, GraphCache& cache) {
  const bool is_new = cache.version != plan.version;
  if (is_new) {
    cache.version = plan.version;
    cache.layout = LayOut(frame, plan);
    cache.edge_texts.clear();
    for (const graph::Edge& edge : plan.graph.edges) cache.edge_texts.push_back(EdgeText(edge));
    cache.picture = MakePicture(plan, cache);
  }
  if (is_new || cache.focus != focus) {
    cache.focus = focus;
    PointOut(plan, focus, cache.picture);
  }
  return cache.picture;
}

std::string SvgOf(const GraphPlan& plan, const GraphCache& cache, const std::string& title) {
  graph::Graph named = plan.graph;
  for (graph::Node& node : named.nodes) node.label = NodeText(node);
  return graph::ToSvg(named, cache.layout, cache.edge_texts, {.curve = SvgCurve(cache.picture.curve), .title = title});
}

}  // namespace callboard::views
