#include <algorithm>
#include <cmath>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

/// What the header consists of, measured, relative to its corner.
struct HeaderShape {
  Size size;
  Rect arrow;
  Rect chip;
  Point label_at;
  TextFont label_font;
  TextShape label;
  Point detail_at;
  TextFont detail_font;
  TextShape detail;
};

HeaderShape MeasureHeader(Context& context, std::string_view label, const DisclosureOptions& options, float width) {
  const Metrics& metrics = context.metrics();
  Painter& painter = context.painter();
  const float pad = options.framed ? metrics.em * 0.8F : metrics.em * 0.2F;
  const float gap = metrics.em * 0.6F;
  const float arrow = metrics.em;
  HeaderShape header{.label_font = FontOf(metrics, options.mono ? TextStyle::Mono : TextStyle::Strong),
                     .detail_font = FontOf(metrics, TextStyle::Small)};
  const float top = options.framed ? metrics.em * 0.55F : metrics.em * 0.2F;
  header.arrow = {pad, top + std::floor((metrics.line - arrow) / 2), arrow, arrow};
  float x = pad + arrow + gap;
  if (!options.chip.empty()) {
    const float text = painter.WidthOf(FontOf(metrics, TextStyle::SmallStrong), options.chip);
    header.chip = {x, top, std::max(text + metrics.em, options.chip_em * metrics.em), metrics.line};
    x += header.chip.w + gap;
  }
  const float room = std::max(1.F, width - x - pad);
  const auto middle = [&](const TextFont& font) {
    return std::floor((metrics.line - static_cast<float>(font.line_height)) / 2);
  };
  header.label = painter.Measure(header.label_font, label, room, Overflow::Wrap);
  header.label_at = {x, top + middle(header.label_font)};
  float bottom = header.label_at.y + header.label.size.h;
  if (!options.detail.empty()) {
    const float beside = room - header.label.size.w - gap;
    const bool fits = header.label.lines.size() == 1 && painter.WidthOf(header.detail_font, options.detail) <= beside;
    header.detail = painter.Measure(header.detail_font, options.detail, fits ? beside : room, Overflow::Wrap);
    header.detail_at = fits ? Point{x + header.label.size.w + gap, top + middle(header.detail_font)}
                            : Point{x, bottom + middle(header.detail_font)};
    bottom = std::max(bottom, header.detail_at.y + header.detail.size.h);
  }
  header.size = {width, std::max(bottom, top + metrics.line) + top};
  return header;
}

void DrawHeader(Context& context, std::size_t node, const HeaderShape& header, std::string_view label,
                const DisclosureOptions& options) {
  const Theme& theme = context.theme();
  Painter& painter = context.painter();
  const Rect rect = context.tree().at(node).rect;
  const NodeId id = context.tree().at(node).id;
  const float radius = options.framed ? context.metrics().radius : context.metrics().radius / 2;
  if (context.IsHovered(id)) painter.Fill(rect, theme.hover, radius);
  const bool open = (context.tree().at(node).states & kExpanded) != 0;
  painter.Icon(open ? Icon::ChevronDown : Icon::ChevronRight, header.arrow.Moved(rect.x, rect.y), theme.muted);
  const auto moved = [&](Point at) { return Point{rect.x + at.x, rect.y + at.y}; };
  if (!options.chip.empty()) {
    const Rect chip = header.chip.Moved(rect.x, rect.y);
    const ToneColors& colors = theme.ToneOf(options.chip_tone);
    const TextFont font = FontOf(context.metrics(), TextStyle::SmallStrong);
    painter.Fill(chip, colors.fill, context.metrics().radius / 2);
    painter.Stroke(chip, colors.border, context.metrics().radius / 2);
    const float inset = std::floor((chip.w - painter.WidthOf(font, options.chip)) / 2);
    DrawLabel(context, context.tree().at(node), font, options.chip, {chip.x + inset, chip.y, chip.w - inset, chip.h},
              colors.text);
  }
  DrawRun(context, context.tree().at(node), header.label_font, label, header.label, moved(header.label_at), theme.text);
  if (!options.detail.empty())
    DrawRun(context, context.tree().at(node), header.detail_font, options.detail, header.detail,
            moved(header.detail_at), theme.muted);
  DrawFocusRing(context, id, rect.Inset(options.framed ? 3 : 0), radius);
}

