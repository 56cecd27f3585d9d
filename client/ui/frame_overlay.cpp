#include <algorithm>
#include <cmath>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

/// Popups of what does not scroll must not scroll either.
Layer PopupLayerOver(Layer layer) {
  return layer == Layer::Page ? Layer::Popup : Layer::Dialog;
}

void CloseMenu(Frame& frame) {
  Context& context = frame.context();
  const OpenScope scope = context.scopes().back();
  context.scopes().pop_back();
  const float pad = scope.number;
  const Size size = context.layout().Close();
  const Rect rect{scope.area.x, scope.area.y, scope.area.w, size.h + 2 * pad};
  Painter& painter = context.painter();
  const float radius = context.metrics().radius;
  painter.BeginBackground();
  painter.Shadow(rect, context.theme().shadow, radius);
  painter.Fill(rect, context.theme().surface, radius);
  painter.Stroke(rect, context.theme().border, radius);
  painter.EndBackground();
  painter.PopLayer();
  if (scope.state->just_opened && context.tree().size() > scope.node + 1)
    context.FocusNode(context.tree().at(scope.node + 1).id);
  scope.state->just_opened = false;
  context.tree().at(scope.node).rect = rect;
  CloseNode(context, scope.node);
}

void CloseDialog(Frame& frame) {
  Context& context = frame.context();
  const OpenScope scope = context.scopes().back();
  context.scopes().pop_back();
  const float pad = context.metrics().padding;
  const float content = context.layout().Close().h + 2 * pad;
  // A drawer has its height from the window, a dialog from what it holds.
  const bool drawer = scope.area.h > 0;
  const float most = context.environment().window.h - scope.area.y - pad;
  const float height = drawer ? scope.area.h : std::min(content, most);
  const float radius = drawer ? 0 : context.metrics().radius;
  const Rect rect{scope.area.x, scope.area.y, scope.area.w, height};
  Painter& painter = context.painter();
  painter.PopView();
  painter.BeginBackground();
  painter.Fill({0, 0, context.environment().window.w, context.environment().window.h}, context.theme().scrim);
  painter.Shadow(rect, context.theme().shadow, radius);
  painter.Fill(rect, context.theme().surface, radius);
  painter.Stroke(rect, context.theme().border, radius);
  painter.EndBackground();
  painter.PopLayer();
  if (scope.state->size.h != height) context.RequestFrameIn(0);
  scope.state->size = {rect.w, height};
  SemanticNode& node = context.tree().at(scope.node);
  node.rect = rect;
  node.content = {rect.w, content};
  if (content > height) node.states |= kScrolls;
  CloseNode(context, scope.node);
  context.tree().Close();
}

struct ItemFace {
  Rect rect;
  Rect label;
};

ItemFace PlaceMenuItem(Context& context, Icon icon) {
  const Metrics& metrics = context.metrics();
  const Rect at = context.layout().StartItem(0);
  const Rect rect{at.x, at.y, at.w, metrics.control};
  context.layout().FinishItem({rect.w, rect.h});
  const float pad = metrics.em * 0.7F;
  const float room = icon == Icon::None ? 0 : metrics.em * 1.8F;
  return {rect, {rect.x + pad + room, rect.y, rect.w - 2 * pad - room, rect.h}};
}

/// Records and draws one entry; true when it was chosen, which closes the menu.
bool DrawMenuItem(Context& context, std::string_view label, std::string_view href, Icon icon) {
  const Metrics& metrics = context.metrics();
  const ItemFace face = PlaceMenuItem(context, icon);
  SemanticNode& node = RecordWidget(context, Role::MenuItem, label, face.rect, label);
  node.href = href;
  const NodeId id = node.id;
  if (context.IsHovered(id)) context.painter().Fill(face.rect, context.theme().hover, metrics.radius / 2);
  DrawLabel(context, node, FontOf(metrics, TextStyle::Body), label, face.label, context.theme().text);
  const float size = std::round(metrics.em * 1.1F);
  const Rect icon_at{face.rect.x + metrics.em * 0.7F, face.rect.y + std::floor((face.rect.h - size) / 2), size, size};
  context.painter().Icon(icon, icon_at, context.theme().muted);
  DrawFocusRing(context, id, face.rect.Inset(3), metrics.radius / 2);
  const bool chosen = context.IsClicked(id);
  if (chosen) context.scopes().back().state->open = false;
  return chosen;
}

}  // namespace

