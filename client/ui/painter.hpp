#pragma once
// Drawing in page coordinates on ImGui's draw lists: shapes, icons and wrapped text. Knows nothing of nodes or widgets.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "client/ui/fonts.hpp"
#include "client/ui/geometry.hpp"
#include "client/ui/theme.hpp"

struct ImDrawList;

namespace callboard::ui {

struct TextFont {
  Face face = Face::Regular;
  int size = 15;
  int line_height = 22;
};

enum class Overflow : std::uint8_t {
  Wrap,
  /// One line, cut with an ellipsis.
  Ellipsis,
  /// Lines end at newlines only.
  Keep,
};

struct TextLine {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  float width = 0;
  bool cut = false;
};

/// Text that has been measured: byte ranges of its lines and the size of the whole.
struct TextShape {
  std::vector<TextLine> lines;
  Size size;
};

enum class Layer : std::uint8_t { Page, Fixed, Popup, Dialog };
inline constexpr std::size_t kLayerCount = 4;

class Painter {
 public:
  explicit Painter(Fonts& fonts);
  ~Painter();
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;

  /// Between ImGui's NewFrame and Render. `window` is what is seen, `scroll` the page coordinate of its corner.
  void Begin(Size window, Point scroll, float density);
  void End();

  /// Later layers are drawn over earlier ones. Only Page (and Popup, which belongs to the page) scrolls.
  void PushLayer(Layer layer);
  void PopLayer();
  /// What is drawn until PopView is moved by -scroll and cut at `view`.
  void PushView(const Rect& view, Point scroll);
  void PopView();
  [[nodiscard]] bool IsSeen(const Rect& rect) const;
  /// What can be seen of this layer, in its own coordinates.
  [[nodiscard]] const Rect& Seen() const;
  [[nodiscard]] Layer CurrentLayer() const { return layer_stack_.back(); }

  [[nodiscard]] TextShape Measure(const TextFont& font, std::string_view text, float max_width, Overflow overflow);
  /// The width of one line without breaks.
  [[nodiscard]] float WidthOf(const TextFont& font, std::string_view text);
  void Text(const TextFont& font, std::string_view text, const TextShape& shape, Point at, Color color);
  void Icon(Icon icon, const Rect& rect, Color color);

  void Fill(const Rect& rect, Color color, float radius = 0);
  void Stroke(const Rect& rect, Color color, float radius = 0, float width = 1);
  void Shadow(const Rect& rect, Color color, float radius);
  void Line(Point from, Point to, Color color, float width = 1);
  void Circle(Point centre, float radius, Color color);
  /// A ring's part, clockwise from `from` to `to` in turns from the top (0 to 1).
  void Arc(Point centre, float radius, float from, float to, Color color, float width);
  void Polyline(std::span<const Point> points, Color color, float width);
  /// An unbroken curve from `from` to `to`, leaving and arriving horizontally.
  void Curve(Point from, Point to, Color color, float width);
  void Bezier(Point from, Point first, Point second, Point to, Color color, float width);
  void Triangle(Point a, Point b, Point c, Color color);

  /// What is drawn between BeginBackground and EndBackground lies behind what was drawn between OpenGroup and
  /// BeginBackground.
  void OpenGroup();
  void BeginBackground();
  void EndBackground();

  /// How much was drawn in this layer, and the moving of a part of it: for what is centred after its size is known.
  [[nodiscard]] std::size_t Mark() const;
  void Shift(std::size_t from, std::size_t to, float dx, float dy);

 private:
  struct View {
    Point origin;
    Rect clip;
  };
  struct Groups;

  [[nodiscard]] ImDrawList& list() const;
  void DrawLine(const TextFont& font, std::string_view text, const TextLine& line, Point pen, Color color);
  void DrawUnits(const TextFont& font, const std::vector<TextUnit>& units, Point pen, Color color);

  Fonts& fonts_;
  float density_ = 1;
  Size window_;
  std::vector<ImDrawList*> layers_;
  std::vector<Layer> layer_stack_;
  std::vector<std::vector<View>> views_;
  std::vector<TextUnit> line_units_;
  std::unique_ptr<Groups> groups_;
};

}  // namespace callboard::ui
