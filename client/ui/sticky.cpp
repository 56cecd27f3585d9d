#include "client/ui/sticky.hpp"

#include <algorithm>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

void CloseStickyBar(Frame& frame) {
  Context& context = frame.context();
  const OpenScope scope = context.scopes().back();
  context.scopes().pop_back();
  const float height = context.layout().Close().h;
  const Rect rect{scope.area.x, scope.number, scope.area.w, height};
  if (scope.flag) {
    const float pad = context.metrics().gap / 2;
    Painter& painter = context.painter();
    painter.BeginBackground();
    painter.Fill({rect.x, rect.y - pad, rect.w, rect.h + 2 * pad}, context.theme().page);
    painter.Fill({rect.x, rect.Bottom() + pad - 1, rect.w, 1}, context.theme().border);
    painter.EndBackground();
    painter.PopLayer();
  }
  context.tree().at(scope.node).rect = rect;
  CloseNode(context, scope.node);
  context.layout().FinishItem({scope.area.w, height});
}

}  // namespace

Scope StickyBar(Frame& frame) {
  Context& context = frame.context();
  const Rect at = context.layout().StartItem(0);
  const float top = context.painter().Seen().y + context.covered_top() + context.metrics().gap / 2;
  const bool sticks = top > at.y;
  const std::size_t node = OpenNode(context, Role::Group, "sticky", {});
  const float y = std::max(at.y, top);
  context.scopes().push_back({.node = node, .area = at, .number = y, .flag = sticks});
  if (sticks) {
    // Over the page, and of it: the bars of the window lie beside it.
    context.painter().PushLayer(Layer::Popup);
    context.painter().OpenGroup();
  }
  context.layout().OpenStack({at.x, y, at.w, 0}, context.metrics().gap / 2);
  return {&frame, CloseStickyBar};
}

}  // namespace callboard::ui
