#include <algorithm>
#include <cmath>

#include "client/ui/table_resize.hpp"
#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

// Rows above and below the window that are kept in the DOM, so that Tab finds the next one.
constexpr std::size_t kSpareRows = 3;

struct RowRange {
  std::size_t first = 0;
  std::size_t end = 0;
};

void LayColumns(const Metrics& metrics, const TableSpec& spec, const Rect& at, const WidgetState& state,
                TableCursor& table) {
  const std::vector<TableColumn> columns = WithChosenWidths(spec, state, at.w / metrics.em);
  float least = 0;
  float weights = 0;
  for (const TableColumn& column : columns) {
    least += column.min_em * metrics.em;
    weights += column.weight;
  }
  table = {.columns = spec.columns, .stacked = least > at.w};
  float x = at.x;
  for (const TableColumn& column : columns) {
    const float share = weights > 0 ? (at.w - least) * column.weight / weights : 0;
    const float width = table.stacked ? at.w : std::floor(column.min_em * metrics.em + share);
    table.starts.push_back(table.stacked ? at.x : x);
    table.widths.push_back(width);
    x += width;
  }
}

std::uint32_t SortStates(const TableColumn& column) {
  if (!column.sortable) return 0;
  switch (column.sorted) {
    case SortDirection::Ascending:
      return kSortable | kSortedUp;
    case SortDirection::Descending:
      return kSortable | kSortedDown;
    case SortDirection::None:
      break;
  }
  return kSortable;
}

/// The button that sorts by a column; true when it was pressed.
bool DrawSortButton(Context& context, const TableColumn& column, const Rect& rect) {
  const Metrics& metrics = context.metrics();
  const TextFont font = FontOf(metrics, TextStyle::SmallStrong);
  const float pad = metrics.em * 0.8F;
  const float icon = metrics.em;
  const float width = std::min(context.painter().WidthOf(font, column.title), rect.w - 2 * pad - icon);
  const Rect face{rect.x + pad / 2, rect.y + 4, width + icon + pad * 1.3F, rect.h - 8};
  SemanticNode& button = RecordWidget(context, Role::Button, column.title, face, column.title);
  const NodeId id = button.id;
  const bool sorted = column.sorted != SortDirection::None;
  if (context.IsHovered(id)) context.painter().Fill(face, context.theme().hover, metrics.radius / 2);
  DrawLabel(context, button, font, column.title, {rect.x + pad, rect.y, width + 1, rect.h},
            sorted ? context.theme().text : context.theme().muted);
  const Icon arrow = column.sorted == SortDirection::Descending ? Icon::ArrowDown : Icon::ArrowUp;
  const Rect arrow_at{rect.x + pad * 1.3F + width, rect.y + std::floor((rect.h - icon) / 2), icon, icon};
  if (sorted || context.IsHovered(id)) context.painter().Icon(arrow, arrow_at, context.theme().muted);
  DrawFocusRing(context, id, face.Inset(3), metrics.radius / 2);
  return context.IsClicked(id);
}

/// One header; true when it was pressed. Without width it is announced only. `resized`: it has a handle, which writes
/// there.
bool DrawHeaderCell(Context& context, const TableColumn& column, const Rect& rect, WidgetState* resized) {
  const std::size_t cell = OpenNode(context, Role::ColumnHeader, column.title, column.title);
  SemanticNode& node = context.tree().at(cell);
  node.rect = rect;
  node.states |= SortStates(column);
  bool pressed = false;
  if (column.sortable) {
    pressed = DrawSortButton(context, column, rect);
  } else {
    node.states |= kNamed;
    const float pad = context.metrics().em * 0.8F;
    const Rect label{rect.x + pad, rect.y, rect.w - 2 * pad, rect.h};
    if (label.w > 0)
      DrawLabel(context, node, FontOf(context.metrics(), TextStyle::SmallStrong), column.title, label,
                context.theme().muted);
  }
  if (resized != nullptr) {
    context.tree().at(cell).states |= kNamed;
    DrawResizeHandle(context, column, rect, *resized);
  }
  context.tree().Close();
  return pressed;
}

