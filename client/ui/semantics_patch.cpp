#include "client/ui/semantics_patch.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>
#include <unordered_map>

namespace callboard::ui {
namespace {

using NodeMap = std::unordered_map<NodeId, std::size_t>;

NodeMap IndexById(const std::vector<SemanticNode>& nodes) {
  NodeMap index;
  index.reserve(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) index.emplace(nodes[i].id, i);
  return index;
}

void AppendInt(std::string& out, std::int64_t value) {
  char buffer[24];
  const auto [end, ignored] = std::to_chars(std::begin(buffer), std::end(buffer), value);
  out.append(buffer, end);
}

// Hundredths are finer than a device pixel at any zoom, and keep the message short.
void AppendNumber(std::string& out, float value) {
  const auto hundredths = static_cast<std::int64_t>(std::llround(static_cast<double>(value) * 100));
  if (hundredths < 0) out += '-';
  const std::int64_t magnitude = std::abs(hundredths);
  AppendInt(out, magnitude / 100);
  if (magnitude % 100 != 0) {
    out += '.';
    out += static_cast<char>('0' + magnitude % 100 / 10);
    if (magnitude % 10 != 0) out += static_cast<char>('0' + magnitude % 10);
  }
}

void AppendRect(std::string& out, const Rect& rect) {
  AppendNumber(out, rect.x);
  out += ',';
  AppendNumber(out, rect.y);
  out += ',';
  AppendNumber(out, rect.w);
  out += ',';
  AppendNumber(out, rect.h);
}

/// Writes the members of one node's object.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) {}
  std::string& Key(std::string_view key) {
    out_ += ",\"";
    out_ += key;
    out_ += "\":";
    return out_;
  }
  void Text(std::string_view key, std::string_view text) { AppendJsonText(Key(key), text); }
  void Int(std::string_view key, std::int64_t value) { AppendInt(Key(key), value); }

 private:
  std::string& out_;
};

Rect RelativeRect(const SemanticNode& node, const std::vector<SemanticNode>& nodes, const NodeMap& index) {
  if (node.parent == kRootId || (node.states & kFixed) != 0) return node.rect;
  const auto parent = index.find(node.parent);
  if (parent == index.end()) return node.rect;
  const Rect& origin = nodes[parent->second].rect;
  return node.rect.Moved(-origin.x, -origin.y);
}

void AppendRuns(std::string& out, const SemanticNode& node) {
  out += '[';
  for (const TextRun& run : node.runs) {
    if (&run != node.runs.data()) out += ',';
    std::string lines;
    std::size_t from = 0;
    for (const std::uint32_t at : run.breaks) {
      lines.append(run.text, from, at - from);
      lines += '\x01';
      from = at;
    }
    lines.append(run.text, from);
    out += '[';
    AppendJsonText(out, lines);
    out += ',';
    AppendRect(out, run.rect.Moved(-node.rect.x, -node.rect.y));
    for (const int number : {static_cast<int>(run.face), run.size, run.line_height}) {
      out += ',';
      AppendInt(out, number);
    }
    out += ']';
  }
  out += ']';
}

void AppendOptions(std::string& out, const std::vector<SemanticOption>& options) {
  out += '[';
  for (const SemanticOption& option : options) {
    if (&option != options.data()) out += ',';
    out += '[';
    AppendJsonText(out, option.value);
    out += ',';
    AppendJsonText(out, option.label);
    out += ']';
  }
  out += ']';
}

bool SameRuns(const SemanticNode& a, const SemanticNode& b) {
  if (a.runs.size() != b.runs.size()) return false;
  for (std::size_t i = 0; i < a.runs.size(); ++i) {
    TextRun moved = b.runs[i];
    moved.rect = moved.rect.Moved(a.rect.x - b.rect.x, a.rect.y - b.rect.y);
    if (!(a.runs[i] == moved)) return false;
  }
  return true;
}

// `was` is an empty node for one that is new, so that only what is set is sent.
void AppendTexts(Members& out, const SemanticNode& was, const SemanticNode& now, bool touched) {
  if (was.name != now.name) out.Text("n", now.name);
  if (was.description != now.description) out.Text("d", now.description);
  if (was.value != now.value || touched) out.Text("v", now.value);
  if (was.href != now.href) out.Text("h", now.href);
  if (was.placeholder != now.placeholder) out.Text("ph", now.placeholder);
  if (was.autocomplete != now.autocomplete) out.Text("ac", now.autocomplete);
  if (was.shortcut != now.shortcut) out.Text("k", now.shortcut);
  if (was.states != now.states || touched) out.Int("s", now.states);
  if (was.level != now.level) out.Int("l", now.level);
  if (was.row_index != now.row_index) out.Int("ri", now.row_index);
  if (was.row_count != now.row_count) out.Int("rc", now.row_count);
  if (was.active != now.active) out.Int("ad", now.active);
  if (was.controls != now.controls) out.Int("cn", now.controls);
  if (was.column_count != now.column_count) out.Int("cc", now.column_count);
  if (!SameRuns(was, now)) AppendRuns(out.Key("t"), now);
  if (was.options != now.options) AppendOptions(out.Key("o"), now.options);
}

// Which of the positions stay when as few nodes as possible are moved: the longest ascending subsequence.
std::vector<bool> StayingPut(std::span<const std::size_t> positions) {
  std::vector<std::size_t> tails;
  std::vector<std::size_t> previous(positions.size(), positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const auto at = std::ranges::lower_bound(tails, positions[i], {}, [&](std::size_t t) { return positions[t]; });
    if (at != tails.begin()) previous[i] = *(at - 1);
    if (at == tails.end()) {
      tails.push_back(i);
    } else {
      *at = i;
    }
  }
  std::vector<bool> stays(positions.size(), false);
  for (std::size_t i = tails.empty() ? positions.size() : tails.back(); i < positions.size(); i = previous[i])
    stays[i] = true;
  return stays;
}

/// Finds, for every node of the new tree, the sibling before it and whether it has to be put there.
class Placement {
 public:
  Placement(const std::vector<SemanticNode>& before, const NodeMap& old_index, const std::vector<SemanticNode>& after)
      : previous_(after.size(), 0), placed_(after.size(), false) {
    std::unordered_map<NodeId, std::vector<std::size_t>> children;
    for (std::size_t i = 1; i < after.size(); ++i) children[after[i].parent].push_back(i);
    for (const auto& [parent, list] : children) PlaceSiblings(before, old_index, after, list);
  }
  [[nodiscard]] bool IsPlaced(std::size_t i) const { return placed_[i]; }
  [[nodiscard]] NodeId Previous(std::size_t i) const { return previous_[i]; }

