#include "client/ui/layout.hpp"

#include <algorithm>
#include <cmath>

namespace callboard::ui {

void Layout::Begin(const Rect& area, float gap) {
  boxes_.clear();
  OpenStack(area, gap);
}

float Layout::ColumnWidth(const Box& box) const {
  const auto columns = static_cast<float>(box.columns);
  return std::floor((box.area.w - box.gap * (columns - 1)) / columns);
}

float Layout::AvailableWidth() const {
  const Box& box = boxes_.back();
  switch (box.kind) {
    case Kind::Stack:
      return box.area.w;
    case Kind::Grid:
      return ColumnWidth(box);
    case Kind::Line:
      break;
  }
  const float left = box.area.Right() - box.x - (box.items.empty() ? 0 : box.gap);
  return std::max(left, 0.F);
}

float Layout::Bottom() const {
  return boxes_.back().y;
}

Rect Layout::StartItem(float width) {
  Box& box = boxes_.back();
  if (box.kind == Kind::Stack) {
    if (!box.empty) box.y += box.gap;
    return {box.area.x, box.y, width > 0 ? std::min(width, box.area.w) : box.area.w, 0};
  }
  if (box.kind == Kind::Grid) {
    const float column_width = ColumnWidth(box);
    const float height = box.row < box.heights->size() ? (*box.heights)[box.row] : 0;
    return {box.area.x + static_cast<float>(box.column) * (column_width + box.gap), box.y, column_width, height};
  }
  const bool fits = width <= AvailableWidth() && AvailableWidth() > 0;
  if (!fits && !box.items.empty() && box.line.wraps) {
    FinishLine(box);
    box.y += box.gap;
  }
  if (!box.items.empty()) box.x += box.gap;
  box.items.push_back({painter_.Mark(), tree_.size(), {}});
  const float left = std::max(box.area.Right() - box.x, 0.F);
  return {box.x, box.y, width > 0 ? std::min(width, left) : left, 0};
}

void Layout::FinishItem(Size size) {
  Box& box = boxes_.back();
  box.empty = false;
  switch (box.kind) {
    case Kind::Stack:
      box.y += size.h;
      box.widest = std::max(box.widest, size.w);
      return;
    case Kind::Line:
      box.items.back().size = size;
      box.x += size.w;
      box.line_height = std::max(box.line_height, size.h);
      return;
    case Kind::Grid:
      FinishGridCell(box, size);
      return;
  }
}

void Layout::FinishGridCell(Box& box, Size size) {
  if (box.column == 0) box.new_heights.push_back(0);
  box.new_heights.back() = std::max(box.new_heights.back(), size.h);
  const float remembered = box.row < box.heights->size() ? (*box.heights)[box.row] : 0;
  box.line_height = std::max({box.line_height, size.h, remembered});
  if (++box.column < box.columns) return;
  box.y += box.line_height + box.gap;
  box.line_height = 0;
  box.column = 0;
  ++box.row;
}

Rect Layout::Place(Size size) {
  const Rect at = StartItem(size.w);
  const Size placed{size.w > 0 ? std::min(size.w, at.w) : 0, size.h};
  FinishItem(placed);
  return {at.x, at.y, placed.w, placed.h};
}

void Layout::OpenStack(const Rect& area, float gap) {
  Box& box = boxes_.emplace_back();
  box.area = area;
  box.gap = gap;
  box.x = area.x;
  box.y = area.y;
}

void Layout::OpenLine(const Rect& area, const LineOptions& options) {
  OpenStack(area, options.gap);
  boxes_.back().kind = Kind::Line;
  boxes_.back().line = options;
  boxes_.back().line_height = options.min_height;
}

void Layout::OpenGrid(const Rect& area, float min_column, float gap, std::vector<float>& heights) {
  OpenStack(area, gap);
  Box& box = boxes_.back();
  box.kind = Kind::Grid;
  box.columns = std::max(1, static_cast<int>((area.w + gap) / (min_column + gap)));
  box.heights = &heights;
}

Size Layout::Close() {
  Box& box = boxes_.back();
  if (box.kind == Kind::Line) FinishLine(box);
  if (box.kind == Kind::Grid) {
    if (box.column > 0) box.y += box.line_height;
    if (box.column == 0 && !box.empty) box.y -= box.gap;
    *box.heights = std::move(box.new_heights);
    box.widest = box.area.w;
  }
  const Size size{box.widest, box.y - box.area.y};
  boxes_.pop_back();
  return size;
}

void Layout::Space(float height) {
  Box& box = boxes_.back();
  if (box.kind == Kind::Line) {
    box.x += height;
  } else {
    box.y += height;
  }
}

void Layout::Spring() {
  boxes_.back().spring = boxes_.back().items.size();
}

void Layout::ShiftItem(const Item& item, std::size_t draw_end, std::size_t node_end, float dx, float dy) {
  if (dx == 0 && dy == 0) return;
  painter_.Shift(item.draw_mark, draw_end, dx, dy);
  for (std::size_t i = item.node_mark; i < node_end; ++i) {
    SemanticNode& node = tree_.at(i);
    node.rect = node.rect.Moved(dx, dy);
    if (node.control.w > 0) node.control = node.control.Moved(dx, dy);
    for (TextRun& run : node.runs) run.rect = run.rect.Moved(dx, dy);
  }
}

void Layout::FinishLine(Box& box) {
  const float used = box.x - box.area.x;
  const float left = std::max(0.F, std::floor(box.area.w - used));
  for (std::size_t i = 0; i < box.items.size(); ++i) {
    const Item& item = box.items[i];
    const bool last = i + 1 == box.items.size();
    const std::size_t draw_end = last ? painter_.Mark() : box.items[i + 1].draw_mark;
    const std::size_t node_end = last ? tree_.size() : box.items[i + 1].node_mark;
    const bool pushed = box.line.align_end || i >= box.spring;
    const float dy = box.line.centred ? std::floor((box.line_height - item.size.h) / 2) : 0;
    ShiftItem(item, draw_end, node_end, pushed ? left : 0, dy);
  }
  box.widest = std::max(box.widest, box.spring == kNoSpring && !box.line.align_end ? used : box.area.w);
  box.y += box.line_height;
  box.x = box.area.x;
  box.line_height = box.line.min_height;
  box.items.clear();
  box.spring = kNoSpring;
}

}  // namespace callboard::ui