void DrawSurface(Context& context, const Rect& rect) {
  context.painter().Fill(rect, context.theme().surface, context.metrics().radius);
  context.painter().Stroke(rect, context.theme().border, context.metrics().radius);
}

void CloseDisclosure(Frame& frame) {
  Context& context = frame.context();
  const OpenScope scope = context.scopes().back();
  context.scopes().pop_back();
  const float header = scope.number;
  const bool framed = scope.flag;
  const float after = framed ? context.metrics().padding : context.metrics().gap / 2;
  const Rect rect{scope.area.x, scope.area.y, scope.area.w, header + context.layout().Close().h + after};
  Painter& painter = context.painter();
  painter.BeginBackground();
  if (framed) {
    DrawSurface(context, rect);
    painter.Fill({rect.x + 1, rect.y + header, rect.w - 2, 1}, context.theme().border);
  } else {
    const float x = rect.x + std::round(context.metrics().em * 0.7F);
    painter.Fill({x, rect.y + header, 1, rect.h - header - after}, context.theme().border);
  }
  painter.EndBackground();
  context.tree().at(scope.node).rect = {rect.x, rect.y + header, rect.w, rect.h - header};
  CloseNode(context, scope.node);
  context.layout().FinishItem({rect.w, rect.h});
}

std::string Joined(std::string_view a, std::string_view b) {
  return std::string(a) + (a.empty() || b.empty() ? "" : " ") + std::string(b);
}

}  // namespace

Scope Frame::Disclosure(std::string_view label, bool opened_at_first, DisclosureOptions options) {
  const Metrics& metrics = context_.metrics();
  const Rect at = context_.layout().StartItem(0);
  const HeaderShape header = MeasureHeader(context_, label, options, at.w);
  const std::string key = Joined(options.chip, label);
  const std::string name = Joined(key, options.detail);
  const NodeId id = context_.tree().NextId(Role::Button, key);
  WidgetState& state = context_.StateOf(id);
  if (!state.known) state.open = opened_at_first;
  state.known = true;
  if (context_.IsClicked(id)) state.open = !state.open;
  const Rect rect{at.x, at.y, at.w, header.size.h};
  context_.painter().OpenGroup();
  SemanticNode& button = RecordWidget(context_, Role::Button, key, rect, name);
  button.states |= (state.open ? kExpanded : kCollapsed) | (name == label ? 0U : static_cast<std::uint32_t>(kNamed));
  DrawHeader(context_, context_.tree().size() - 1, header, label, options);
  if (!state.open) {
    context_.painter().BeginBackground();
    if (options.framed) DrawSurface(context_, rect);
    context_.painter().EndBackground();
    context_.layout().FinishItem({rect.w, rect.h});
    return {nullptr, CloseDisclosure};
  }
  const std::size_t node = OpenNode(context_, Role::Group, key, name);
  context_.tree().at(node).states |= kNamed;
  context_.scopes().push_back({.node = node, .area = at, .number = rect.h, .flag = options.framed});
  const float before = options.framed ? metrics.padding : metrics.em * 1.6F;
  const float top = options.framed ? metrics.gap : metrics.gap / 4;
  const float after = options.framed ? metrics.padding : 0;
  context_.layout().OpenStack({at.x + before, rect.Bottom(), at.w - before - after, 0},
                              options.framed ? metrics.gap : metrics.gap / 2);
  context_.layout().Space(top);
  return {this, CloseDisclosure};
}

}  // namespace callboard::ui
