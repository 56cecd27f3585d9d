#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "client/ui/graph_painter.hpp"
#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

// As many links as a browser takes without being felt; those nearest to what the graph is about come first.
constexpr std::size_t kMostLinks = 400;
constexpr float kLargestZoom = 2.5F;    // times the size of text
constexpr float kSmallestZoom = 0.25F;  // times that at which all is seen
constexpr float kReadable = 0.7F;       // of the size of text elsewhere
constexpr float kZoomStep = 1.4F;
constexpr float kMarginEm = 1;

/// The zoom at which all is seen, no larger than text is elsewhere.
float FittingZoom(const Metrics& metrics, const Size& canvas, const Size& plane) {
  const float margin = 2 * kMarginEm * metrics.em;
  const float by_width = (canvas.w - margin) / std::max(plane.w, 1.F);
  const float by_height = (canvas.h - margin) / std::max(plane.h, 1.F);
  return std::max(0.01F, std::min({metrics.em, by_width, by_height}));
}

void ShowAll(const Metrics& metrics, const Size& canvas, const Size& plane, WidgetState& state) {
  state.zoom = FittingZoom(metrics, canvas, plane);
  state.scroll = {std::round((canvas.w - plane.w * state.zoom) / 2), std::round((canvas.h - plane.h * state.zoom) / 2)};
  state.was_moved = false;
}

/// What is shown at first: all, where its texts can be read then, else what is around the first node.
void ShowFirst(const Metrics& metrics, const Size& canvas, const GraphPicture& picture, WidgetState& state) {
  ShowAll(metrics, canvas, picture.size, state);
  const float readable = metrics.em * kReadable;
  if (state.zoom >= readable || picture.nodes.empty()) return;
  const auto start = [](float room, float plane, float middle) {
    return plane <= room ? (room - plane) / 2 : std::clamp(room / 2 - middle, room - plane, 0.F);
  };
  const Rect& box = picture.nodes.front().box;
  const float margin = kMarginEm * metrics.em;
  const Size plane{picture.size.w * readable + 2 * margin, picture.size.h * readable + 2 * margin};
  state.zoom = readable;
  state.scroll = {std::round(start(canvas.w, plane.w, margin + (box.x + box.w / 2) * readable) + margin),
                  std::round(start(canvas.h, plane.h, margin + (box.y + box.h / 2) * readable) + margin)};
}

/// Moves no further than to where a corner of the plane is still seen.
void PanBy(const Size& canvas, const Size& plane, float dx, float dy, WidgetState& state) {
  const auto kept = [](float at, float room, float length) {
    const float part = std::min(room, length) / 4;
    return std::clamp(at, part - length, room - part);
  };
  state.scroll = {kept(state.scroll.x + dx, canvas.w, plane.w * state.zoom),
                  kept(state.scroll.y + dy, canvas.h, plane.h * state.zoom)};
  state.was_moved = true;
}

/// `around` stays where it is on the canvas.
void ZoomBy(const Metrics& metrics, const Size& canvas, const Size& plane, float factor, Point around,
            WidgetState& state) {
  const float least = FittingZoom(metrics, canvas, plane) * kSmallestZoom;
  const float zoom = std::clamp(state.zoom * factor, least, metrics.em * kLargestZoom);
  const float by = zoom / state.zoom;
  state.scroll = {around.x - (around.x - state.scroll.x) * by, around.y - (around.y - state.scroll.y) * by};
  state.zoom = zoom;
  PanBy(canvas, plane, 0, 0, state);
}

float FactorOf(const InputEvent& event) {
  const float factor = std::strtof(event.text.c_str(), nullptr);
  return std::isfinite(factor) && factor > 0 ? factor : 1;
}

void FollowInput(Context& context, NodeId id, const Size& canvas, const Size& plane, WidgetState& state) {
  for (const InputEvent& event : context.events()) {
    if (event.node != id) continue;
    if (event.kind == InputKind::Pan) PanBy(canvas, plane, event.x, event.y, state);
    if (event.kind != InputKind::Zoom) continue;
    const bool has_place = event.x >= 0 && event.y >= 0;
    const Point around = has_place ? Point{event.x, event.y} : Point{canvas.w / 2, canvas.h / 2};
    ZoomBy(context.metrics(), canvas, plane, FactorOf(event), around, state);
  }
}

/// The nodes that are seen, and the place of their links in the semantic tree.
struct SeenNode {
  std::size_t node = 0;
  std::size_t record = kNoNode;
  bool hovered = false;
};

SeenNode RecordNode(Context& context, const GraphNode& node, std::size_t at, const Rect& box) {
  SemanticNode& link = RecordWidget(context, Role::Link, node.key, box, node.name);
  link.href = node.href;
  link.states |= kNamed;
  if (node.mark == GraphMark::Chosen) link.states |= kCurrent;
  return {.node = at, .record = context.tree().size() - 1, .hovered = context.IsHovered(link.id)};
}

