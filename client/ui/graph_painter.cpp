#include "client/ui/graph_painter.hpp"

#include <algorithm>
#include <cmath>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

// Smaller letters cannot be read, and smaller boxes need no round corners.
constexpr int kSmallestText = 8;
constexpr int kSmallestEdgeText = 9;
// Below so many pixels an em, curves look like lines.
constexpr float kCurveZoom = 4;
constexpr float kTipZoom = 4;

/// What lies between two points, and a little more: horizontal lines have no height.
Rect Between(Point a, Point b) {
  return Rect{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)}.Inset(-2);
}

bool Touches(const GraphEdge& edge, std::size_t node) {
  return edge.from == node || edge.to == node;
}

}  // namespace

bool GraphPainter::IsSeen(const GraphEdge& edge) const {
  if (edge.route.size() < 2) return false;
  Point low = edge.route.front();
  Point high = low;
  for (const Point& spot : edge.route) {
    low = {std::min(low.x, spot.x), std::min(low.y, spot.y)};
    high = {std::max(high.x, spot.x), std::max(high.y, spot.y)};
  }
  const Rect around = view_.At(Rect{low.x, low.y, high.x - low.x, high.y - low.y});
  return around.Inset(-2).Overlaps(context_.painter().Seen());
}

Color GraphPainter::ColorOf(const GraphEdge& edge, bool pointed_out) const {
  const Theme& theme = context_.theme();
  if (edge.on_path || pointed_out) return theme.accent;
  return picture_.has_path ? theme.border : theme.control_border;
}

void GraphPainter::DrawPiece(Point from, Point to, Color color, float width) {
  Painter& painter = context_.painter();
  if (!painter.IsSeen(Between(from, to))) return;
  const Point middle{(from.x + to.x) / 2, (from.y + to.y) / 2};
  const bool is_flat = from.x == to.x || from.y == to.y;
  if (view_.zoom < kCurveZoom || is_flat || picture_.curve == GraphCurve::Straight)
    return painter.Line(from, to, color, width);
  const bool across = picture_.curve == GraphCurve::Vertical || picture_.curve == GraphCurve::VerticalSteps;
  const Point first = across ? Point{from.x, middle.y} : Point{middle.x, from.y};
  const Point second = across ? Point{to.x, middle.y} : Point{middle.x, to.y};
  if (picture_.curve == GraphCurve::Horizontal || picture_.curve == GraphCurve::Vertical)
    return painter.Bezier(from, first, second, to, color, width);
  painter.Line(from, first, color, width);
  painter.Line(first, second, color, width);
  painter.Line(second, to, color, width);
}

void GraphPainter::DrawRoute(const GraphEdge& edge, Color color, float width) {
  for (std::size_t i = 1; i < edge.route.size(); ++i)
    DrawPiece(view_.At(edge.route[i - 1]), view_.At(edge.route[i]), color, width);
  if (view_.zoom >= kTipZoom) DrawTip(edge, color);
}

void GraphPainter::DrawTip(const GraphEdge& edge, Color color) {
  const Point tip = view_.At(edge.route.back());
  if (!context_.painter().IsSeen(Rect{tip.x, tip.y, 0, 0}.Inset(-10))) return;
  const Point before = view_.At(edge.route[edge.route.size() - 2]);
  Point back{before.x - tip.x, before.y - tip.y};
  // Curves and steps arrive along the layout's direction.
  const bool across = picture_.curve == GraphCurve::Vertical || picture_.curve == GraphCurve::VerticalSteps;
  if (picture_.curve != GraphCurve::Straight) back = across ? Point{0, back.y} : Point{back.x, 0};
  const float length = std::sqrt(back.x * back.x + back.y * back.y);
  if (length <= 0) return;
  const float size = std::clamp(view_.zoom * 0.6F, 4.F, 10.F);
  const Point by{back.x / length * size, back.y / length * size};
  const Point foot{tip.x + by.x, tip.y + by.y};
  const Point side{-by.y * 0.45F, by.x * 0.45F};
  context_.painter().Triangle(tip, {foot.x + side.x, foot.y + side.y}, {foot.x - side.x, foot.y - side.y}, color);
}

