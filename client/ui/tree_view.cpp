#include "client/ui/tree_view.hpp"

#include <algorithm>
#include <cmath>

#include "client/ui/widget.hpp"

namespace callboard::ui {
namespace {

constexpr std::size_t kSpareRows = 3;

class TreeDrawing {
 public:
  TreeDrawing(Frame& frame, std::string_view label, std::span<const TreeRow> rows, std::string_view selected)
      : context_(frame.context()), label_(label), rows_(rows), selected_(selected) {}

  TreeResult Draw() {
    const Metrics& metrics = context_.metrics();
    row_height_ = metrics.line + metrics.em * 0.6F;
    area_ = context_.layout().StartItem(0);
    area_.h = row_height_ * static_cast<float>(rows_.size());
    const std::size_t node = OpenNode(context_, Role::Tree, label_, label_);
    context_.tree().at(node).states |= kNamed;
    context_.tree().at(node).rect = area_;
    state_ = &context_.StateOf(context_.tree().at(node).id);
    stop_ = StopRow();
    FindFocus();
    TakeKeys();
    DrawRows();
    CloseNode(context_, node);
    context_.layout().FinishItem({area_.w, area_.h});
    return result_;
  }

 private:
  /// The row at which Tab stops: what was focused last, else what is selected, else the first.
  [[nodiscard]] std::size_t StopRow() const {
    if (state_->active && *state_->active < rows_.size()) return *state_->active;
    const auto found = std::ranges::find(rows_, selected_, &TreeRow::key);
    return found == rows_.end() ? 0 : static_cast<std::size_t>(found - rows_.begin());
  }

  [[nodiscard]] NodeId IdOf(std::size_t i) { return context_.tree().NextId(Role::TreeItem, rows_[i].key); }

  void FindFocus() {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (context_.IsFocused(IdOf(i))) focused_ = i;
    }
    if (focused_) stop_ = *focused_;
    state_->active = stop_;
  }

  void TakeKeys() {
    if (!focused_) return;
    std::size_t at = *focused_;
    for (const std::string_view key : context_.KeysOf(IdOf(at))) at = After(key, at);
    if (at == *focused_) return;
    stop_ = at;
    state_->active = at;
    context_.FocusNode(IdOf(at));
  }

  std::size_t After(std::string_view key, std::size_t at) {
    const TreeRow& row = rows_[at];
    if (key == "ArrowDown") return std::min(at + 1, rows_.size() - 1);
    if (key == "ArrowUp") return at > 0 ? at - 1 : 0;
    if (key == "Home") return 0;
    if (key == "End") return rows_.size() - 1;
    if (key == "Enter" || key == " ") result_.chosen = at;
    if (key == "ArrowRight" && row.has_children && !row.expanded) result_.toggled = at;
    if (key == "ArrowRight" && row.expanded) return std::min(at + 1, rows_.size() - 1);
    if (key == "ArrowLeft" && row.expanded) result_.toggled = at;
    if (key == "ArrowLeft" && !row.expanded) return ParentOf(at);
    return at;
  }

  [[nodiscard]] std::size_t ParentOf(std::size_t at) const {
    for (std::size_t i = at; i-- > 0;) {
      if (rows_[i].depth < rows_[at].depth) return i;
    }
    return at;
  }

  void DrawRows() {
    const Rect seen = context_.painter().Seen();
    const auto row_at = [&](float y) { return static_cast<std::size_t>(std::max(0.F, (y - area_.y) / row_height_)); };
    const std::size_t end = std::min(rows_.size(), row_at(seen.Bottom()) + 1 + kSpareRows);
    const std::size_t first = std::min(end, row_at(seen.y) > kSpareRows ? row_at(seen.y) - kSpareRows : 0);
    // Where the focus is, or goes, there has to be something.
    if (stop_ < first && stop_ < rows_.size()) DrawRow(stop_);
    for (std::size_t i = first; i < end; ++i) DrawRow(i);
    if (stop_ >= end && stop_ < rows_.size()) DrawRow(stop_);
  }

  void DrawRow(std::size_t i) {
    const TreeRow& row = rows_[i];
    const Metrics& metrics = context_.metrics();
    const Theme& theme = context_.theme();
    const Rect rect{area_.x, area_.y + row_height_ * static_cast<float>(i), area_.w, row_height_};
    SemanticNode& node = RecordWidget(context_, Role::TreeItem, row.key, rect, row.label);
    const NodeId id = node.id;
    node.level = row.depth + 1;
    node.states |= i == stop_ ? kSelected : kNotSelected;
    if (row.has_children) node.states |= row.expanded ? kExpanded : kCollapsed;
    if (row.key == selected_ && !selected_.empty()) node.states |= kCurrent;
    Painter& painter = context_.painter();
    if (row.key == selected_ && !selected_.empty()) painter.Fill(rect, theme.current, metrics.radius / 2);
    if (context_.IsHovered(id)) painter.Fill(rect, theme.hover, metrics.radius / 2);
    const float icon = std::round(metrics.em * 1.1F);
    const float y = rect.y + std::floor((rect.h - icon) / 2);
    float x = rect.x + metrics.em * (0.3F + 1.3F * static_cast<float>(row.depth));
    if (row.has_children)
      painter.Icon(row.expanded ? Icon::ChevronDown : Icon::ChevronRight, {x, y, icon, icon}, theme.muted);
    x += icon + metrics.em * 0.3F;
    painter.Icon(row.icon, {x, y, icon, icon}, theme.muted);
    if (row.icon != Icon::None) x += icon + metrics.em * 0.5F;
    DrawTexts(node, row, {x, rect.y, std::max(0.F, rect.Right() - x - metrics.em * 0.5F), rect.h});
    DrawFocusRing(context_, id, rect.Inset(3), metrics.radius / 2);
    if (!context_.IsClicked(id)) return;
    result_.chosen = i;
    if (row.has_children) result_.toggled = i;
  }

  void DrawTexts(SemanticNode& node, const TreeRow& row, const Rect& box) {
    const Metrics& metrics = context_.metrics();
    const TextFont font = FontOf(metrics, TextStyle::Body);
    DrawLabel(context_, node, font, row.label, box, context_.theme().text);
    if (row.detail.empty()) return;
    const float x = box.x + context_.painter().WidthOf(font, row.label) + metrics.em * 0.6F;
    if (x >= box.Right()) return;
    DrawLabel(context_, node, FontOf(metrics, TextStyle::Small), row.detail, {x, box.y, box.Right() - x, box.h},
              context_.theme().muted);
  }

  Context& context_;
  std::string_view label_;
  std::span<const TreeRow> rows_;
  std::string_view selected_;
  WidgetState* state_ = nullptr;
  Rect area_;
  float row_height_ = 0;
  std::size_t stop_ = 0;
  std::optional<std::size_t> focused_;
  TreeResult result_;
};

}  // namespace

TreeResult TreeView(Frame& frame, std::string_view label, std::span<const TreeRow> rows, std::string_view selected) {
  return TreeDrawing(frame, label, rows, selected).Draw();
}

}  // namespace callboard::ui
