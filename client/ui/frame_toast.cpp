#include <algorithm>
#include <cmath>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

constexpr double kLookAgainSecs = 0.25;

/// Whether its time is over. While somebody is at it, its time starts anew.
bool IsOver(Context& context, NodeId id, WidgetState& state, double secs) {
  const double now = context.environment().now_secs;
  if (state.closes_at_secs == 0 || context.IsHovered(id) || context.HoldsFocus(id)) state.closes_at_secs = now + secs;
  if (now >= state.closes_at_secs) return true;
  context.RequestFrameIn(std::max(kLookAgainSecs, state.closes_at_secs - now));
  return false;
}

}  // namespace

bool Frame::Toast(std::string_view message, bool& open, const ToastOptions& options) {
  const auto id_scope = Id(message);
  context_.tree().OpenAtPage();
  const NodeId id = context_.tree().NextId(Role::Group, message);
  WidgetState& state = context_.StateOf(id);
  if (open && !state.open) Announce(message);
  state.open = open;
  if (open && IsOver(context_, id, state, options.secs)) open = state.open = false;
  if (!open) {
    state.closes_at_secs = 0;
    context_.tree().Close();
    return false;
  }
  const Metrics& metrics = context_.metrics();
  const Size window = context_.environment().window;
  const float pad = metrics.gap;
  const float width = std::min(30 * metrics.em, window.w - 2 * metrics.em);
  const float height = state.size.h > 0 ? state.size.h : metrics.control + 2 * pad;
  const Rect rect{std::floor((window.w - width) / 2), std::floor(window.h - height - metrics.em * 1.5F), width, height};
  const std::size_t node = OpenNode(context_, Role::Group, message, message);
  context_.tree().at(node).states |= kNamed | kFixed;
  context_.tree().at(node).rect = rect;
  Painter& painter = context_.painter();
  painter.PushLayer(Layer::Dialog);
  painter.Shadow(rect, context_.theme().shadow, metrics.radius);
  painter.Fill(rect, context_.theme().surface, metrics.radius);
  painter.Stroke(rect, context_.theme().ToneOf(options.tone).text, metrics.radius);
  context_.layout().OpenStack({rect.x + pad, rect.y + pad, rect.w - 2 * pad, 0}, 0);
  bool acted = false;
  {
    const auto row = Row({.wrap = false});
    // The text leaves room for its buttons.
    const float buttons = (options.action.empty() ? 0 : ButtonWidth(options.action) / metrics.em + 0.5F) + 3.2F;
    {
      const auto column = Column(std::max(6.F, AvailableEm() - buttons));
      Text(message);
    }
    Spring();
    if (!options.action.empty()) acted = Button(options.action, {.kind = ButtonKind::Quiet});
    if (IconButton(Icon::Close, "Dismiss")) open = state.open = false;
  }
  const float grown = context_.layout().Close().h + 2 * pad;
  if (state.size.h != grown) context_.RequestFrameIn(0);
  state.size = {width, grown};
  painter.PopLayer();
  CloseNode(context_, node);
  context_.tree().Close();
  if (acted) open = state.open = false;
  return acted;
}

}  // namespace callboard::ui
