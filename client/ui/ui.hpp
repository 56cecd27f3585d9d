#pragma once
// The widgets. Each call draws and records a semantic node, so that what is seen and what is announced cannot differ.
// Views include this header and nothing of ImGui.
//
// Layout: widgets are put below each other, inside a Row beside each other. Sizes are in em (1 em = the body font
// size). Identity: a node's id is made from its path of scopes, role and label, so it is stable from frame to frame. In
// loops over data, open an Id scope per item with a key of the data, so that a widget keeps its focus when others come
// and go.

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "client/ui/geometry.hpp"
#include "client/ui/graph_canvas.hpp"
#include "client/ui/theme.hpp"
#include "client/ui/types.hpp"

namespace callboard::ui {

class Context;
class Frame;

/// Closes at the end of the block what a Frame call opened. False when there is nothing to draw inside (a closed menu).
class [[nodiscard]] Scope {
 public:
  Scope(Frame* frame, void (*close)(Frame&)) : frame_(frame), close_(close) {}
  Scope(Scope&& other) noexcept : frame_(other.frame_), close_(other.close_) { other.frame_ = nullptr; }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  Scope& operator=(Scope&&) = delete;
  ~Scope() {
    if (frame_ != nullptr) close_(*frame_);
  }
  explicit operator bool() const { return frame_ != nullptr; }

 private:
  Frame* frame_;
  void (*close_)(Frame&);
};

/// One frame of the user interface. Made by client/app, or by TestDriver in tests; lives for one drawing pass.
class Frame {
 public:
  explicit Frame(Context& context) : context_(context) {}
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  // --- Environment
  /// Seconds on a clock that never goes back; the same all frame long.
  [[nodiscard]] double NowSecs() const;
  /// Wall time in seconds since 1970, for "3 minutes ago".
  [[nodiscard]] double WallSecs() const;
  /// The layout for phones and for 320 px: less than 40 em of width.
  [[nodiscard]] bool IsNarrow() const;
  /// Width in em that is left for the next widget.
  [[nodiscard]] float AvailableEm() const;
  /// Asks for a frame no later than `secs` from now; without it, frames come only with input and data.
  void RequestFrameIn(double secs);
  /// Goes to a path of the portal as if a link to it had been followed.
  void GoTo(std::string_view href);
  /// Moves the focus to the widget before it, once the frame is shown.
  void TakeFocus();
  /// Says `message` through the page's one live region ("12 results").
  void Announce(std::string_view message);
  void CopyToClipboard(std::string_view text);
  /// Gives the reader a file, in the browser's own way. `type` is its media type ("text/csv").
  void Download(std::string_view name, std::string_view type, std::string_view text);
  /// The same for the picture that an SVG document shows.
  void DownloadSvgAsPng(std::string_view name, std::string_view svg);
  /// How wide a line of text is in em: for layouts that are made before anything is drawn.
  [[nodiscard]] float TextWidthEm(std::string_view text, TextStyle style = TextStyle::Body) const;

  // --- Identity and layout
  Scope Id(std::string_view key);
  /// Beside each other, centred on the line, wrapping.
  Scope Row(RowOptions options = {});
  /// Inside a Row: a stack of its own width; 0 takes the rest of the line.
  Scope Column(float width_em = 0);
  /// Equal columns, as many as fit with at least `min_column_em` each. Every Cell (or Card) inside takes one place.
  Scope Grid(float min_column_em, float gap_em = 1);
  Scope Cell();
  /// Inside a Row: what follows on this line is pushed to the right edge.
  void Spring();
  void Space(float em);
  void Divider();

  // --- For client/app: boxes at a place of their own, whatever the layout around them
  /// In page coordinates; the page grows until it holds the box.
  Scope PageBox(const Rect& area, float gap_em);
  /// In window coordinates, over the page and not scrolled with it, on `background`.
  Scope FixedBox(const Rect& area, Color background);

  // --- Landmarks and groups
  Scope Header();
  Scope Main();
  Scope Navigation(std::string_view label);
  Scope Search(std::string_view label);
  /// A region that is named by its heading; without a title a plain group.
  Scope Section(std::string_view title, int heading_level = 2);
  /// A Section on a raised surface. In a Grid, cards of one line are equally high.
  Scope Card(std::string_view title, CardOptions options = {});
  Scope List(std::string_view label = {});
  Scope ListItem();

  /// A button that shows and hides what is inside; false while it is closed. It starts as `opened_at_first` says and
  /// remembers what was done since.
  Scope Disclosure(std::string_view label, bool opened_at_first = false, DisclosureOptions options = {});

  // --- Text (wraps, can be selected and copied)
  void Heading(int level, std::string_view text);
  void Text(std::string_view text, TextStyle style = TextStyle::Body);
  void TextMuted(std::string_view text) { Text(text, TextStyle::Muted); }
  /// `text` as a block with line numbers and a copy button; lines are kept. More in code_view.hpp.
  void CodeBlock(std::string_view label, std::string_view text, CodeLanguage language = CodeLanguage::Plain);
  void KeyValueList(std::span<const KeyValue> items);

