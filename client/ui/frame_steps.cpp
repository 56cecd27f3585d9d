#include <algorithm>
#include <cmath>
#include <format>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

/// The mark of a step: its number, or a check when it is done.
void DrawMark(Context& context, const Rect& mark, std::size_t number, bool done, bool current) {
  const Theme& theme = context.theme();
  Painter& painter = context.painter();
  const float radius = mark.w / 2;
  const bool filled = done || current;
  painter.Fill(mark, filled ? theme.accent : theme.surface, radius);
  painter.Stroke(mark, filled ? theme.accent : theme.control_border, radius);
  if (done) return painter.Icon(Icon::Check, mark.Inset(mark.w * 0.22F), theme.on_accent);
  const TextFont font = FontOf(context.metrics(), TextStyle::SmallStrong);
  const std::string text = std::format("{}", number);
  const TextShape shape = painter.Measure(font, text, mark.w, Overflow::Keep);
  painter.Text(font, text, shape,
               {mark.x + (mark.w - shape.size.w) / 2, mark.y + std::floor((mark.h - shape.size.h) / 2)},
               current ? theme.on_accent : theme.muted);
}

}  // namespace

void Frame::Stepper(std::string_view label, std::span<const Step> steps, std::size_t current) {
  const Metrics& metrics = context_.metrics();
  const float size = std::round(metrics.em * 1.7F);
  const Rect at = context_.layout().StartItem(0);
  const bool beside = at.w >= 11 * metrics.em * static_cast<float>(steps.size());
  const float share = beside ? std::floor(at.w / static_cast<float>(std::max<std::size_t>(steps.size(), 1))) : at.w;
  const std::size_t list = OpenNode(context_, Role::OrderedList, label, label);
  context_.tree().at(list).states |= kNamed;
  float y = at.y;
  float bottom = at.y;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const float x = beside ? at.x + share * static_cast<float>(i) : at.x;
    const std::size_t item = OpenNode(context_, Role::ListItem, steps[i].label, {});
    if (i == current) context_.tree().at(item).states |= kCurrentStep;
    const std::string mark = std::format("Step {}{}", i + 1, i < current ? ", done" : "");
    RecordLeaf(context_, Role::Image, "mark", {x, y, size, size}, mark).states |= kNamed;
    DrawMark(context_, {x, y, size, size}, i + 1, i < current, i == current);
    const float text_x = x + size + metrics.em * 0.6F;
    const float room = share - size - metrics.em * (beside ? 1.6F : 0.6F);
    context_.layout().OpenStack({text_x, y + std::floor((size - metrics.line) / 2), room, 0}, 0);
    Text(steps[i].label, i == current ? TextStyle::Strong : TextStyle::Body);
    if (!steps[i].detail.empty()) Text(steps[i].detail, TextStyle::Small);
    const float height = std::max(size, context_.layout().Close().h + (size - metrics.line) / 2);
    CloseNode(context_, item);
    bottom = std::max(bottom, y + height);
    const bool last = i + 1 == steps.size();
    const Color line = i < current ? context_.theme().accent : context_.theme().border;
    if (!beside && !last) {
      context_.painter().Fill({x + size / 2 - 1, y + size + 3, 2, height - size + metrics.gap - 6}, line);
      y += height + metrics.gap;
    }
  }
  CloseNode(context_, list);
  context_.layout().FinishItem({at.w, bottom - at.y});
}

}  // namespace callboard::ui
