#pragma once
// What the index holds, as its parts see it.

#include <cstdint>
#include <string_view>

#include "shared/catalog/dictionary.hpp"
#include "shared/catalog/entity_table.hpp"
#include "shared/catalog/graph.hpp"

namespace callboard::catalog {

struct Store {
  EntityTable entities;
  Graph graph{entities};
  Dictionary dictionary;
  std::uint64_t version = 0;

  /// Null when no entity has the field. `path` is folded.
  [[nodiscard]] const Field* FindField(std::string_view path) const {
    return dictionary.Find(path, [this](EntityId id) -> std::string_view { return entities.At(id).document; });
  }
};

}  // namespace callboard::catalog
