#include "shared/catalog/facet.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "shared/catalog/field_view.hpp"
#include "shared/catalog/fold.hpp"
#include "shared/catalog/terms.hpp"

namespace callboard::catalog {
namespace {

/// Where spellings differ, that of one of the entities that have the value now.
std::string ShownIn(const Store& store, std::string_view path, const ValueGroup& group) {
  if (!group.term->mixed) return group.term->Shown();
  const EntityId id = group.postings->First();
  const std::string uid = store.dictionary.UidOf(id);
  std::string shown = group.term->Shown();
  // The document was accepted when it came.
  static_cast<void>(VisitLeaves(store.entities.At(id).document, uid, [&](const Leaf& leaf) {
    if (leaf.has_value && leaf.path == path && Fold(leaf.value) == group.value) shown = leaf.value;
  }));
  return shown;
}

}  // namespace

std::vector<FacetValue> CountValues(const Store& store, std::string_view field, const IdSet& matches) {
  std::vector<FacetValue> values;
  CountingSet counting(matches);
  // Without a filter, every posting counts.
  const bool matches_all = matches.cardinality() == store.entities.present().cardinality();
  const FieldView view(store, field);
  const bool counts_sources = matches_all && view.HasOnlyPresentSources();
  ValueGroup last;
  bool merging = false;
  IdSet merged;
  view.ForEachGroup(/*descending=*/false, [&](const ValueGroup& group) {
    const bool counts_all = group.postings != nullptr ? matches_all : counts_sources;
    const std::size_t count = counts_all ? group.Size() : group.CountIn(counting);
    if (count == 0) return true;
    if (values.empty() || last.value != group.value) {
      std::string shown =
          group.term == nullptr ? std::string(group.value) : ShownIn(store, view.field()->path(), group);
      values.push_back({.value = std::move(shown), .count = count});
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