Scope Frame::Menu(std::string_view label, enum Icon icon) {
  const bool pressed = IconButton(icon, label);
  SemanticNode& button = context_.tree().at(context_.tree().size() - 1);
  const NodeId button_id = button.id;
  const Rect anchor = button.rect;
  WidgetState& state = context_.StateOf(button_id);
  const NodeId menu_id = context_.tree().NextId(Role::Menu, label);
  if (pressed) {
    state.open = !state.open;
    state.just_opened = state.open;
  } else if (state.open && context_.IsDismissed(menu_id)) {
    state.open = false;
    context_.FocusNode(button_id);
  }
  button.states |= kHasMenu | (state.open ? kExpanded : kCollapsed);
  if (!state.open) return {nullptr, CloseMenu};
  const Metrics& metrics = context_.metrics();
  const float pad = metrics.em * 0.4F;
  const float width = 15 * metrics.em;
  const Rect seen = context_.painter().Seen();
  const float x = std::clamp(anchor.x, seen.x + pad, std::max(seen.x + pad, seen.Right() - width - pad));
  const Rect area{x, anchor.Bottom() + 4, width, 0};
  const std::size_t node = OpenNode(context_, Role::Menu, label, label);
  context_.tree().at(node).states |= kNamed;
  context_.scopes().push_back({.node = node, .area = area, .number = pad, .state = &state});
  context_.painter().PushLayer(PopupLayerOver(context_.painter().CurrentLayer()));
  context_.painter().OpenGroup();
  context_.layout().OpenStack({area.x + pad, area.y + pad, width - 2 * pad, 0}, 0);
  return {this, CloseMenu};
}

bool Frame::MenuItem(std::string_view label, enum Icon icon) {
  return DrawMenuItem(context_, label, {}, icon);
}

void Frame::MenuLink(std::string_view label, std::string_view href, enum Icon icon) {
  DrawMenuItem(context_, label, href, icon);
}

Scope Frame::OpenDialog(std::string_view title, bool& open, const Rect& area) {
  context_.tree().OpenAtPage();
  const NodeId id = context_.tree().NextId(Role::Dialog, title);
  if (context_.IsDismissed(id)) open = false;
  if (!open) {
    context_.tree().Close();
    return {nullptr, CloseDialog};
  }
  const Metrics& metrics = context_.metrics();
  WidgetState& state = context_.StateOf(id);
  const std::size_t node = OpenNode(context_, Role::Dialog, title, title);
  context_.tree().at(node).states |= kNamed | kFixed;
  context_.scopes().push_back({.node = node, .area = area, .state = &state});
  Painter& painter = context_.painter();
  painter.PushLayer(Layer::Dialog);
  painter.OpenGroup();
  const float seen = state.size.h > 0 ? state.size.h : context_.environment().window.h;
  painter.PushView({area.x, area.y, area.w, seen}, {0, state.scroll.y});
  const float pad = metrics.padding;
  context_.layout().OpenStack({area.x + pad, area.y + pad, area.w - 2 * pad, 0}, metrics.gap);
  const auto row = Row({.wrap = false});
  Heading(2, title);
  Spring();
  if (IconButton(Icon::Close, "Close")) open = false;
  return {this, CloseDialog};
}

Scope Frame::Dialog(std::string_view title, bool& open, float width_em) {
  const float em = context_.metrics().em;
  const Size window = context_.environment().window;
  const float width = std::min(width_em * em, window.w - 2 * em);
  return OpenDialog(title, open,
                    {std::floor((window.w - width) / 2), std::floor(std::max(em, window.h * 0.1F)), width, 0});
}

Scope Frame::Drawer(std::string_view title, bool& open, float width_em) {
  const Size window = context_.environment().window;
  const float width = std::min(width_em * context_.metrics().em, window.w);
  return OpenDialog(title, open, {window.w - width, 0, width, window.h});
}

void Frame::Tooltip(std::string_view text) {
  SemanticNode& node = context_.tree().at(context_.last_widget());
  node.description = text;
  if (!context_.IsHovered(node.id) && !context_.ShowsFocus(node.id)) return;
  const Metrics& metrics = context_.metrics();
  const TextFont font = FontOf(metrics, TextStyle::Small);
  const TextShape shape = context_.painter().Measure(font, text, 20 * metrics.em, Overflow::Wrap);
  Painter& painter = context_.painter();
  const Rect seen = painter.Seen();
  const float pad = metrics.em * 0.6F;
  const float width = shape.size.w + 2 * pad;
  const float x = std::clamp(node.rect.x, seen.x + 4, std::max(seen.x + 4, seen.Right() - width - 4));
  const Rect rect{x, node.rect.Bottom() + 6, width, shape.size.h + pad};
  painter.PushLayer(PopupLayerOver(painter.CurrentLayer()));
  painter.Fill(rect, context_.theme().text, metrics.radius / 2);
  painter.Text(font, text, shape, {rect.x + pad, rect.y + pad / 2}, context_.theme().surface);
  painter.PopLayer();
}

}  // namespace callboard::ui