  // --- Links and buttons
  /// A real link: a plain click changes the route, other clicks do what browsers do. Other origins open in a new tab.
  void Link(std::string_view text, std::string_view href, LinkOptions options = {});
  /// True in the frame in which the button was pressed.
  [[nodiscard]] bool Button(std::string_view label, ButtonOptions options = {});
  [[nodiscard]] bool IconButton(Icon icon, std::string_view label, ButtonOptions options = {});
  /// A link over the whole width of a side bar.
  void NavLink(std::string_view label, std::string_view href, Icon icon, bool current);
  /// Links, one of which is where the reader is.
  void Tabs(std::string_view label, std::span<const TabLink> tabs);
  /// Tabs that change a part of the page and have no address; arrow keys move between them. True when `current`
  /// changed.
  bool TabList(std::string_view label, std::span<const std::string_view> tabs, std::size_t& current);
  /// What the tab of this name shows, below its TabList.
  Scope TabPanel(std::string_view tab);
  /// A button that opens a list of MenuItems; false while it is closed.
  Scope Menu(std::string_view label, Icon icon = Icon::More);
  [[nodiscard]] bool MenuItem(std::string_view label, Icon icon = Icon::None);
  void MenuLink(std::string_view label, std::string_view href, Icon icon = Icon::None);

  // --- Fields
  TextFieldResult TextField(std::string_view label, std::string& value, const TextFieldOptions& options = {});
  /// True when `value` changed in this frame; so the following ones.
  bool Checkbox(std::string_view label, bool& value, CheckboxOptions options = {});
  /// A checkbox for what takes effect at once.
  bool Switch(std::string_view label, bool& value);
  /// `value` is "2026-11-25", or "" when no day is chosen.
  bool DateField(std::string_view label, std::string& value, const TextFieldOptions& options = {});
  bool Select(std::string_view label, std::string& value, std::span<const SelectOption> options, float width_em = 0);
  bool RadioGroup(std::string_view label, std::string& value, std::span<const SelectOption> options);

  // --- Data
  /// Draws the rows that are near the window: `draw_row(i)` opens one TableCell per column, in order. `row_key` names
  /// the data of a row, so that a row keeps its focus when rows come and go above it.
  TableResult Table(const TableSpec& spec, const std::function<std::string_view(std::size_t)>& row_key,
                    const std::function<void(std::size_t)>& draw_row);
  /// One line of widgets, cut at the column's width. The first cell of a row is its header.
  Scope TableCell();

  /// Nodes and edges on a plane; see graph_canvas.hpp.
  GraphResult GraphCanvas(const GraphSpec& spec);

  // --- Small things
  void Chip(std::string_view text, Tone tone = Tone::Neutral, Icon icon = Icon::None);
  /// Beside each other; where a line must not wrap, as many as fit and the number of the others, which are announced.
  void Chips(std::span<const std::string> texts);
  /// True when the chip's remove button was pressed.
  [[nodiscard]] bool RemovableChip(std::string_view text);
  /// `label` empty: decoration beside a word that says the same.
  void IconPicture(Icon icon, std::string_view label = {}, Tone tone = Tone::Neutral);
  /// Initials on a colour made from the name; decoration, since the name stands beside it.
  void Avatar(std::string_view name, float size_em = 2);
  /// Explains the widget before it, on hover and on focus; announced as its description.
  void Tooltip(std::string_view text);

  // --- States of a page or panel
  void Banner(Tone tone, std::string_view title, std::string_view detail = {});
  void EmptyState(Icon icon, std::string_view title, std::string_view detail = {});
  /// True when "Try again" was pressed; without `can_retry` there is no such button.
  bool ErrorPanel(std::string_view title, std::string_view message, bool can_retry = true);
  /// `fraction` 0 to 1; below 0 when the end is not known.
  void ProgressIndicator(std::string_view label, float fraction = -1);
  /// Grey lines where text will be; `label` is announced once ("Loading the catalog").
  void Skeleton(std::string_view label, int lines = 3);

  /// The steps of a process, `current` counted from 0; those before it are done.
  void Stepper(std::string_view label, std::span<const Step> steps, std::size_t current);

  // --- Over the page
  /// A modal dialog; false while `open` is false. Escape and its close button set `open` to false. The rest of the page
  /// is inert.
  Scope Dialog(std::string_view title, bool& open, float width_em = 32);
  /// A Dialog over the whole height at the right side.
  Scope Drawer(std::string_view title, bool& open, float width_em = 28);
  /// A message at the bottom of the window, announced once, which goes away by itself and then sets `open` to false.
  /// True when its action was pressed.
  bool Toast(std::string_view message, bool& open, const ToastOptions& options = {});

  [[nodiscard]] Context& context() { return context_; }

 private:
  [[nodiscard]] bool DrawClearButton(std::uint32_t field, std::string_view label, const Rect& control,
                                     std::string& value);
  Scope OpenDialog(std::string_view title, bool& open, const Rect& area);
  void DrawStackedLabel(std::string_view title);
  [[nodiscard]] float ButtonWidth(std::string_view label) const;
  [[nodiscard]] float ChipWidth(std::string_view text, Icon icon) const;
  void DrawChip(std::string_view text, std::string_view name, Tone tone, Icon icon);

  Context& context_;
};

}  // namespace callboard::ui
