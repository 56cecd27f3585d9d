#pragma once
// From a graph of entities to what a canvas shows: texts, sizes, places.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/graph/export.hpp"
#include "client/graph/graph.hpp"
#include "client/graph/layout.hpp"
#include "client/store/graph_query.hpp"
#include "client/ui/ui.hpp"

namespace callboard::views {

/// A graph and the way in which it is to be laid out. Two with the same `version` look the same, but for what is
/// pointed out.
struct GraphPlan {
  graph::Graph graph;
  graph::Direction direction = graph::Direction::LeftRight;
  store::GraphLayout layout = store::GraphLayout::Layered;
  bool steps = false;
  std::uint64_t version = 0;
};

/// Gives the plan its version.
[[nodiscard]] GraphPlan PlanOf(graph::Graph graph, const store::GraphQuery& query);

/// What is pointed out: the nodes of a path, and the one that was chosen.
struct GraphFocus {
  std::optional<std::uint32_t> chosen;
  std::vector<std::uint32_t> path;
  friend bool operator==(const GraphFocus&, const GraphFocus&) = default;
};

/// The last layout, so that a frame costs what it shows.
struct GraphCache {
  std::uint64_t version = 0;
  graph::Layout layout;
  std::vector<std::string> edge_texts;
  GraphFocus focus;
  ui::GraphPicture picture;
};

/// Lays out what has changed since the last call; the result lives in `cache`.
const ui::GraphPicture& PictureOf(ui::Frame& frame, const GraphPlan& plan, const GraphFocus& focus, GraphCache& cache);

/// "Owned by, Part of (3)".
[[nodiscard]] std::string EdgeText(const graph::Edge& edge);
/// "The shop", or "The shop (12)" when it stands for others.
[[nodiscard]] std::string NodeText(const graph::Node& node);
/// "" for a ref that cannot be read.
[[nodiscard]] std::string NodeHref(const graph::Node& node);

/// The document that shows what PictureOf has laid out.
[[nodiscard]] std::string SvgOf(const GraphPlan& plan, const GraphCache& cache, const std::string& title);

}  // namespace callboard::views
