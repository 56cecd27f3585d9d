#include <algorithm>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

void FinishBox(Frame& frame) {
  Context& context = frame.context();
  const Size size = context.layout().Close();
  const float width = context.scopes().back().number;
  context.scopes().pop_back();
  context.layout().FinishItem({std::max(width, size.w), size.h});
}

void CloseId(Frame& frame) {
  frame.context().tree().PopKey();
}

void CloseGrid(Frame& frame) {
  Context& context = frame.context();
  WidgetState& state = *context.scopes().back().state;
  const std::vector<float> before = state.heights;
  FinishBox(frame);
  CloseNode(context, context.tree().OpenIndex());
  // Cards were stretched to the heights of the last frame.
  if (state.heights != before) context.RequestFrameIn(0);
}

void ClosePageBox(Frame& frame) {
  Context& context = frame.context();
  const OpenScope scope = context.scopes().back();
  context.scopes().pop_back();
  const Size size = context.layout().Close();
  context.output().page_height = std::max(context.output().page_height, scope.area.y + size.h);
}

void CloseFixedBox(Frame& frame) {
  Context& context = frame.context();
  const OpenScope scope = context.scopes().back();
  context.scopes().pop_back();
  context.layout().Close();
  context.painter().PopLayer();
  CloseNode(context, scope.node);
}

}  // namespace

double Frame::NowSecs() const {
  return context_.environment().now_secs;
}
double Frame::WallSecs() const {
  return context_.environment().wall_secs;
}
bool Frame::IsNarrow() const {
  return context_.environment().window.w < 40 * context_.metrics().em;
}
float Frame::AvailableEm() const {
  return context_.layout().AvailableWidth() / context_.metrics().em;
}
void Frame::RequestFrameIn(double secs) {
  context_.RequestFrameIn(secs);
}
void Frame::GoTo(std::string_view href) {
  context_.output().navigation = href;
}
void Frame::TakeFocus() {
  context_.FocusNode(context_.tree().at(context_.last_widget()).id);
}
void Frame::Announce(std::string_view message) {
  context_.output().announcement = message;
}
void Frame::CopyToClipboard(std::string_view text) {
  context_.output().copied = text;
}
void Frame::Download(std::string_view name, std::string_view type, std::string_view text) {
  context_.output().download = {std::string(name), std::string(type), std::string(text)};
}

Scope Frame::Id(std::string_view key) {
  context_.tree().PushKey(key);
  return {this, CloseId};
}

Scope Frame::Row(RowOptions options) {
  const Rect at = context_.layout().StartItem(0);
  const float gap = options.gap_em * context_.metrics().em;
  context_.scopes().push_back({});
  context_.layout().OpenLine(
      at, {.gap = gap, .wraps = options.wrap, .align_end = options.align_end, .centred = options.centred});
  return {this, FinishBox};
}

Scope Frame::Column(float width_em) {
  const Rect at = context_.layout().StartItem(width_em * context_.metrics().em);
  context_.scopes().push_back({.number = at.w});
  context_.layout().OpenStack(at, context_.metrics().gap);
  return {this, FinishBox};
}

Scope Frame::Grid(float min_column_em, float gap_em) {
  const float em = context_.metrics().em;
  const Rect at = context_.layout().StartItem(0);
  const std::size_t node = OpenNode(context_, Role::Group, "grid", {});
  WidgetState& state = context_.StateOf(context_.tree().at(node).id);
  context_.scopes().push_back({.node = node, .state = &state});
  context_.layout().OpenGrid(at, min_column_em * em, gap_em * em, state.heights);
  return {this, CloseGrid};
}

Scope Frame::Cell() {
  return Column(0);
}

Scope Frame::PageBox(const Rect& area, float gap_em) {
  context_.scopes().push_back({.area = area});
  context_.layout().OpenStack(area, gap_em * context_.metrics().em);
  return {this, ClosePageBox};
}

Scope Frame::FixedBox(const Rect& area, Color background) {
  const std::size_t node = OpenNode(context_, Role::Group, "fixed", {});
  context_.tree().at(node).states |= kFixed;
  context_.tree().at(node).rect = area;
  context_.scopes().push_back({.node = node, .area = area});
  context_.painter().PushLayer(Layer::Fixed);
  context_.painter().Fill(area, background);
  context_.layout().OpenStack(area, 0);
  return {this, CloseFixedBox};
}

void Frame::Spring() {
  context_.layout().Spring();
}
void Frame::Space(float em) {
  context_.layout().Space(em * context_.metrics().em);
}

void Frame::Divider() {
  const Rect at = context_.layout().StartItem(0);
  context_.painter().Fill({at.x, at.y, at.w, 1}, context_.theme().border);
  context_.layout().FinishItem({at.w, 1});
}

}  // namespace callboard::ui
