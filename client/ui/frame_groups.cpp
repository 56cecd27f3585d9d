#include <algorithm>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

void CloseLandmark(Frame& frame) {
  Context& context = frame.context();
  CloseNode(context, context.tree().OpenIndex());
}

Scope OpenLandmark(Frame& frame, Role role, std::string_view label) {
  Context& context = frame.context();
  const std::size_t node = OpenNode(context, role, label, label);
  if (!label.empty()) context.tree().at(node).states |= kNamed;
  return {&frame, CloseLandmark};
}

void CloseSection(Frame& frame) {
  Context& context = frame.context();
  const OpenScope scope = context.scopes().back();
  context.scopes().pop_back();
  const Size size = context.layout().Close();
  context.tree().at(scope.node).rect = {scope.area.x, scope.area.y, scope.area.w, size.h};
  CloseNode(context, scope.node);
  context.layout().FinishItem({scope.area.w, size.h});
}

void CloseCard(Frame& frame) {
  Context& context = frame.context();
  const OpenScope scope = context.scopes().back();
  context.scopes().pop_back();
  const float height = context.layout().Close().h + 2 * scope.number;
  const Rect rect{scope.area.x, scope.area.y, scope.area.w, std::max(height, scope.area.h)};
  const Theme& theme = context.theme();
  const float radius = context.metrics().radius;
  Painter& painter = context.painter();
  painter.BeginBackground();
  painter.Shadow(rect, theme.shadow, radius);
  painter.Fill(rect, theme.surface, radius);
  painter.Stroke(rect, theme.border, radius);
  painter.EndBackground();
  context.tree().at(scope.node).rect = rect;
  CloseNode(context, scope.node);
  context.layout().FinishItem({rect.w, height});
}

std::size_t OpenSectionNode(Context& context, std::string_view title) {
  const std::size_t node = OpenNode(context, title.empty() ? Role::Group : Role::Region, title, title);
  if (!title.empty()) context.tree().at(node).states |= kNamed;
  return node;
}

}  // namespace

Scope Frame::Header() {
  return OpenLandmark(*this, Role::Header, {});
}
Scope Frame::Main() {
  return OpenLandmark(*this, Role::Main, {});
}
Scope Frame::Navigation(std::string_view label) {
  return OpenLandmark(*this, Role::Navigation, label);
}
Scope Frame::Search(std::string_view label) {
  return OpenLandmark(*this, Role::Search, label);
}

Scope Frame::Section(std::string_view title, int heading_level) {
  const Rect at = context_.layout().StartItem(0);
  context_.scopes().push_back({.node = OpenSectionNode(context_, title), .area = at});
  context_.layout().OpenStack(at, context_.metrics().gap);
  if (!title.empty()) Heading(heading_level, title);
  return {this, CloseSection};
}

Scope Frame::Card(std::string_view title, CardOptions options) {
  const Metrics& metrics = context_.metrics();
  const float padding = options.flush ? 0 : metrics.padding;
  const Rect at = context_.layout().StartItem(0);
  context_.painter().OpenGroup();
  context_.scopes().push_back({.node = OpenSectionNode(context_, title), .area = at, .number = padding});
  context_.layout().OpenStack({at.x + padding, at.y + padding, at.w - 2 * padding, 0}, metrics.gap);
  if (title.empty()) return {this, CloseCard};
  const auto row = Row({.gap_em = 0.6F});
  if (options.flush) Space(metrics.padding / metrics.em);
  if (options.icon != Icon::None) IconPicture(options.icon);
  Heading(options.heading_level, title);
  return {this, CloseCard};
}

Scope Frame::List(std::string_view label) {
  const Rect at = context_.layout().StartItem(0);
  const std::size_t node = OpenNode(context_, Role::List, label, label);
  if (!label.empty()) context_.tree().at(node).states |= kNamed;
  context_.scopes().push_back({.node = node, .area = at});
  context_.layout().OpenStack(at, context_.metrics().gap / 2);
  return {this, CloseSection};
}

Scope Frame::ListItem() {
  const Rect at = context_.layout().StartItem(0);
  context_.scopes().push_back({.node = OpenNode(context_, Role::ListItem, {}, {}), .area = at});
  context_.layout().OpenStack(at, context_.metrics().gap / 4);
  return {this, CloseSection};
}

}  // namespace callboard::ui
