#pragma once
// Places on the page. One unit is one CSS pixel; y grows downwards.

namespace callboard::ui {

struct Size {
  float w = 0;
  float h = 0;
  friend bool operator==(const Size&, const Size&) = default;
};

struct Point {
  float x = 0;
  float y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

struct Rect {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;

  [[nodiscard]] float Right() const { return x + w; }
  [[nodiscard]] float Bottom() const { return y + h; }
  [[nodiscard]] Rect Inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
  [[nodiscard]] Rect Moved(float dx, float dy) const { return {x + dx, y + dy, w, h}; }
  [[nodiscard]] bool Overlaps(const Rect& other) const {
    return x < other.Right() && other.x < Right() && y < other.Bottom() && other.y < Bottom();
  }
  friend bool operator==(const Rect&, const Rect&) = default;
};

}  // namespace callboard::ui