/// Where the headers are. Above stacked cells they are in no column: the sortable ones fill lines, the others are left
/// to the labels beside the values.
std::vector<Rect> LayHeaders(Context& context, const TableSpec& spec, const Rect& at) {
  const TableCursor& table = context.table();
  const float line = context.metrics().control + 4;
  std::vector<Rect> places;
  if (!table.stacked) {
    for (std::size_t i = 0; i < spec.columns.size(); ++i)
      places.push_back({table.starts[i], at.y, table.widths[i], line});
    return places;
  }
  const TextFont font = FontOf(context.metrics(), TextStyle::SmallStrong);
  Point next{at.x, at.y};
  for (const TableColumn& column : spec.columns) {
    const float width = context.painter().WidthOf(font, column.title) + context.metrics().em * 2.6F;
    if (column.sortable && next.x > at.x && next.x + width > at.Right()) next = {at.x, next.y + line};
    places.push_back({next.x, next.y, column.sortable ? std::min(width, at.w) : 0, line});
    if (column.sortable) next.x += width;
  }
  return places;
}

/// The header row; what of it was pressed.
std::optional<std::size_t> DrawHeader(Context& context, const TableSpec& spec, const Rect& rect,
                                      const std::vector<Rect>& places, WidgetState& state) {
  const std::size_t row = OpenNode(context, Role::Row, "header", {});
  context.tree().at(row).rect = rect;
  context.tree().at(row).row_index = 1;
  context.painter().Fill(rect, context.theme().sunken);
  context.painter().Fill({rect.x, rect.Bottom() - 1, rect.w, 1}, context.theme().border);
  std::optional<std::size_t> pressed;
  for (std::size_t i = 0; i < spec.columns.size(); ++i) {
    const bool has_handle = spec.resizable && !context.table().stacked && i + 1 < spec.columns.size();
    if (DrawHeaderCell(context, spec.columns[i], places[i], has_handle ? &state : nullptr)) pressed = i;
  }
  context.tree().Close();
  return pressed;
}

RowRange RowsInSight(const Rect& seen, float body_y, float row_height, std::size_t count) {
  const auto rows_to = [&](float y) { return static_cast<std::size_t>(std::max(0.F, (y - body_y) / row_height)); };
  const std::size_t first = rows_to(seen.y);
  RowRange range{first > kSpareRows ? first - kSpareRows : 0, std::min(count, rows_to(seen.Bottom()) + 1 + kSpareRows)};
  range.first = std::min(range.first, range.end);
  return range;
}

void CloseCell(Frame& frame) {
  Context& context = frame.context();
  const OpenScope scope = context.scopes().back();
  context.scopes().pop_back();
  context.layout().Close();
  context.tree().at(scope.node).rect = scope.area;
  CloseNode(context, scope.node);
}

void DrawRow(Context& context, std::size_t i, std::string_view key, const Rect& rect,
             const std::function<void(std::size_t)>& draw) {
  const std::size_t row = OpenNode(context, Role::Row, key, {});
  context.tree().at(row).rect = rect;
  context.tree().at(row).row_index = static_cast<int>(i) + 2;
  if (context.IsHovered(context.tree().at(row).id)) context.painter().Fill(rect, context.theme().hover);
  context.painter().Fill({rect.x, rect.Bottom() - 1, rect.w, 1}, context.theme().border);
  context.table().row = rect;
  context.table().column = 0;
  draw(i);
  CloseNode(context, row);
}

}  // namespace

