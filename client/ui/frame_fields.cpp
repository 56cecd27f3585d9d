#include <algorithm>
#include <cmath>

#include "client/ui/field.hpp"
#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

Role RoleOf(const TextFieldOptions& options) {
  if (options.multiline) return Role::TextArea;
  return options.search ? Role::SearchField : Role::TextField;
}

void DrawCheck(Context& context, NodeId id, const Rect& box, bool checked, bool round) {
  const Theme& theme = context.theme();
  const float radius = round ? box.w / 2 : 4;
  Painter& painter = context.painter();
  painter.Fill(box, checked ? theme.accent : theme.surface, radius);
  if (context.IsHovered(id)) painter.Fill(box, theme.hover, radius);
  painter.Stroke(box, checked ? theme.accent : theme.control_border, radius);
  if (checked && round) painter.Circle({box.x + box.w / 2, box.y + box.h / 2}, box.w * 0.22F, theme.on_accent);
  if (checked && !round) painter.Icon(Icon::Check, box.Inset(2), theme.on_accent);
  DrawFocusRing(context, id, box, radius);
}

void DrawSwitch(Context& context, NodeId id, const Rect& box, bool on) {
  const Theme& theme = context.theme();
  const float radius = box.h / 2;
  Painter& painter = context.painter();
  painter.Fill(box, on ? theme.accent : theme.surface, radius);
  if (context.IsHovered(id)) painter.Fill(box, theme.hover, radius);
  painter.Stroke(box, on ? theme.accent : theme.control_border, radius);
  painter.Circle({on ? box.Right() - radius : box.x + radius, box.y + radius}, radius - 4,
                 on ? theme.on_accent : theme.control_border);
  DrawFocusRing(context, id, box, radius);
}

/// A box to tick with its label beside it; the id of the node.
NodeId DrawChoice(Context& context, Role role, std::string_view label, bool checked, bool hide_label = false) {
  const Metrics& metrics = context.metrics();
  const TextFont font = FontOf(metrics, TextStyle::Body);
  const float size = std::round(metrics.em * 1.15F);
  const float gap = std::round(metrics.em * 0.55F);
  const float height = metrics.line + metrics.em * 0.4F;
  const float width = role == Role::Switch ? std::round(size * 1.8F) : size;
  const float label_width = hide_label ? 0 : gap + context.painter().WidthOf(font, label) + 1;
  const Rect rect = context.layout().Place({width + label_width, height});
  SemanticNode& node = RecordWidget(context, role, label, rect, label);
  node.control = {rect.x, rect.y + std::floor((rect.h - size) / 2), width, size};
  if (checked) node.states |= kChecked;
  const NodeId id = node.id;
  if (hide_label) {
    node.states |= kNamed;
  } else {
    DrawLabel(context, node, font, label, {rect.x + width + gap, rect.y, rect.w - width - gap, rect.h},
              context.theme().text);
  }
  if (role == Role::Switch) {
    DrawSwitch(context, id, node.control, checked);
  } else {
    DrawCheck(context, id, node.control, checked, role == Role::Radio);
  }
  return id;
}

}  // namespace

TextFieldResult Frame::TextField(std::string_view label, std::string& value, const TextFieldOptions& options) {
  const Metrics& metrics = context_.metrics();
  const float height = options.multiline ? metrics.line * 5 + metrics.em : metrics.control;
  const NodeId id = context_.tree().NextId(RoleOf(options), label);
  TextFieldResult result{.submitted = context_.IsSubmitted(id)};
  if (const std::string* typed = context_.NewValue(id); typed != nullptr && *typed != value) {
    value = *typed;
    result.changed = true;
  }
  const FieldBox field = PlaceField(context_, label, options.hide_label, options.width_em * metrics.em, height);
  SemanticNode& node = RecordWidget(context_, RoleOf(options), label, field.rect, label);
  node.control = field.control;
  node.value = value;
  node.placeholder = options.placeholder;
  node.autocomplete = options.autocomplete;
  node.description = options.error.empty() ? options.help : options.error;
  if (!options.error.empty()) node.states |= kInvalid;
  DrawFieldLabel(context_, node, label, options.hide_label);
  DrawFieldFace(context_, id, field.control, !options.error.empty());
  const float pad_left = metrics.em * (options.search ? 2.4F : 0.8F);
  const float pad_right = metrics.em * (options.search ? 2.4F : 0.8F);
  const float pad_y = options.multiline ? metrics.em * 0.5F : 0;
  const Rect box{field.control.x + pad_left, field.control.y + pad_y, field.control.w - pad_left - pad_right,
                 field.control.h - 2 * pad_y};
  if (!context_.IsFocused(id)) DrawFieldText(context_, box, value, options);
  if (options.search) {
    const float size = std::round(metrics.em * 1.1F);
    const float y = field.control.y + std::floor((field.control.h - size) / 2);
    context_.painter().Icon(Icon::Search, {field.control.x + metrics.em * 0.8F, y, size, size}, context_.theme().muted);
    result.changed |= DrawClearButton(id, label, field.control, value);
  }
  DrawFieldNote(*this, options);
  return result;
}

