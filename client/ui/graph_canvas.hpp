#pragma once
// What a graph canvas shows: boxes and the lines between them, laid out by the caller in em.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/geometry.hpp"
#include "client/ui/types.hpp"

namespace callboard::ui {

enum class GraphMark : std::uint8_t {
  Plain,
  /// What the graph is about.
  Root,
  /// On the way that is pointed out.
  OnPath,
  /// What the reader chose.
  Chosen,
};

struct GraphNode {
  std::string key;   // of its data
  std::string text;  // in the box
  std::string name;  // announced; contains the text
  std::string href;
  Icon icon = Icon::None;
  GraphMark mark = GraphMark::Plain;
  Rect box;
};

struct GraphEdge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::vector<Point> route;
  std::string text;
  bool on_path = false;
};

/// How a route runs between two of its points.
enum class GraphCurve : std::uint8_t { Straight, Horizontal, Vertical, HorizontalSteps, VerticalSteps };

struct GraphPicture {
  std::vector<GraphNode> nodes;
  std::vector<GraphEdge> edges;
  Size size;
  GraphCurve curve = GraphCurve::Horizontal;
  /// Some edges are on a path: the others are paler.
  bool has_path = false;
  /// Another number is another layout: what is shown starts over.
  std::uint64_t version = 0;
};

struct GraphSpec {
  /// The accessible name, and what is announced with it.
  std::string_view label;
  std::string_view summary;
  const GraphPicture& picture;
  float height_em = 30;
  /// Can be moved and zoomed, and a plain click on a node chooses it. Otherwise all of it is shown, no higher than it
  /// has to be, and clicks follow the links.
  bool interactive = true;
};

struct GraphResult {
  /// The node that was clicked.
  std::optional<std::size_t> chosen;
};

}  // namespace callboard::ui