 private:
  void PlaceSiblings(const std::vector<SemanticNode>& before, const NodeMap& old_index,
                     const std::vector<SemanticNode>& after, const std::vector<std::size_t>& list) {
    std::vector<std::size_t> kept;
    std::vector<std::size_t> positions;
    NodeId last = 0;
    for (const std::size_t i : list) {
      previous_[i] = last;
      last = after[i].id;
      const auto old = old_index.find(after[i].id);
      if (old != old_index.end() && before[old->second].parent == after[i].parent) {
        kept.push_back(i);
        positions.push_back(old->second);
      } else {
        placed_[i] = true;
      }
    }
    const std::vector<bool> stays = StayingPut(positions);
    for (std::size_t k = 0; k < kept.size(); ++k) placed_[kept[k]] = !stays[k];
  }

  std::vector<NodeId> previous_;
  std::vector<bool> placed_;
};

std::string RemovedIds(const std::vector<SemanticNode>& before, const NodeMap& old_index, const NodeMap& new_index) {
  std::string out;
  for (const SemanticNode& node : before) {
    // What goes with its parent needs no word of its own.
    if (new_index.contains(node.id) || node.id == kRootId) continue;
    if (node.parent != kRootId && old_index.contains(node.parent) && !new_index.contains(node.parent)) continue;
    if (!out.empty()) out += ',';
    AppendInt(out, node.id);
  }
  return out;
}

}  // namespace

void AppendJsonText(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

std::string PatchBetween(const std::vector<SemanticNode>& before, const std::vector<SemanticNode>& after,
                         const std::vector<NodeId>& touched) {
  const NodeMap old_index = IndexById(before);
  const NodeMap new_index = IndexById(after);
  const Placement placement(before, old_index, after);
  const std::string removed = RemovedIds(before, old_index, new_index);
  std::string updates;
  for (std::size_t i = 1; i < after.size(); ++i) {
    const SemanticNode& now = after[i];
    const auto found = old_index.find(now.id);
    const bool fresh = found == old_index.end();
    const SemanticNode& was = fresh ? SemanticNode{} : before[found->second];
    std::string body;
    Members members(body);
    if (fresh || placement.IsPlaced(i)) {
      members.Int("p", now.parent);
      members.Int("a", placement.Previous(i));
    }
    if (fresh) members.Text("R", NameOf(now.role));
    AppendTexts(members, was, now, std::ranges::contains(touched, now.id));
    const Rect rect = RelativeRect(now, after, new_index);
    if (fresh || rect != RelativeRect(was, before, old_index)) {
      AppendRect(members.Key("b") += '[', rect);
      body += ']';
    }
    if (now.control.w > 0 &&
        (fresh || was.control.Moved(-was.rect.x, -was.rect.y) != now.control.Moved(-now.rect.x, -now.rect.y))) {
      AppendRect(members.Key("f") += '[', now.control.Moved(-now.rect.x, -now.rect.y));
      body += ']';
    }
    if (was.content != now.content) {
      AppendRect(members.Key("c") += '[', Rect{now.content.w, now.content.h, 0, 0});
      body += ']';
    }
    if (body.empty()) continue;
    updates += updates.empty() ? "{\"i\":" : ",{\"i\":";
    AppendInt(updates, now.id);
    updates += body;
    updates += '}';
  }
  if (removed.empty() && updates.empty()) return {};
  return "{\"r\":[" + removed + "],\"u\":[" + updates + "]}";
}

}  // namespace callboard::ui
