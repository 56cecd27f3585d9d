#include "client/ui/table_resize.hpp"

#include <algorithm>
#include <cmath>
#include <format>

namespace callboard::ui {

std::vector<TableColumn> WithChosenWidths(const TableSpec& spec, const WidgetState& state, float width_em) {
  std::vector<TableColumn> columns(spec.columns.begin(), spec.columns.end());
  if (!spec.resizable) return columns;
  // A hair more than is needed, so that rounding does not make the table look too narrow for its columns.
  float least = 0.05F;
  for (const TableColumn& column : columns) least += column.min_em;
  // The last column takes what is left.
  for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
    TableColumn& column = columns[i];
    const auto chosen = state.column_widths.find(column.title);
    if (chosen == state.column_widths.end() || least >= width_em) continue;
    const float most = column.min_em + width_em - least;
    const float before = column.min_em;
    column.min_em = std::clamp(chosen->second, std::min(column.min_em, most), most);
    column.weight = 0;
    least += column.min_em - before;
  }
  if (!columns.empty() && columns.back().weight <= 0) columns.back().weight = 1;
  return columns;
}

void DrawResizeHandle(Context& context, const TableColumn& column, const Rect& header, WidgetState& state) {
  constexpr float kGripWidth = 12;
  constexpr float kStepEm = 1;
  const float em = context.metrics().em;
  const std::string name = std::format("Width of {}", column.title);
  const Rect grip{header.Right() - kGripWidth / 2, header.y, kGripWidth, header.h};
  SemanticNode& node = RecordWidget(context, Role::Separator, "width", grip, name);
  const NodeId id = node.id;
  float width = header.w / em;
  node.states |= kNamed;
  node.value = std::format("{}", std::lround(width));
  const auto pulled = context.DraggedTo(id);
  if (pulled) width = (pulled->x - header.x) / em;
  const auto keys = context.KeysOf(id);
  for (const std::string_view key : keys) width += key == "ArrowRight" ? kStepEm : -kStepEm;
  if (pulled || !keys.empty()) state.column_widths[std::string(column.title)] = std::max(width, column.min_em);
  const bool lit = context.IsHovered(id) || context.IsFocused(id);
  const Rect line{std::floor(grip.x + grip.w / 2), grip.y + grip.h * 0.25F, lit ? 2.F : 1.F, grip.h * 0.5F};
  context.painter().Fill(line, lit ? context.theme().accent : context.theme().control_border);
  DrawFocusRing(context, id, grip.Inset(3), 3);
}

}  // namespace callboard::ui
