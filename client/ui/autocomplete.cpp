#include "client/ui/autocomplete.hpp"

#include <algorithm>
#include <cmath>
#include <format>

#include "client/ui/field.hpp"
#include "shared/base/text.hpp"

namespace callboard::ui {
namespace {

constexpr std::size_t kRowsInSight = 8;
constexpr std::size_t kSpareRows = 2;

struct Matches {
  std::span<const SelectOption> choices;
  std::vector<std::size_t> indices;
};

/// Moves `active` and opens the list. True when Enter chose what is active.
bool TakeKeys(std::span<const std::string_view> keys, WidgetState& state, std::size_t count) {
  for (const std::string_view key : keys) {
    if (key == "Escape") state.open = false;
    if (key == "Enter" && state.open && state.active) return true;
    if (key != "ArrowDown" && key != "ArrowUp") continue;
    const bool down = key == "ArrowDown";
    if (count == 0) {
      state.active.reset();
    } else if (!state.open || !state.active) {
      state.active = down ? 0 : count - 1;
    } else {
      state.active = (*state.active + (down ? 1 : count - 1)) % count;
    }
    state.open = true;
  }
  return false;
}

/// One option; true when it was pressed.
bool DrawOption(Context& context, std::string_view text, const Rect& rect, std::size_t at, std::size_t count,
                bool active) {
  const Metrics& metrics = context.metrics();
  SemanticNode& node = RecordWidget(context, Role::Option, text, rect, text);
  node.states |= active ? kSelected : kNotSelected;
  node.row_index = static_cast<int>(at) + 1;
  node.row_count = static_cast<int>(count);
  const NodeId id = node.id;
  Painter& painter = context.painter();
  if (active) painter.Fill(rect, context.theme().current, metrics.radius / 2);
  if (active) painter.Fill({rect.x, rect.y + rect.h * 0.2F, 3, rect.h * 0.6F}, context.theme().accent, 1.5F);
  if (context.IsHovered(id)) painter.Fill(rect, context.theme().hover, metrics.radius / 2);
  const float pad = metrics.em * 0.7F;
  DrawLabel(context, node, FontOf(metrics, TextStyle::Body), text, {rect.x + pad, rect.y, rect.w - 2 * pad, rect.h},
            context.theme().text);
  return context.IsClicked(id);
}

void DrawListFace(Context& context, const Rect& list) {
  const float radius = context.metrics().radius;
  Painter& painter = context.painter();
  painter.Shadow(list, context.theme().shadow, radius);
  painter.Fill(list, context.theme().surface, radius);
  painter.Stroke(list, context.theme().border, radius);
}

/// The open list under its field; the position in `matches` that was pressed. `active_id` becomes the active option's.
std::optional<std::size_t> DrawList(Context& context, std::string_view label, const Rect& field, const Matches& matches,
                                    std::optional<std::size_t> active, NodeId& active_id) {
  const Metrics& metrics = context.metrics();
  const float pad = metrics.em * 0.4F;
  const float row = metrics.control;
  const std::size_t count = matches.indices.size();
  const float content = row * static_cast<float>(std::max<std::size_t>(count, 1)) + 2 * pad;
  const Rect list{field.x, field.Bottom() + 4, field.w, std::min(content, row * kRowsInSight + 2 * pad)};
  const std::size_t node = OpenNode(context, Role::ListBox, label, label);
  context.tree().at(node).states |= kNamed | kScrolls;
  context.tree().at(node).rect = list;
  context.tree().at(node).content = {list.w, content};
  const float scroll = context.StateOf(context.tree().at(node).id).scroll.y;
  Painter& painter = context.painter();
  painter.PushLayer(painter.CurrentLayer() == Layer::Page ? Layer::Popup : Layer::Dialog);
  DrawListFace(context, list);
  painter.PushView(list, {0, scroll});
  const auto first_seen = static_cast<std::size_t>(std::max(0.F, scroll / row));
  const std::size_t first = first_seen > kSpareRows ? first_seen - kSpareRows : 0;
  const std::size_t end = std::min(count, first_seen + kRowsInSight + 1 + kSpareRows);
  std::optional<std::size_t> pressed;
  const auto draw = [&](std::size_t i) {
    const Rect rect{list.x + pad, list.y + pad + row * static_cast<float>(i), list.w - 2 * pad, row};
    const SelectOption& option = matches.choices[matches.indices[i]];
    context.tree().PushKey(option.value);
    if (DrawOption(context, option.label, rect, i, count, active == i)) pressed = i;
    context.tree().PopKey();
    if (active == i) active_id = context.tree().at(context.tree().size() - 1).id;
  };
  // What arrow keys reached is there even before the list has scrolled to it.
  if (active && *active < first) draw(*active);
  for (std::size_t i = first; i < end; ++i) draw(i);
  if (active && *active >= end && *active < count) draw(*active);
  if (count == 0) {
    const Rect line{list.x + 2 * pad, list.y + pad, list.w - 4 * pad, row};
    const TextFont font = FontOf(metrics, TextStyle::Muted);
    const TextShape shape = painter.Measure(font, "Nothing found", line.w, Overflow::Ellipsis);
    painter.Text(font, "Nothing found", shape, {line.x, line.y + std::floor((row - shape.size.h) / 2)},
                 context.theme().muted);
  }
  painter.PopView();
  painter.PopLayer();
  CloseNode(context, node);
  return pressed;
}

/// The field itself; its rectangle.
Rect DrawField(Frame& frame, std::string_view label, const std::string& text, const AutocompleteOptions& options) {
  Context& context = frame.context();
  const Metrics& metrics = context.metrics();
  const FieldBox field = PlaceField(context, label, options.hide_label, options.width_em * metrics.em, metrics.control);
  SemanticNode& node = RecordWidget(context, Role::Autocomplete, label, field.rect, label);
  const NodeId id = node.id;
  node.control = field.control;
  node.value = text;
  node.placeholder = options.placeholder;
  node.autocomplete = "off";
  node.description = options.error.empty() ? options.help : options.error;
  if (!options.error.empty()) node.states |= kInvalid;
  DrawFieldLabel(context, node, label, options.hide_label);
  DrawFieldFace(context, id, field.control, !options.error.empty());
  const float pad = metrics.em * 0.8F;
  const float icon = metrics.em;
  const Rect box{field.control.x + pad, field.control.y, field.control.w - 3 * pad - icon, field.control.h};
  if (!context.IsFocused(id)) DrawFieldText(context, box, text, {.placeholder = options.placeholder});
  context.painter().Icon(
      Icon::ChevronDown,
      {field.control.Right() - pad - icon, field.control.y + std::floor((field.control.h - icon) / 2), icon, icon},
      context.theme().muted);
  return field.control;
}

void AnnounceCount(Frame& frame, std::size_t count) {
  frame.Announce(count == 0 ? "Nothing found" : std::format("{} option{}", count, count == 1 ? "" : "s"));
}

}  // namespace

std::vector<std::size_t> MatchingOptions(std::span<const SelectOption> choices, std::string_view text) {
  const std::string wanted = ToLowerAscii(TrimSpace(text));
  std::vector<std::size_t> starting;
  std::vector<std::size_t> holding;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const std::size_t at = ToLowerAscii(choices[i].label).find(wanted);
    if (at == 0) starting.push_back(i);
    if (at != 0 && at != std::string::npos) holding.push_back(i);
  }
  starting.insert(starting.end(), holding.begin(), holding.end());
  return starting;
}