std::vector<SeenNode> RecordNodes(Context& context, const GraphPicture& picture, const GraphView& view) {
  std::vector<SeenNode> seen;
  std::size_t links = 0;
  for (std::size_t i = 0; i < picture.nodes.size(); ++i) {
    const GraphNode& node = picture.nodes[i];
    const Rect box = view.At(node.box);
    const bool is_seen = context.painter().IsSeen(box);
    const bool can_link = is_seen && links < kMostLinks && !node.href.empty();
    // A link that has the focus stays, however far it is moved away.
    const bool has_focus = !is_seen && context.IsFocused(context.tree().NextId(Role::Link, node.key));
    if (can_link || has_focus) {
      ++links;
      seen.push_back(RecordNode(context, node, i, box));
    } else if (is_seen) {
      seen.push_back({.node = i});
    }
  }
  return seen;
}

/// What the buttons over the graph ask for.
struct ZoomButtons {
  bool show_all = false;
  float factor = 1;
};

ZoomButtons DrawZoomButtons(Frame& frame) {
  ZoomButtons asked;
  const auto row = frame.Row({.gap_em = 0.2F, .align_end = true});
  if (frame.IconButton(Icon::Minus, "Zoom out")) asked.factor = 1 / kZoomStep;
  if (frame.IconButton(Icon::Plus, "Zoom in")) asked.factor = kZoomStep;
  asked.show_all = frame.IconButton(Icon::Fit, "Show all");
  return asked;
}

Rect PlaceCanvas(Context& context, const GraphSpec& spec) {
  const Metrics& metrics = context.metrics();
  const Rect at = context.layout().StartItem(0);
  float height = spec.height_em * metrics.em;
  if (!spec.interactive) {
    const float zoom = FittingZoom(metrics, {at.w, height}, spec.picture.size);
    height = std::min(height, spec.picture.size.h * zoom + 2 * kMarginEm * metrics.em);
  }
  return {at.x, at.y, at.w, std::round(height)};
}

/// Draws everything on the plane; the node that was clicked, or kNoNode.
std::size_t DrawPlane(Context& context, const GraphPicture& picture, const GraphView& view) {
  // Links lie on a group that moves with the plane, so that moving it is one change for all of them.
  const std::size_t plane = OpenNode(context, Role::Group, "plane", {});
  context.tree().at(plane).rect = {view.origin.x, view.origin.y, 0, 0};
  const std::vector<SeenNode> seen = RecordNodes(context, picture, view);
  const auto hovered = std::ranges::find(seen, true, &SeenNode::hovered);
  const std::size_t hovered_node = hovered == seen.end() ? kNoNode : hovered->node;
  GraphPainter drawing(context, picture, view);
  drawing.DrawEdges(hovered_node);
  drawing.DrawEdgeTexts(hovered_node);
  std::size_t clicked = kNoNode;
  for (const SeenNode& node : seen) {
    drawing.DrawNode(node.node, node.record, node.hovered);
    if (node.record != kNoNode && context.IsClicked(context.tree().at(node.record).id)) clicked = node.node;
  }
  context.tree().Close();
  return clicked;
}

}  // namespace

void Frame::DownloadSvgAsPng(std::string_view name, std::string_view svg) {
  context_.output().download = {std::string(name), "image/png", std::string(svg), true};
}

float Frame::TextWidthEm(std::string_view text, TextStyle style) const {
  return context_.painter().WidthOf(FontOf(context_.metrics(), style), text) / context_.metrics().em;
}

GraphResult Frame::GraphCanvas(const GraphSpec& spec) {
  const Metrics& metrics = context_.metrics();
  const GraphPicture& picture = spec.picture;
  const ZoomButtons asked = spec.interactive ? DrawZoomButtons(*this) : ZoomButtons{};
  const Rect canvas = PlaceCanvas(context_, spec);
  const Size size{canvas.w, canvas.h};
  const std::size_t region = OpenNode(context_, spec.interactive ? Role::Graph : Role::Region, spec.label, spec.label);
  SemanticNode& node = context_.tree().at(region);
  node.rect = canvas;
  node.states |= kNamed;
  node.description = spec.summary;
  const NodeId id = node.id;
  WidgetState& state = context_.StateOf(id);
  const bool is_new = state.zoom <= 0 || state.version != picture.version;
  const bool was_resized = state.size != size && !state.was_moved;
  if (asked.show_all || !spec.interactive) {
    ShowAll(metrics, size, picture.size, state);
  } else if (is_new || was_resized) {
    ShowFirst(metrics, size, picture, state);
  }
  state.version = picture.version;
  state.size = size;
  FollowInput(context_, id, size, picture.size, state);
  if (asked.factor != 1) ZoomBy(metrics, size, picture.size, asked.factor, {size.w / 2, size.h / 2}, state);

  Painter& painter = context_.painter();
  if (spec.interactive) painter.Fill(canvas, context_.theme().surface, metrics.radius);
  painter.PushView(canvas, {});
  const GraphView view{canvas, {canvas.x + state.scroll.x, canvas.y + state.scroll.y}, state.zoom};
  const std::size_t clicked = DrawPlane(context_, picture, view);
  painter.PopView();
  if (spec.interactive) {
    painter.Stroke(canvas, context_.theme().border, metrics.radius);
    DrawFocusRing(context_, id, canvas, metrics.radius);
  }
  context_.tree().Close();
  context_.layout().FinishItem(size);
  if (clicked == kNoNode || !spec.interactive) return {};
  // The link is for other clicks.
  context_.output().navigation.clear();
  return {.chosen = clicked};
}

}  // namespace callboard::ui
