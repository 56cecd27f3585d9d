#pragma once
// Words in the local index, the best matches first.

#include <cstddef>
#include <string_view>
#include <vector>

#include "client/store/route.hpp"
#include "shared/catalog/index.hpp"

namespace callboard::views {

struct SearchMatches {
  std::vector<catalog::EntityId> best;  // at most as many as were asked for
  std::size_t total = 0;
};

/// Entities of `kind` (lower case, or kAnyKind) with `text` in what people see of them: those whose name begins with it
/// come first, then those with it in name or title, then the others; each group by name. No text matches everything.
[[nodiscard]] SearchMatches SearchEntities(const catalog::Index& index, std::string_view text, std::string_view kind,
                                           std::size_t limit);

}  // namespace callboard::views