TableResult Frame::Table(const TableSpec& spec, const std::function<std::string_view(std::size_t)>& row_key,
                         const std::function<void(std::size_t)>& draw_row) {
  const Metrics& metrics = context_.metrics();
  const Rect at = context_.layout().StartItem(0);
  const std::size_t table = OpenNode(context_, Role::Table, spec.label, spec.label);
  WidgetState& state = context_.StateOf(context_.tree().at(table).id);
  LayColumns(metrics, spec, at, state, context_.table());
  const float lines = context_.table().stacked ? static_cast<float>(spec.columns.size()) : spec.row_lines;
  const float row_height =
      std::round(metrics.line * lines * (context_.table().stacked ? 1.15F : 1) + metrics.em * 1.2F);
  std::vector<Rect> headers = LayHeaders(context_, spec, at);
  const float header_height = headers.empty() ? 0 : headers.back().Bottom() - at.y;
  const Rect body{at.x, at.y + header_height, at.w, row_height * static_cast<float>(spec.row_count)};
  SemanticNode& node = context_.tree().at(table);
  node.states |= kNamed;
  node.rect = {at.x, at.y, at.w, header_height + body.h};
  node.row_count = static_cast<int>(spec.row_count) + 1;
  node.column_count = static_cast<int>(spec.columns.size());
  const NodeId table_id = node.id;
  // The header stays in sight as long as a row of the table is.
  Painter& painter = context_.painter();
  const float top = painter.Seen().y + context_.covered_top();
  const float header_y = std::clamp(top, at.y, std::max(at.y, body.Bottom() - header_height - row_height));
  painter.OpenGroup();
  for (Rect& header : headers) header = header.Moved(0, header_y - at.y);
  TableResult result{.sort_column = DrawHeader(context_, spec, {at.x, header_y, at.w, header_height}, headers, state)};
  painter.BeginBackground();
  const RowRange range = RowsInSight(painter.Seen(), body.y, row_height, spec.row_count);
  const auto draw = [&](std::size_t i) {
    const Rect rect{at.x, body.y + row_height * static_cast<float>(i), at.w, row_height};
    DrawRow(context_, i, row_key(i), rect, draw_row);
  };
  // A row that has the focus stays, however far it is scrolled away.
  const auto focused = static_cast<std::size_t>(std::max(0, context_.FocusedRow(table_id) - 2));
  const bool keeps_focus = context_.FocusedRow(table_id) >= 2 && focused < spec.row_count;
  if (keeps_focus && focused < range.first) draw(focused);
  for (std::size_t i = range.first; i < range.end; ++i) draw(i);
  if (keeps_focus && focused >= range.end) draw(focused);
  painter.EndBackground();
  CloseNode(context_, table);
  context_.layout().FinishItem({at.w, header_height + body.h});
  return result;
}

Scope Frame::TableCell() {
  const Metrics& metrics = context_.metrics();
  TableCursor& table = context_.table();
  const std::size_t column = table.column++;
  const float pad = metrics.em * 0.8F;
  Rect rect{table.row.x, table.row.y, table.row.w, table.row.h};
  if (table.stacked) {
    rect.h = (table.row.h - pad) / static_cast<float>(table.columns.size());
    rect.y = table.row.y + pad / 2 + rect.h * static_cast<float>(column);
  } else {
    rect.x = table.starts[column];
    rect.w = table.widths[column];
  }
  const std::size_t node =
      OpenNode(context_, column == 0 ? Role::RowHeader : Role::Cell, table.columns[column].title, {});
  context_.scopes().push_back({.node = node, .area = rect});
  const Rect inside{rect.x + pad, rect.y, rect.w - 2 * pad, rect.h};
  context_.layout().OpenLine(inside, {.gap = metrics.em * 0.4F, .wraps = false, .min_height = rect.h});
  if (table.stacked && column > 0) DrawStackedLabel(table.columns[column].title);
  return {this, CloseCell};
}

void Frame::DrawStackedLabel(std::string_view title) {
  // The column header is announced with the cell anyway, so the word beside the value is for the eye only.
  const TextFont font = FontOf(context_.metrics(), TextStyle::Small);
  const float width = std::round(std::min(9 * context_.metrics().em, context_.table().row.w * 0.4F));
  const TextShape shape = context_.painter().Measure(font, title, width, Overflow::Ellipsis);
  const Rect at = context_.layout().Place({width, static_cast<float>(font.line_height)});
  context_.painter().Text(font, title, shape, {at.x, at.y}, context_.theme().muted);
}

}  // namespace callboard::ui