bool Frame::DrawClearButton(std::uint32_t field, std::string_view label, const Rect& control, std::string& value) {
  if (value.empty()) return false;
  const float size = std::round(context_.metrics().em * 1.8F);
  const float inset = std::floor((control.h - size) / 2);
  const Rect rect{control.Right() - size - inset, control.y + inset, size, size};
  const std::string name = "Clear " + std::string(label);
  SemanticNode& node = RecordWidget(context_, Role::Button, name, rect, name);
  node.states |= kNamed;
  const NodeId id = node.id;
  if (context_.IsHovered(id)) context_.painter().Fill(rect, context_.theme().hover, context_.metrics().radius / 2);
  context_.painter().Icon(Icon::Close, rect.Inset(size * 0.22F), context_.theme().muted);
  DrawFocusRing(context_, id, rect, context_.metrics().radius / 2);
  if (!context_.IsClicked(id)) return false;
  value.clear();
  context_.FocusNode(field);
  return true;
}

bool Frame::Checkbox(std::string_view label, bool& value, CheckboxOptions options) {
  const bool clicked = context_.IsClicked(context_.tree().NextId(Role::Checkbox, label));
  if (clicked) value = !value;
  DrawChoice(context_, Role::Checkbox, label, value, options.hide_label);
  return clicked;
}

bool Frame::Switch(std::string_view label, bool& value) {
  const bool clicked = context_.IsClicked(context_.tree().NextId(Role::Switch, label));
  if (clicked) value = !value;
  DrawChoice(context_, Role::Switch, label, value);
  return clicked;
}

bool Frame::DateField(std::string_view label, std::string& value, const TextFieldOptions& options) {
  const Metrics& metrics = context_.metrics();
  const NodeId id = context_.tree().NextId(Role::DateField, label);
  const std::string* chosen = context_.NewValue(id);
  const bool changed = chosen != nullptr && *chosen != value;
  if (changed) value = *chosen;
  const float width = options.width_em > 0 ? options.width_em : 12;
  const FieldBox field = PlaceField(context_, label, options.hide_label, width * metrics.em, metrics.control);
  SemanticNode& node = RecordWidget(context_, Role::DateField, label, field.rect, label);
  node.control = field.control;
  node.value = value;
  node.description = options.error.empty() ? options.help : options.error;
  if (!options.error.empty()) node.states |= kInvalid;
  DrawFieldLabel(context_, node, label, options.hide_label);
  DrawFieldFace(context_, id, field.control, !options.error.empty());
  if (!context_.IsFocused(id)) {
    const float pad = metrics.em * 0.8F;
    const float icon = std::round(metrics.em * 1.1F);
    const Rect box{field.control.x + pad, field.control.y, field.control.w - 3 * pad - icon, field.control.h};
    DrawFieldText(context_, box, value, {.placeholder = "Choose a day"});
    const float y = field.control.y + std::floor((field.control.h - icon) / 2);
    context_.painter().Icon(Icon::Calendar, {field.control.Right() - pad - icon, y, icon, icon},
                            context_.theme().muted);
  }
  DrawFieldNote(*this, options);
  return changed;
}

bool Frame::Select(std::string_view label, std::string& value, std::span<const SelectOption> options, float width_em) {
  const Metrics& metrics = context_.metrics();
  const NodeId id = context_.tree().NextId(Role::Select, label);
  const std::string* chosen = context_.NewValue(id);
  const bool changed = chosen != nullptr && *chosen != value;
  if (changed) value = *chosen;
  const FieldBox field = PlaceField(context_, label, false, width_em * metrics.em, metrics.control);
  SemanticNode& node = RecordWidget(context_, Role::Select, label, field.rect, label);
  node.control = field.control;
  node.value = value;
  std::string_view shown = value;
  for (const SelectOption& option : options) {
    node.options.push_back({option.value, option.label});
    if (option.value == value) shown = option.label;
  }
  DrawFieldLabel(context_, node, label, false);
  DrawFieldFace(context_, id, field.control, false);
  const TextFont font = FontOf(metrics, TextStyle::Body);
  const float pad = metrics.em * 0.8F;
  const TextShape shape =
      context_.painter().Measure(font, shown, field.control.w - 3 * pad - metrics.em, Overflow::Ellipsis);
  const float text_y = field.control.y + std::floor((field.control.h - shape.size.h) / 2);
  context_.painter().Text(font, shown, shape, {field.control.x + pad, text_y}, context_.theme().text);
  const float icon = metrics.em;
  const Rect arrow{field.control.Right() - pad - icon, field.control.y + std::floor((field.control.h - icon) / 2), icon,
                   icon};
  context_.painter().Icon(Icon::ChevronDown, arrow, context_.theme().muted);
  return changed;
}

bool Frame::RadioGroup(std::string_view label, std::string& value, std::span<const SelectOption> options) {
  const Rect at = context_.layout().StartItem(0);
  const std::size_t group = OpenNode(context_, Role::RadioGroup, label, label);
  context_.tree().at(group).states |= kNamed;
  context_.layout().OpenStack(at, 0);
  Text(label, TextStyle::SmallStrong);
  bool changed = false;
  for (const SelectOption& option : options) {
    if (context_.IsClicked(context_.tree().NextId(Role::Radio, option.label)) && value != option.value) {
      value = option.value;
      changed = true;
    }
  }
  for (const SelectOption& option : options) DrawChoice(context_, Role::Radio, option.label, option.value == value);
  const Size size = context_.layout().Close();
  CloseNode(context_, group);
  context_.layout().FinishItem(size);
  return changed;
}

}  // namespace callboard::ui
