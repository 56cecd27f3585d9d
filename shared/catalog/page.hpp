#pragma once
// Pages of ordered matches: two ways to the same answer, chosen by what they cost.

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/catalog/field_view.hpp"
#include "shared/catalog/index.hpp"
#include "shared/catalog/store.hpp"

namespace callboard::catalog {

/// The order: by each field, where entities without a value come last and an entity with several values counts with the
/// one that comes first; then by ref.
struct SortField {
  FieldView view;
  bool descending = false;
};

/// The folded value of each sort field, as far as the entity has one.
using SortKey = std::vector<std::optional<std::string_view>>;

struct SliceRequest {
  const IdSet& matches;
  const std::vector<SortField>& order;
  const PageAnchor* anchor = nullptr;  // folded, with a value for each sort field
  std::size_t offset = 0;              // counted from the anchor, away from it
  std::size_t limit = 0;
  std::size_t max_steps = std::numeric_limits<std::size_t>::max();  // of a walk
};

/// Part of the ordered matches. The keys are those of the first and last id, if there are any.
struct Slice {
  std::vector<EntityId> ids;
  SortKey first_key;
  SortKey last_key;
  bool has_before = false;
  bool has_after = false;
};

/// Sorts all matches: right for few matches, and the only way with values from elsewhere than single-valued fields.
[[nodiscard]] Slice SliceBySorting(const Store& store, const SliceRequest& request);

/// Walks along the orders that the store keeps until the page is full: right for many matches. The sort fields have to
/// be document fields without other groups, and not multi-valued. Nothing when that takes more than `max_steps`, as it
/// does when the matches stand far from where the walk begins.
[[nodiscard]] std::optional<Slice> SliceByWalking(const Store& store, const SliceRequest& request);

[[nodiscard]] Page RunQuery(const Store& store, const EntityQuery& query);
[[nodiscard]] std::vector<EntityId> InOrderOfRefs(const Store& store, const IdSet& ids);

}  // namespace callboard::catalog
