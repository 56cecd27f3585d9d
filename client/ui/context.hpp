#pragma once
// What lives from frame to frame under the widgets: fonts, theme, the semantic tree, input that waits, and small widget
// states. client/app and TestDriver drive it; views see only Frame.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client/ui/fonts.hpp"
#include "client/ui/layout.hpp"
#include "client/ui/painter.hpp"
#include "client/ui/semantics.hpp"
#include "client/ui/theme.hpp"
#include "client/ui/types.hpp"

namespace callboard::ui {

/// What the window and the system are like in this frame.
struct Environment {
  Size window{1280, 800};
  /// Device pixels per CSS pixel.
  float density = 1;
  /// Page coordinate of the window's corner.
  Point scroll;
  float root_font_px = 16;
  Scheme scheme = Scheme::Light;
  SystemColors system;
  bool reduced_motion = false;
  double now_secs = 0;
  double wall_secs = 0;
};

enum class InputKind : std::uint8_t {
  /// A node was activated, by whatever device.
  Click,
  /// `text` is the new value of a field or select.
  Value,
  /// Enter in a one-line field.
  Submit,
  /// `x` is 1 when the focus should be seen (keyboard).
  Focus,
  /// The node under the mouse, 0 when there is none.
  Hover,
  /// A kScrolls node now shows its content from `x`, `y`.
  Scroll,
  /// Escape, or a press outside of it: the menu or dialog `node` wants to close.
  Dismiss,
  /// `text` names a key that the node handles itself ("ArrowDown", "Enter").
  Key,
  /// A Separator was pulled to `x`, `y` in the window.
  Drag,
  /// What a graph shows was moved by `x`, `y`.
  Pan,
  /// A graph is made larger by the factor in `text`, around the point `x`, `y` of its box, or around its middle when
  /// they are below 0.
  Zoom,
};

/// One thing that a person did, told by web/ or by a test.
struct InputEvent {
  InputKind kind = InputKind::Click;
  NodeId node = 0;
  std::string text;
  float x = 0;
  float y = 0;
};

/// A file for the reader to keep.
struct FileDownload {
  std::string name;
  /// Media type.
  std::string type;
  std::string text;
  /// The text is an SVG document, and its picture is what is kept.
  bool as_png = false;
};

/// What the outside has to do after a frame.
struct FrameOutput {
  /// See semantics_patch.hpp; "" when no node changed.
  std::string patch;
  float page_height = 0;
  std::string announcement;
  std::string copied;
  std::optional<FileDownload> download;
  /// A path to go to, because a link was followed.
  std::string navigation;
  /// The node that gets the focus; 0 leaves it where it is.
  NodeId focus = 0;
  /// The page coordinate that should come to the top of the window.
  std::optional<float> scroll_to;
  /// Seconds until the next frame is wanted; nothing when only input or data needs one.
  std::optional<double> next_frame_secs;
};

/// What a widget keeps between frames.
struct WidgetState {
  bool open = false;
  bool just_opened = false;
  bool known = false;
  Point scroll;
  Size size;
  std::vector<float> heights;
  /// What arrow keys reached, counted from 0.
  std::optional<std::size_t> active;
  /// Tables: the widths in em that the reader gave to columns, by title.
  std::map<std::string, float, std::less<>> column_widths;
  /// NowSecs when it goes away by itself; 0: not counted down.
  double closes_at_secs = 0;
  /// Graphs: pixels per em of the layout, 0 before the first frame; whether that was chosen; and of which layout.
  float zoom = 0;
  bool was_moved = false;
  std::uint64_t version = 0;
  std::uint64_t last_frame = 0;
};

/// What a Scope has to know when it closes.
struct OpenScope {
  std::size_t node = SIZE_MAX;
  Rect area;
  float number = 0;
  bool flag = false;
  WidgetState* state = nullptr;
};

/// The table that is being drawn: where its columns are and which cell comes next.
struct TableCursor {
  std::span<const TableColumn> columns;
  std::vector<float> starts;
  std::vector<float> widths;
  Rect row;
  std::size_t column = 0;
  /// Narrow windows: the cells of a row lie below each other.
  bool stacked = false;
};

class Context {
 public:
  /// Makes an ImGui context of its own. `glyphs` outlives it.
  explicit Context(GlyphSource& glyphs);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  // --- Driven from outside
  void Post(InputEvent event) { waiting_.push_back(std::move(event)); }
  void BeginFrame(const Environment& environment);
  [[nodiscard]] FrameOutput EndFrame();
  [[nodiscard]] const std::vector<SemanticNode>& Nodes() const { return shown_; }
  /// The next patch is made as if the DOM were empty.
  void ForgetShown();
  void FocusNode(NodeId id) { output_.focus = id; }

