#include "client/ui/semantics.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <unordered_map>

namespace callboard::ui {
namespace {

constexpr std::array<std::string_view, kRoleCount> kRoleNames = {
    "page",      "banner",   "main",       "navigation",   "search",      "region",    "group",
    "heading",   "text",     "link",       "button",       "textbox",     "searchbox", "textarea",
    "checkbox",  "combobox", "radiogroup", "radio",        "table",       "row",       "columnheader",
    "rowheader", "cell",     "list",       "listitem",     "keyvalues",   "term",      "definition",
    "dialog",    "menu",     "menuitem",   "img",          "status",      "alert",     "progressbar",
    "code",      "switch",   "date",       "autocomplete", "listbox",     "option",    "tree",
    "treeitem",  "tablist",  "tab",        "tabpanel",     "orderedlist", "separator", "graph"};

struct StateWord {
  std::uint32_t state;
  std::string_view word;
};
constexpr std::array kStateWords = {StateWord{kDisabled, "disabled"},        StateWord{kChecked, "checked"},
                                    StateWord{kExpanded, "expanded"},        StateWord{kCollapsed, "collapsed"},
                                    StateWord{kPressed, "pressed"},          StateWord{kCurrent, "current"},
                                    StateWord{kInvalid, "invalid"},          StateWord{kBusy, "busy"},
                                    StateWord{kSortedUp, "ascending"},       StateWord{kSortedDown, "descending"},
                                    StateWord{kCurrentStep, "current step"}, StateWord{kSelected, "selected"}};

// FNV-1a: ids need to be the same on every machine and in every run, so that snapshots and stored focus agree.
NodeId Mix(NodeId seed, std::string_view text) {
  NodeId hash = seed ^ 0x811C9DC5U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193U;
  return hash * 0x01000193U;
}

void AppendNode(const SemanticNode& node, int depth, std::string& out) {
  out.append(static_cast<std::size_t>(depth) * 2, ' ');
  out += NameOf(node.role);
  if (!node.name.empty()) out += std::format(" \"{}\"", node.name);
  if (node.role == Role::Heading) out += std::format(" [level={}]", node.level);
  if (!node.value.empty()) out += std::format(" = \"{}\"", node.value);
  if (node.role == Role::TreeItem) out += std::format(" [level={}]", node.level);
  if (node.row_count > 0) out += std::format(" [rows={}]", node.row_count);
  if (node.row_index > 0) out += std::format(" [row={}]", node.row_index);
  for (const StateWord& entry : kStateWords) {
    if ((node.states & entry.state) != 0) out += std::format(" [{}]", entry.word);
  }
  if (!node.href.empty()) out += std::format(" -> {}", node.href);
  if (!node.description.empty()) out += std::format(" ({})", node.description);
  out += '\n';
}

}  // namespace

std::string_view NameOf(Role role) {
  return kRoleNames[static_cast<std::size_t>(role)];
}

void SemanticTree::Begin() {
  nodes_.clear();
  used_.clear();
  SemanticNode& page = nodes_.emplace_back();
  page.id = kRootId;
  page.role = Role::Page;
  open_.assign(1, 0);
  seeds_.assign(1, kRootId);
}

NodeId SemanticTree::HashOf(Role role, std::string_view key) const {
  return Mix(seeds_.back() + static_cast<NodeId>(role) * 0x9E3779B9U, key);
}

NodeId SemanticTree::NextId(Role role, std::string_view key) const {
  NodeId id = HashOf(role, key);
  while (id <= kRootId || std::ranges::binary_search(used_, id)) id = Mix(id, "again");
  return id;
}

SemanticNode& SemanticTree::Open(Role role, std::string_view key) {
  const NodeId id = NextId(role, key);
  used_.insert(std::ranges::lower_bound(used_, id), id);
  const NodeId parent = nodes_[open_.back()].id;
  open_.push_back(nodes_.size());
  seeds_.push_back(id);
  SemanticNode& node = nodes_.emplace_back();
  node.id = id;
  node.parent = parent;
  node.role = role;
  return node;
}

void SemanticTree::Close() {
  open_.pop_back();
  seeds_.pop_back();
}

void SemanticTree::OpenAtPage() {
  open_.push_back(0);
  seeds_.push_back(seeds_.back());
}

void SemanticTree::PushKey(std::string_view key) {
  seeds_.push_back(Mix(seeds_.back(), key));
}

void SemanticTree::PopKey() {
  seeds_.pop_back();
}

std::string DumpTree(const std::vector<SemanticNode>& nodes) {
  std::unordered_map<NodeId, std::vector<const SemanticNode*>> children;
  for (const SemanticNode& node : nodes) children[node.parent].push_back(&node);
  std::string out;
  const auto append = [&](auto& self, const SemanticNode& node, int depth) -> void {
    AppendNode(node, depth, out);
    for (const SemanticNode* child : children[node.id]) self(self, *child, depth + 1);
  };
  for (const SemanticNode* child : children[kRootId]) append(append, *child, 0);
  return out;
}

const SemanticNode* FindNode(const std::vector<SemanticNode>& nodes, NodeId id) {
  const auto found = std::ranges::find(nodes, id, &SemanticNode::id);
  return found == nodes.end() ? nullptr : &*found;
}

}  // namespace callboard::ui
