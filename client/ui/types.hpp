#pragma once
// The small vocabulary of the widgets: tones, icons and the options that a widget takes.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace callboard::ui {

/// What a colour means. Never the only carrier of a meaning: a tone stands beside a word or an icon.
enum class Tone : std::uint8_t { Neutral, Accent, Good, Warning, Bad };

inline constexpr std::size_t kToneCount = 5;

enum class TextStyle : std::uint8_t { Body, Strong, Muted, Small, SmallStrong, Mono, Italic };

/// Pictures of the icon face; the numbers are private code points, in the order of web/src/icons.ts, which draws them.
enum class Icon : std::uint32_t {
  None = 0,
  Search = 0xE001,
  Menu,
  Close,
  Home,
  Catalog,
  Api,
  Component,
  Resource,
  System,
  Domain,
  Group,
  User,
  Template,
  Location,
  Docs,
  Create,
  Settings,
  External,
  Copy,
  Check,
  ChevronRight,
  ChevronDown,
  ArrowUp,
  ArrowDown,
  Star,
  StarFilled,
  Info,
  Warning,
  Error,
  Refresh,
  Filter,
  Edit,
  Trash,
  More,
  Clock,
  Tag,
  Link,
  Graph,
  Code,
  Mail,
  Calendar,
  Play,
  Back,
  SignOut,
  Eye,
  Plus,
  Jump,
  Minus,
  Fit,
  Download,
};

enum class ButtonKind : std::uint8_t { Secondary, Primary, Quiet, Danger };

struct ButtonOptions {
  ButtonKind kind = ButtonKind::Secondary;
  Icon icon = Icon::None;
  bool disabled = false;
  /// For buttons that switch something: the state is announced as pressed or not.
  std::optional<bool> pressed = std::nullopt;
  /// Keys that press the button wherever the focus is, as aria-keyshortcuts: "Control+K Meta+K".
  std::string_view shortcut = {};
};

struct LinkOptions {
  TextStyle style = TextStyle::Body;
  Icon icon = Icon::None;
  /// The link of the place where the reader already is (aria-current).
  bool current = false;
  /// What is announced when the text alone does not say where the link leads; it must contain the text.
  std::string_view accessible_name = {};
};

struct TextFieldOptions {
  std::string_view placeholder = {};
  /// Search fields have role searchbox, a magnifier and a button that clears them.
  bool search = false;
  bool hide_label = false;
  bool multiline = false;
  /// Shown under the field and announced with it; the field is then marked invalid.
  std::string_view error = {};
  /// Shown under the field and announced with it.
  std::string_view help = {};
  /// The HTML autocomplete token ("username", "off").
  std::string_view autocomplete = "off";
  /// Width in em; 0 takes what there is.
  float width_em = 0;
};

struct CheckboxOptions {
  /// The label is announced only: for boxes in a table, whose row says what they are for.
  bool hide_label = false;
};

/// `changed`: the bound text differs from the last frame. `submitted`: Enter was pressed.
struct TextFieldResult {
  bool changed = false;
  bool submitted = false;
};

struct SelectOption {
  std::string value;
  std::string label;
};

/// One step of a process that is gone through in order.
struct Step {
  std::string_view label;
  /// Shown under the label.
  std::string_view detail = {};
};

struct ToastOptions {
  Tone tone = Tone::Neutral;
  /// The label of a button; "" for none.
  std::string_view action = {};
  /// Seconds until it goes away by itself; while it is hovered or has the focus, it stays.
  double secs = 6;
};

enum class CodeLanguage : std::uint8_t { Plain, Json, Yaml, CLike };

enum class SortDirection : std::uint8_t { None, Ascending, Descending };

struct TableColumn {
  std::string_view title;
  /// Share of the width that is left after every column has its minimum.
  float weight = 1;
  float min_em = 6;
  bool sortable = false;
  SortDirection sorted = SortDirection::None;
};

struct TableSpec {
  /// The accessible name of the table.
  std::string_view label;
  std::span<const TableColumn> columns;
  /// All rows, not only the visible ones; only those near the window are asked for.
  std::size_t row_count = 0;
  /// Height of a row in lines of text; the same for all rows.
  float row_lines = 1;
  /// Between two headers there is a handle that the pointer pulls and arrow keys move.
  bool resizable = false;
};

/// What a person asked of the table in this frame.
struct TableResult {
  /// The column whose header was pressed.
  std::optional<std::size_t> sort_column;
};

struct RowOptions {
  float gap_em = 0.5F;
  /// The last line is pushed to the right edge.
  bool align_end = false;
  /// Centred on the line, or hanging from its top (columns).
  bool centred = true;
  /// Items that do not fit continue on the next line; without it, texts are cut with an ellipsis.
  bool wrap = true;
};

struct CardOptions {
  int heading_level = 2;
  Icon icon = Icon::None;
  /// Without padding, for a table or list that brings its own.
  bool flush = false;
};

/// What stands in the header of a Disclosure beside its label.
struct DisclosureOptions {
  std::string_view chip = {};
  Tone chip_tone = Tone::Neutral;
  /// Chips of one list are equally wide, so that the labels begin below each other.
  float chip_em = 0;
  /// Muted, behind the label, or below it where there is no room.
  std::string_view detail = {};
  bool mono = false;
  /// A surface with an edge around header and content; without it, the content is indented.
  bool framed = false;
};

/// Bytes of a text from `begin` on.
struct TextRange {
  std::size_t begin = 0;
  std::size_t length = 0;
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

/// One line of a KeyValueList: `draw` puts any widgets beside the label.
struct KeyValue {
  std::string_view label;
  std::function<void()> draw;
};

struct TabLink {
  std::string_view label;
  std::string_view href;
  bool current = false;
};

}  // namespace callboard::ui
