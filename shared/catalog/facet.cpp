#include "shared/catalog/facet.hpp"

#include <string>

#include "shared/catalog/field_view.hpp"

namespace callboard::catalog {

std::vector<FacetValue> CountValues(const Store& store, std::string_view field, const IdSet& matches) {
  std::vector<FacetValue> values;
  CountingSet counting(matches);
  // Without a filter, every posting counts.
  const bool matches_all = matches.cardinality() == store.entities.present().cardinality();
  const FieldView view(store, field);
  ValueGroup last;
  bool merging = false;
  IdSet merged;
  view.ForEachGroup(/*descending=*/false, [&](const ValueGroup& group) {
    const bool counts_all = matches_all && group.postings != nullptr;
    const std::size_t count = counts_all ? group.postings->Size() : group.CountIn(counting);
    if (count == 0) return true;
    if (values.empty() || last.value != group.value) {
      values.push_back({.value = std::string(group.shown), .count = count});
      merging = false;
    } else {
      // The same value of two origins: an entity that has both counts once.
      if (!merging) merged = last.IntersectWith(matches);
      merged |= group.IntersectWith(matches);
      values.back().count = static_cast<std::size_t>(merged.cardinality());
      merging = true;
    }
    last = group;
    return true;
  });
  return values;
}

}  // namespace callboard::catalog
