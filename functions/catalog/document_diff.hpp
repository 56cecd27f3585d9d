#pragma once
// What differs between two versions of an entity.

#include "shared/base/json.hpp"

namespace callboard::catalog {

inline constexpr std::size_t kMaxDiffChanges = 100;
inline constexpr std::size_t kMaxDiffValueBytes = 500;

/// A list with an item for each JSON pointer whose value differs:
///   {"path", "before", "after"}   a member that is missing on one side is left out there
///   {"path", "added", "removed"}  lists of texts: what came and what went; only their order: {"path", "reordered":
///   true}
/// A value whose JSON takes more than kMaxDiffValueBytes is its beginning as a text, and the item says "truncated":
/// true. After kMaxDiffChanges items a last one says {"more": N}. What the catalog itself adds (uid, etag, status,
/// relations) is left out. Empty: nothing differs that anybody wrote.
[[nodiscard]] Json DiffDocuments(const Json& before, const Json& after);

}  // namespace callboard::catalog
