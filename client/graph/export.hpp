#pragma once
// A graph as text for other programs.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "client/graph/graph.hpp"
#include "client/graph/layout.hpp"

namespace callboard::graph {

/// How a route runs between two of its points. Curves and steps leave and arrive along the layout's direction.
enum class Curve : std::uint8_t { Straight, Horizontal, Vertical, HorizontalSteps, VerticalSteps };

/// CSS colours.
struct SvgColors {
  std::string page = "#ffffff";
  std::string node = "#f5f6f8";
  std::string root = "#e3ecfb";
  std::string border = "#8a94a3";
  std::string text = "#1a2230";
  std::string edge = "#8a94a3";
  std::string label = "#566172";
};

/// `labels[i]` is what stands on the i-th edge; "" for nothing. `em` is how many pixels one unit of the layout is.
struct SvgOptions {
  Curve curve = Curve::Horizontal;
  float em = 15;
  std::string title;
  SvgColors colors = {};
};

/// A whole document that needs nothing else.
[[nodiscard]] std::string ToSvg(const Graph& graph, const Layout& layout, std::span<const std::string> labels,
                                const SvgOptions& options);

/// A flowchart in the language of Mermaid.
[[nodiscard]] std::string ToMermaid(const Graph& graph, std::span<const std::string> labels, Direction direction);

/// Where the label of an edge stands: the middle of its route.
[[nodiscard]] Spot MiddleOf(std::span<const Spot> route);

}  // namespace callboard::graph
