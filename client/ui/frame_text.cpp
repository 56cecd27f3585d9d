#include <algorithm>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

/// Places a text where the layout wants it: in a line as wide as it is, in a stack over the whole width.
struct PlacedText {
  Rect rect;
  TextShape shape;
};

PlacedText PlaceText(Context& context, const TextFont& font, std::string_view text) {
  Layout& layout = context.layout();
  const bool cuts = layout.CutsText();
  const Rect at = layout.StartItem(layout.IsInLine() ? std::max(1.F, context.painter().WidthOf(font, text)) : 0);
  PlacedText placed;
  placed.shape = context.painter().Measure(font, text, at.w, cuts ? Overflow::Ellipsis : Overflow::Wrap);
  placed.rect = {at.x, at.y, layout.IsInLine() ? placed.shape.size.w : at.w, placed.shape.size.h};
  layout.FinishItem(placed.shape.size);
  return placed;
}

}  // namespace

void Frame::Heading(int level, std::string_view text) {
  const TextFont font = HeadingFont(context_.metrics(), level);
  const PlacedText placed = PlaceText(context_, font, text);
  SemanticNode& node = RecordLeaf(context_, Role::Heading, text, placed.rect, text);
  node.level = level;
  if (level == 1) node.states |= kScriptFocus;
  DrawRun(context_, node, font, text, placed.shape, {placed.rect.x, placed.rect.y}, context_.theme().text);
}

void Frame::Text(std::string_view text, TextStyle style) {
  const TextFont font = FontOf(context_.metrics(), style);
  const bool block = !context_.layout().IsInLine();
  const PlacedText placed = PlaceText(context_, font, text);
  SemanticNode& node = RecordLeaf(context_, Role::Text, text, placed.rect, text);
  if (block) node.states |= kBlock;
  DrawRun(context_, node, font, text, placed.shape, {placed.rect.x, placed.rect.y}, ColorOf(context_.theme(), style));
}

void Frame::KeyValueList(std::span<const KeyValue> items) {
  const Metrics& metrics = context_.metrics();
  const Rect at = context_.layout().StartItem(0);
  const std::size_t list = OpenNode(context_, Role::KeyValues, {}, {});
  const TextFont font = FontOf(metrics, TextStyle::SmallStrong);
  const float beside_width = std::min(11 * metrics.em, at.w * 0.4F);
  const auto fits_beside = [&](const KeyValue& item) {
    return context_.painter().WidthOf(font, item.label) <= 2 * (beside_width - metrics.gap);
  };
  // Long labels, as the keys of annotations are, would be torn apart beside their values.
  const bool stacked = at.w < 20 * metrics.em || !std::ranges::all_of(items, fits_beside);
  const float label_width = stacked ? at.w : beside_width;
  float y = at.y;
  for (const KeyValue& item : items) {
    const auto id = Id(item.label);
    const TextShape shape = context_.painter().Measure(font, item.label, label_width - metrics.gap, Overflow::Wrap);
    const float line_offset = (metrics.line - metrics.small_line) / 2;
    SemanticNode& term = RecordLeaf(context_, Role::Term, item.label, {at.x, y, label_width, shape.size.h}, item.label);
    DrawRun(context_, term, font, item.label, shape, {at.x, y + (stacked ? 0 : line_offset)}, context_.theme().muted);
    const float value_y = stacked ? y + shape.size.h : y;
    const float value_x = stacked ? at.x : at.x + label_width;
    const std::size_t detail = OpenNode(context_, Role::Detail, item.label, {});
    context_.layout().OpenStack({value_x, value_y, at.Right() - value_x, 0}, metrics.gap / 4);
    item.draw();
    const Size size = context_.layout().Close();
    CloseNode(context_, detail);
    y = std::max(value_y + size.h, y + shape.size.h) + metrics.gap * 0.75F;
  }
  CloseNode(context_, list);
  context_.layout().FinishItem({at.w, std::max(0.F, y - at.y - metrics.gap * 0.75F)});
}

}  // namespace callboard::ui
