#pragma once
// The quick way through a document: no copies of texts that stand in it as they are, no path made twice.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/catalog/path_table.hpp"

namespace callboard::catalog {

/// What is found under a path; as Leaf, with the path's node. The views live for the call.
struct ScannedLeaf {
  const PathNode* node = nullptr;
  std::string_view value;
  bool has_value = true;
  bool from_array = false;
};

/// Scans JSON text of the kind that DumpJson writes. False for whatever else there is, valid or not: numbers that are
/// no plain integers, \u escapes beyond ASCII, deep nesting; then nlohmann/json has to decide. What is scanned to its
/// end is valid JSON, with the leaves that VisitLeaves finds except those that it adds; tested with fuzzed documents.
class LeafScanner {
 public:
  explicit LeafScanner(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  /// Of a document, all leaves, or at least those of core fields.
  enum class Scope : std::uint8_t { All, Core };

  template <typename Visit>
  [[nodiscard]] bool Scan(PathTable& paths, Scope scope, Visit&& visit) {
    paths_ = &paths;
    scope_ = scope;
    SkipSpace();
    if (!Take('{') || !Object(&paths.root(), 0, visit)) return false;
    SkipSpace();
    return at_ == end_;
  }

  /// Scans a list of triples of texts, [["a","b","c"],...]; false for everything else, and for texts with escapes.
  template <typename Visit>
  [[nodiscard]] bool ScanTriples(Visit&& visit);

 private:
  static constexpr int kMaxDepth = 64;

  [[nodiscard]] bool Take(char wanted) {
    if (at_ == end_ || *at_ != wanted) return false;
    ++at_;
    return true;
  }
  void SkipSpace() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }
  [[nodiscard]] bool TakeWord(std::string_view word);
  /// After the quote at the start. The text lives in the document, or in `unescaped`.
  [[nodiscard]] bool String(std::string& unescaped, std::string_view& text);
  [[nodiscard]] bool Unescape(const char* backslash, std::string& unescaped);
  [[nodiscard]] bool Integer(std::string_view& text);

  /// `node` is null below what is not searched. Both begin after the bracket.
  template <typename Visit>
  [[nodiscard]] bool Object(PathNode* node, int depth, Visit& visit);
  template <typename Visit>
  [[nodiscard]] bool Array(PathNode* node, int depth, Visit& visit);
  template <typename Visit>
  [[nodiscard]] bool Value(PathNode* node, bool in_array, int depth, Visit& visit);

  const char* at_;
  const char* end_;
  PathTable* paths_ = nullptr;
  Scope scope_ = Scope::All;
  std::string key_;
  std::string value_;
};

template <typename Visit>
bool LeafScanner::ScanTriples(Visit&& visit) {
  SkipSpace();
  if (!Take('[')) return false;
  SkipSpace();
  if (Take(']')) return at_ == end_;
  while (true) {
    std::array<std::string_view, 3> texts;
    SkipSpace();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (!Take(i == 0 ? '[' : ',')) return false;
      SkipSpace();
      if (!Take('"') || !String(value_, texts[i]) || texts[i].data() == value_.data()) return false;
      SkipSpace();
    }
    if (!Take(']')) return false;
    visit(texts[0], texts[1], texts[2]);
    SkipSpace();
    if (Take(']')) return at_ == end_;
    if (!Take(',')) return false;
  }
}

template <typename Visit>
bool LeafScanner::Object(PathNode* node, int depth, Visit& visit) {
  if (depth > kMaxDepth) return false;
  SkipSpace();
  if (Take('}')) return true;
  while (true) {
    std::string_view key;
    SkipSpace();
    if (!Take('"') || !String(key_, key)) return false;
    PathNode* child = node == nullptr ? nullptr : &paths_->Child(*node, key);
    if (child != nullptr && (child->is_skipped || (scope_ == Scope::Core && !child->is_core))) child = nullptr;
    SkipSpace();
    if (!Take(':') || !Value(child, /*in_array=*/false, depth, visit)) return false;
    SkipSpace();
    if (Take('}')) return true;
    if (!Take(',')) return false;
  }
}

template <typename Visit>
bool LeafScanner::Array(PathNode* node, int depth, Visit& visit) {
  if (depth > kMaxDepth) return false;
  SkipSpace();
  if (Take(']')) return true;
  while (true) {
    if (!Value(node, /*in_array=*/true, depth, visit)) return false;
    SkipSpace();
    if (Take(']')) return true;
    if (!Take(',')) return false;
  }
}

template <typename Visit>
bool LeafScanner::Value(PathNode* node, bool in_array, int depth, Visit& visit) {
  SkipSpace();
  if (at_ == end_) return false;
  ScannedLeaf leaf{.node = node, .value = {}, .has_value = true, .from_array = false};
  switch (*at_) {
    case '{':
      ++at_;
      return Object(node, depth + 1, visit);
    case '[':
      ++at_;
      return Array(node, depth + 1, visit);
    case '"':
      ++at_;
      if (!String(value_, leaf.value)) return false;
      leaf.from_array = in_array;
      break;
    case 't':
      leaf.value = "true";
      if (!TakeWord(leaf.value)) return false;
      break;
    case 'f':
      leaf.value = "false";
      if (!TakeWord(leaf.value)) return false;
      break;
    case 'n':
      if (!TakeWord("null")) return false;
      leaf.has_value = false;
      break;
    default:
      if (!Integer(leaf.value)) return false;
  }
  if (node != nullptr) visit(leaf);
  return true;
}

}  // namespace callboard::catalog
