#pragma once
// The paths that documents have in common: from a member's name to the path of its value, without making text.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "shared/catalog/flat_table.hpp"

namespace callboard::catalog {

struct PathNode {
  std::string path;         // dotted, folded
  std::uint32_t id = 0;     // counted from 0
  bool is_skipped = false;  // what is below is not searched
  bool is_namespace = false;
  bool is_core = false;  // IsCoreField(path)

  // Kept by the table.
  std::string key;                      // as written, in the parent
  std::vector<std::uint32_t> children;  // ids
  std::uint32_t next = 0;               // the child that most documents have next
  FlatTable<std::uint32_t> by_key;      // place in children + 1; only of nodes with many
};

class PathTable {
 public:
  PathTable() { nodes_.emplace_back(); }

  [[nodiscard]] PathNode& root() { return nodes_.front(); }
  [[nodiscard]] PathNode& Child(PathNode& parent, std::string_view key);
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

 private:
  [[nodiscard]] PathNode* Find(PathNode& parent, std::string_view key);
  PathNode& Make(PathNode& parent, std::string_view key);

  std::deque<PathNode> nodes_;  // stay in their places
};

}  // namespace callboard::catalog