  // --- For widgets
  [[nodiscard]] Painter& painter() { return *painter_; }
  [[nodiscard]] SemanticTree& tree() { return tree_; }
  [[nodiscard]] Layout& layout() { return *layout_; }
  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] const Metrics& metrics() const { return metrics_; }
  [[nodiscard]] const Environment& environment() const { return environment_; }
  [[nodiscard]] FrameOutput& output() { return output_; }
  [[nodiscard]] std::vector<OpenScope>& scopes() { return scopes_; }
  /// The widget that Tooltip speaks about: the last one that was recorded.
  [[nodiscard]] std::size_t& last_widget() { return last_widget_; }
  [[nodiscard]] TableCursor& table() { return table_; }
  /// How much of the window's top is covered by a fixed bar: what sticks to the top goes under it.
  void SetCoveredTop(float height) { covered_top_ = height; }
  [[nodiscard]] float covered_top() const { return covered_top_; }

  [[nodiscard]] bool IsClicked(NodeId id) const;
  [[nodiscard]] bool IsDismissed(NodeId id) const;
  [[nodiscard]] bool IsSubmitted(NodeId id) const;
  /// Null when the field was not edited since the last frame.
  [[nodiscard]] const std::string* NewValue(NodeId id) const;
  /// The keys that were pressed on the node, in their order.
  [[nodiscard]] std::vector<std::string_view> KeysOf(NodeId id) const;
  /// Where the separator was pulled to last; nothing when it was not.
  [[nodiscard]] std::optional<Point> DraggedTo(NodeId id) const;
  /// Everything that was done since the last frame.
  [[nodiscard]] std::span<const InputEvent> events() const { return now_; }
  [[nodiscard]] bool IsHovered(NodeId id) const;
  /// Where the link under the mouse leads; "" when there is none.
  [[nodiscard]] std::string_view HoveredHref() const;
  /// Whether the focus is on the node or on what it holds.
  [[nodiscard]] bool HoldsFocus(NodeId id) const;
  [[nodiscard]] bool IsFocused(NodeId id) const { return id == focus_; }
  [[nodiscard]] bool ShowsFocus(NodeId id) const { return id == focus_ && focus_visible_; }
  /// The row index (from 1) of the focused row in `table`, or 0.
  [[nodiscard]] int FocusedRow(NodeId table) const;
  [[nodiscard]] WidgetState& StateOf(NodeId id);
  void RequestFrameIn(double secs);

 private:
  void TakeInput();
  void TakeClick(const InputEvent& event);
  void DropOldStates();

  Environment environment_;
  Theme theme_;
  Metrics metrics_;
  SemanticTree tree_;
  std::vector<SemanticNode> shown_;
  std::vector<InputEvent> waiting_;
  std::vector<InputEvent> now_;
  std::vector<NodeId> hover_path_;
  NodeId focus_ = 0;
  bool focus_visible_ = false;
  FrameOutput output_;
  std::vector<OpenScope> scopes_;
  std::size_t last_widget_ = 0;
  TableCursor table_;
  float covered_top_ = 0;
  std::unordered_map<NodeId, std::unique_ptr<WidgetState>> states_;
  std::uint64_t frame_ = 0;
  std::unique_ptr<Fonts> fonts_;
  std::unique_ptr<Painter> painter_;
  std::unique_ptr<Layout> layout_;
};

}  // namespace callboard::ui
