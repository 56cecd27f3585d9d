#pragma once
// What the index holds, as its parts see it.

#include <cstdint>

#include "shared/catalog/dictionary.hpp"
#include "shared/catalog/entity_table.hpp"
#include "shared/catalog/graph.hpp"

namespace callboard::catalog {

struct Store {
  EntityTable entities;
  Graph graph{entities};
  Dictionary dictionary;
  std::uint64_t version = 0;
};

}  // namespace callboard::catalog