void GraphPainter::DrawEdges(std::size_t hovered) {
  const auto is_pointed_out = [&](const GraphEdge& edge) { return edge.on_path || Touches(edge, hovered); };
  for (const GraphEdge& edge : picture_.edges) {
    if (!is_pointed_out(edge) && IsSeen(edge)) DrawRoute(edge, ColorOf(edge, false), 1);
  }
  for (const GraphEdge& edge : picture_.edges) {
    if (is_pointed_out(edge) && IsSeen(edge)) DrawRoute(edge, ColorOf(edge, true), 2);
  }
}

void GraphPainter::DrawNode(std::size_t node, std::size_t record, bool hovered) {
  const GraphNode& shown = picture_.nodes[node];
  const Theme& theme = context_.theme();
  Painter& painter = context_.painter();
  const Rect box = view_.At(shown.box);
  const bool is_marked = shown.mark != GraphMark::Plain;
  const Color fill = shown.mark == GraphMark::Root ? theme.ToneOf(Tone::Accent).fill : theme.surface;
  const int size = static_cast<int>(view_.zoom);
  if (size < kSmallestText) {
    painter.Fill(box, is_marked ? theme.accent : theme.control_border);
    return;
  }
  const float radius = context_.metrics().radius * 0.6F * std::min(1.F, view_.zoom / context_.metrics().em);
  painter.Fill(box, fill, radius);
  if (hovered) painter.Fill(box, theme.hover, radius);
  painter.Stroke(box, is_marked || hovered ? theme.accent : theme.control_border, radius,
                 shown.mark == GraphMark::Chosen ? 3.F
                 : is_marked                     ? 2.F
                                                 : 1.F);
  const float icon = std::round(view_.zoom * 1.1F);
  const float pad = view_.zoom * 0.6F;
  painter.Icon(shown.icon, {box.x + pad, box.y + std::floor((box.h - icon) / 2), icon, icon},
               is_marked ? theme.accent : theme.muted);
  const TextFont font{Face::Regular, size, static_cast<int>(std::lround(view_.zoom * 1.4F))};
  const float text_x = box.x + pad + (shown.icon == Icon::None ? 0 : icon + view_.zoom * 0.4F);
  // One pixel of room: letters of whole sizes are not exactly as wide as the layout took them to be.
  const Rect room{text_x, box.y, box.Right() - pad * 0.5F - text_x, box.h};
  if (record != kNoNode) {
    DrawLabel(context_, context_.tree().at(record), font, shown.text, room, theme.text);
    DrawFocusRing(context_, context_.tree().at(record).id, box, radius);
    return;
  }
  const TextShape shape = painter.Measure(font, shown.text, room.w, Overflow::Ellipsis);
  painter.Text(font, shown.text, shape, {room.x, room.y + std::floor((room.h - shape.size.h) / 2)}, theme.text);
}

void GraphPainter::DrawEdgeTexts(std::size_t hovered) {
  const int size = static_cast<int>(view_.zoom * 0.8F);
  if (size < kSmallestEdgeText) return;
  for (const GraphEdge& edge : picture_.edges) {
    const bool is_pale = picture_.has_path && !edge.on_path && !Touches(edge, hovered);
    if (!edge.text.empty() && !edge.route.empty() && !is_pale) DrawEdgeText(edge);
  }
}

void GraphPainter::DrawEdgeText(const GraphEdge& edge) {
  const std::size_t half = edge.route.size() / 2;
  const Point a = edge.route[half - (edge.route.size() % 2 == 0 ? 1 : 0)];
  const Point b = edge.route[half];
  const Point middle = view_.At(Point{(a.x + b.x) / 2, (a.y + b.y) / 2});
  const TextFont font{Face::Regular, static_cast<int>(view_.zoom * 0.8F),
                      static_cast<int>(std::lround(view_.zoom * 1.1F))};
  Painter& painter = context_.painter();
  const float most = view_.zoom * 20;
  // Measuring costs more than looking.
  if (!painter.IsSeen(Rect{middle.x, middle.y, 0, 0}.Inset(-most / 2))) return;
  const TextShape shape = painter.Measure(font, edge.text, most, Overflow::Ellipsis);
  const Rect box{std::round(middle.x - shape.size.w / 2), std::round(middle.y - shape.size.h / 2), shape.size.w,
                 shape.size.h};
  if (!painter.IsSeen(box)) return;
  painter.Fill(box.Inset(-2), context_.theme().surface, 3);
  painter.Text(font, edge.text, shape, {box.x, box.y}, context_.theme().muted);
}

}  // namespace callboard::ui
