#pragma once
// What the page means: one tree of nodes a frame, recorded by the widgets while they draw. web/ keeps a real DOM from
// it, tests find and press its nodes. Nothing in here knows of ImGui or of a browser.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/geometry.hpp"

namespace callboard::ui {

/// Stable from frame to frame: a hash of the path of keys and the role. 0 is no node, kRootId the page.
using NodeId = std::uint32_t;
inline constexpr NodeId kRootId = 1;

enum class Role : std::uint8_t {
  Page,
  Header,
  Main,
  Navigation,
  Search,
  Region,
  Group,
  Heading,
  Text,
  Link,
  Button,
  TextField,
  SearchField,
  TextArea,
  Checkbox,
  Select,
  RadioGroup,
  Radio,
  Table,
  Row,
  ColumnHeader,
  RowHeader,
  Cell,
  List,
  ListItem,
  KeyValues,
  Term,
  Detail,
  Dialog,
  Menu,
  MenuItem,
  Image,
  Status,
  Alert,
  Progress,
  Code,
  Switch,
  DateField,
  /// A text field with a ListBox of Options.
  Autocomplete,
  ListBox,
  Option,
  Tree,
  TreeItem,
  TabList,
  Tab,
  TabPanel,
  OrderedList,
  /// Between two things whose sizes it changes.
  Separator,
  /// A plane that is moved and zoomed, with links on it.
  Graph,
};
inline constexpr std::size_t kRoleCount = 49;

/// The word for a role in patches and snapshots: an ARIA role where there is one.
[[nodiscard]] std::string_view NameOf(Role role);

/// States that are there or not; those with two announced values come as a pair.
enum State : std::uint32_t {
  kDisabled = 1U << 0,
  kChecked = 1U << 1,
  kExpanded = 1U << 2,
  kCollapsed = 1U << 3,
  kPressed = 1U << 4,
  kNotPressed = 1U << 5,
  kCurrent = 1U << 6,
  kInvalid = 1U << 7,
  kBusy = 1U << 8,
  kSortedUp = 1U << 9,
  kSortedDown = 1U << 10,
  kSortable = 1U << 11,
  /// Stays where it is while the page scrolls.
  kFixed = 1U << 12,
  /// Scrolls what it holds by itself; the node's content size says how far.
  kScrolls = 1U << 13,
  /// A paragraph of its own, not a part of a line.
  kBlock = 1U << 14,
  /// The name is not among the drawn texts.
  kNamed = 1U << 15,
  /// Takes focus from scripts only (a heading after navigation).
  kScriptFocus = 1U << 16,
  kHasMenu = 1U << 17,
  /// Where the reader is in a process; kCurrent is where on the site.
  kCurrentStep = 1U << 18,
  kSelected = 1U << 19,
  kNotSelected = 1U << 20,
};

enum class Face : std::uint8_t { Regular, Bold, Mono, Icon, Italic };

/// Text as it was drawn, so that the DOM can lay the same letters over the glyphs. `rect` is where its lines are;
/// `breaks` are the byte offsets at which a line starts, the first one left out.
struct TextRun {
  std::string text;
  Rect rect;
  Face face = Face::Regular;
  int size = 0;
  int line_height = 0;
  std::vector<std::uint32_t> breaks;
  friend bool operator==(const TextRun&, const TextRun&) = default;
};

struct SemanticOption {
  std::string value;
  std::string label;
  friend bool operator==(const SemanticOption&, const SemanticOption&) = default;
};

/// `rect` is in page coordinates (of the window for kFixed nodes and what they hold).
struct SemanticNode {
  NodeId id = 0;
  NodeId parent = 0;
  Role role = Role::Group;
  std::uint32_t states = 0;
  std::string name;
  std::string description;
  /// Text of a field, chosen value of a select, fraction of a progress.
  std::string value;
  std::string href;
  std::string placeholder;
  std::string autocomplete;
  /// Of a button: keys that press it from anywhere, as aria-keyshortcuts ("Control+K Meta+K").
  std::string shortcut;
  Rect rect;
  /// Fields and boxes to tick: where in `rect` the control itself is; the rest is its label.
  Rect control;
  /// What a kScrolls node scrolls over.
  Size content;
  /// The option that arrow keys reached, and the list that the field opened; 0 when there is none.
  NodeId active = 0;
  NodeId controls = 0;
  /// Level of a heading or tree item; index from 1 (0: none) of a row, option or tree item, and how many there are;
  /// column count of a table.
  int level = 0;
  int row_index = 0;
  int row_count = 0;
  int column_count = 0;
  std::vector<TextRun> runs;
  std::vector<SemanticOption> options;
  friend bool operator==(const SemanticNode&, const SemanticNode&) = default;
};

/// The nodes of one frame in reading order: a parent comes before what it holds.
class SemanticTree {
 public:
  /// Starts over with the page as the only node.
  void Begin();
  /// Adds a node to the open one and opens it. `key` tells siblings of one role apart; equal keys are numbered.
  SemanticNode& Open(Role role, std::string_view key);
  void Close();
  /// What is opened inside belongs to the page itself, wherever the code that opens it stands (dialogs, menus).
  void OpenAtPage();

  /// A part of the path of ids that is no node.
  void PushKey(std::string_view key);
  void PopKey();

  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] SemanticNode& at(std::size_t index) { return nodes_[index]; }
  [[nodiscard]] std::size_t OpenIndex() const { return open_.back(); }
  [[nodiscard]] const std::vector<SemanticNode>& nodes() const { return nodes_; }
  [[nodiscard]] std::vector<SemanticNode>& nodes() { return nodes_; }
  /// The id that Open would give: for widgets that must know whether they are hovered before they record themselves.
  [[nodiscard]] NodeId NextId(Role role, std::string_view key) const;

 private:
  [[nodiscard]] NodeId HashOf(Role role, std::string_view key) const;

  std::vector<SemanticNode> nodes_;
  std::vector<std::size_t> open_;
  std::vector<NodeId> seeds_;
  std::vector<NodeId> used_;
};

/// One line a node, indented by depth: role "name", then values and states. Layout is left out.
[[nodiscard]] std::string DumpTree(const std::vector<SemanticNode>& nodes);

/// Null when there is no node with `id`.
[[nodiscard]] const SemanticNode* FindNode(const std::vector<SemanticNode>& nodes, NodeId id);

}  // namespace callboard::ui
