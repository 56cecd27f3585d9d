#include "shared/catalog/path_table.hpp"

#include "shared/catalog/core_fields.hpp"
#include "shared/catalog/fold.hpp"

namespace callboard::catalog {
namespace {

/// Beyond so many children, a table finds one sooner than a look at each.
constexpr std::size_t kLookedThrough = 16;

bool IsSkipped(std::string_view path) {
  return path == "attachments" || path == "relations" || path == "status" || path == "metadata.uid" ||
         path == "metadata.etag";
}

}  // namespace

PathNode& PathTable::Child(PathNode& parent, std::string_view key) {
  if (parent.next < parent.children.size()) {
    PathNode& next = nodes_[parent.children[parent.next]];
    if (next.key == key) {
      ++parent.next;
      return next;
    }
  }
  PathNode* const known = Find(parent, key);
  return known != nullptr ? *known : Make(parent, key);
}

PathNode* PathTable::Find(PathNode& parent, std::string_view key) {
  if (parent.children.size() > kLookedThrough) {
    const std::uint32_t place = parent.by_key.Find(
        HashText(key), [&](std::uint32_t slot) { return nodes_[parent.children[slot - 1]].key == key; });
    if (place == 0) return nullptr;
    parent.next = place;
    return &nodes_[parent.children[place - 1]];
  }
  for (std::size_t i = 0; i < parent.children.size(); ++i) {
    PathNode& child = nodes_[parent.children[i]];
    if (child.key != key) continue;
    parent.next = static_cast<std::uint32_t>(i + 1);
    return &child;
  }
  return nullptr;
}

PathNode& PathTable::Make(PathNode& parent, std::string_view key) {
  PathNode& made = nodes_.emplace_back();
  made.id = static_cast<std::uint32_t>(nodes_.size() - 1);
  made.key = key;
  made.path = parent.path;
  if (!made.path.empty()) made.path += '.';
  AppendFolded(key, made.path);
  made.is_skipped = IsSkipped(made.path) || !FitsIndex(made.path);
  made.is_namespace = made.path == "metadata.namespace";
  made.is_core = IsCoreField(made.path);
  parent.children.push_back(made.id);
  const auto hash_of = [&](std::uint32_t slot) { return HashText(nodes_[parent.children[slot - 1]].key); };
  const std::size_t listed = parent.by_key.size();
  if (parent.children.size() > kLookedThrough) {
    for (std::size_t i = listed; i < parent.children.size(); ++i) {
      parent.by_key.Insert(hash_of(static_cast<std::uint32_t>(i + 1)), static_cast<std::uint32_t>(i + 1), hash_of);
    }
  }
  parent.next = static_cast<std::uint32_t>(parent.children.size());
  return made;
}

}  // namespace callboard::catalog
