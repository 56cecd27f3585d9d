#pragma once
// Draws the boxes and lines of a graph canvas. Knows nothing of input.

#include <span>

#include "client/ui/context.hpp"
#include "client/ui/graph_canvas.hpp"

namespace callboard::ui {

/// Where the plane is: `origin` is the place of its corner on the page, `zoom` how many pixels an em of it is.
struct GraphView {
  Rect canvas;
  Point origin;
  float zoom = 1;

  [[nodiscard]] Point At(Point spot) const { return {origin.x + spot.x * zoom, origin.y + spot.y * zoom}; }
  [[nodiscard]] Rect At(const Rect& box) const {
    return {origin.x + box.x * zoom, origin.y + box.y * zoom, box.w * zoom, box.h * zoom};
  }
};

inline constexpr std::size_t kNoNode = SIZE_MAX;

class GraphPainter {
 public:
  GraphPainter(Context& context, const GraphPicture& picture, const GraphView& view)
      : context_(context), picture_(picture), view_(view) {}

  /// `hovered`: its edges are pointed out.
  void DrawEdges(std::size_t hovered);
  /// `record`: the place of its node in the semantic tree, kNoNode when it has none.
  void DrawNode(std::size_t node, std::size_t record, bool hovered);
  /// Texts of edges, over everything.
  void DrawEdgeTexts(std::size_t hovered);

 private:
  [[nodiscard]] bool IsSeen(const GraphEdge& edge) const;
  [[nodiscard]] Color ColorOf(const GraphEdge& edge, bool pointed_out) const;
  void DrawRoute(const GraphEdge& edge, Color color, float width);
  void DrawPiece(Point from, Point to, Color color, float width);
  void DrawTip(const GraphEdge& edge, Color color);
  void DrawEdgeText(const GraphEdge& edge);

  Context& context_;
  const GraphPicture& picture_;
  const GraphView& view_;
};

}  // namespace callboard::ui