AutocompleteResult Autocomplete(Frame& frame, std::string_view label, std::string& text,
                                std::span<const SelectOption> choices, const AutocompleteOptions& options) {
  Context& context = frame.context();
  const NodeId id = context.tree().NextId(Role::Autocomplete, label);
  WidgetState& state = context.StateOf(id);
  AutocompleteResult result{.submitted = context.IsSubmitted(id), .chosen = std::nullopt};
  if (const std::string* typed = context.NewValue(id); typed != nullptr && *typed != text) {
    text = *typed;
    result.changed = state.open = true;
    state.active.reset();
  }
  if (context.IsClicked(id)) state.open = true;
  const auto keys = context.KeysOf(id);
  Matches matches{.choices = choices, .indices = {}};
  if (state.open || !keys.empty()) {
    // A value that was chosen before is a start, not a filter.
    const bool chosen_before = std::ranges::contains(choices, text, &SelectOption::label);
    matches.indices = MatchingOptions(choices, chosen_before ? std::string_view{} : std::string_view(text));
  }
  const bool entered = TakeKeys(keys, state, matches.indices.size());
  if (!state.open || (!context.IsFocused(id) && keys.empty() && !result.changed && !context.IsClicked(id))) {
    state.open = false;
    state.active.reset();
  }
  if (result.changed) AnnounceCount(frame, matches.indices.size());
  std::optional<std::size_t> chosen = entered ? state.active : std::nullopt;
  const Rect control = DrawField(frame, label, text, options);
  const std::size_t node = context.tree().size() - 1;
  NodeId active_id = 0;
  NodeId list_id = 0;
  if (state.open && !chosen) {
    list_id = context.tree().NextId(Role::ListBox, label);
    if (const auto pressed = DrawList(context, label, control, matches, state.active, active_id)) chosen = pressed;
  }
  if (chosen) {
    result.chosen = matches.indices[*chosen];
    text = choices[*result.chosen].label;
    result.changed = true;
    state.open = false;
    state.active.reset();
  }
  SemanticNode& field = context.tree().at(node);
  field.value = text;
  field.states |= list_id != 0 ? kExpanded : kCollapsed;
  field.controls = list_id;
  field.active = active_id;
  context.last_widget() = node;
  DrawFieldNote(frame, {.error = options.error, .help = options.help});
  return result;
}

bool MultiSelect(Frame& frame, std::string_view label, std::vector<std::string>& values, std::string& typed,
                 std::span<const SelectOption> choices, const AutocompleteOptions& options) {
  std::vector<SelectOption> others;
  for (const SelectOption& option : choices) {
    if (!std::ranges::contains(values, option.value)) others.push_back(option);
  }
  bool changed = false;
  if (const auto picked = Autocomplete(frame, label, typed, others, options).chosen; picked) {
    values.push_back(others[*picked].value);
    typed.clear();
    changed = true;
  }
  if (values.empty()) return changed;
  const auto row = frame.Row({.gap_em = 0.4F});
  std::optional<std::size_t> removed;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto option = std::ranges::find(choices, values[i], &SelectOption::value);
    const auto item = frame.Id(values[i]);
    if (frame.RemovableChip(option == choices.end() ? values[i] : option->label)) removed = i;
  }
  if (removed) values.erase(values.begin() + static_cast<std::ptrdiff_t>(*removed));
  return changed || removed.has_value();
}

}  // namespace callboard::ui
