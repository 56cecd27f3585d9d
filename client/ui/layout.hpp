#pragma once
// Where the next widget goes. Boxes nest: a Stack puts items below each other, a Line beside each other, a Grid in
// equal columns. An item is started with a width, draws itself from the corner that it is given, and is finished with
// its size.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "client/ui/geometry.hpp"
#include "client/ui/painter.hpp"
#include "client/ui/semantics.hpp"

namespace callboard::ui {

struct LineOptions {
  float gap = 8;
  bool wraps = true;
  bool align_end = false;
  /// Items are centred on the line; otherwise they hang from its top.
  bool centred = true;
  float min_height = 0;
};

class Layout {
 public:
  Layout(Painter& painter, SemanticTree& tree) : painter_(painter), tree_(tree) {}

  /// Starts a frame with one Stack.
  void Begin(const Rect& area, float gap);

  /// Room for an item: the rest of the line, the cell, or the width of the stack.
  [[nodiscard]] float AvailableWidth() const;
  [[nodiscard]] bool IsInLine() const { return boxes_.back().kind == Kind::Line; }
  /// True when lines of this box must not wrap, so that texts are cut instead.
  [[nodiscard]] bool CutsText() const { return IsInLine() && !boxes_.back().line.wraps; }
  /// Where the next item of a stack would start, without its gap.
  [[nodiscard]] float Bottom() const;

  /// `width` 0: all there is. The height of the answer is 0 unless the item must fill a grid's line.
  [[nodiscard]] Rect StartItem(float width);
  void FinishItem(Size size);
  /// An item whose size is known.
  [[nodiscard]] Rect Place(Size size);

  void OpenStack(const Rect& area, float gap);
  void OpenLine(const Rect& area, const LineOptions& options);
  /// `heights` are those of the lines in the last frame; Close writes the new ones.
  void OpenGrid(const Rect& area, float min_column, float gap, std::vector<float>& heights);
  /// Ends the innermost box; the size of what it holds.
  Size Close();

  void Space(float height);
  /// What follows on this line moves to its right end.
  void Spring();

 private:
  enum class Kind : std::uint8_t { Stack, Line, Grid };
  struct Item {
    std::size_t draw_mark = 0;
    std::size_t node_mark = 0;
    Size size;
  };
  struct Box {
    Kind kind = Kind::Stack;
    Rect area;
    float gap = 0;
    float x = 0;
    float y = 0;
    float widest = 0;
    float line_height = 0;
    bool empty = true;
    LineOptions line;
    std::vector<Item> items;
    std::size_t spring = kNoSpring;
    int columns = 1;
    int column = 0;
    std::size_t row = 0;
    std::vector<float>* heights = nullptr;
    std::vector<float> new_heights;
  };
  static constexpr std::size_t kNoSpring = SIZE_MAX;

  [[nodiscard]] float ColumnWidth(const Box& box) const;
  void FinishLine(Box& box);
  void FinishGridCell(Box& box, Size size);
  void ShiftItem(const Item& item, std::size_t draw_end, std::size_t node_end, float dx, float dy);

  Painter& painter_;
  SemanticTree& tree_;
  std::vector<Box> boxes_;
};

}  // namespace callboard::ui
