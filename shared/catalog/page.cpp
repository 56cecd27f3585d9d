#include "shared/catalog/page.hpp"

#include <algorithm>
#include <limits>

#include "shared/catalog/filter_eval.hpp"
#include "shared/catalog/fold.hpp"
#include "shared/catalog/text_search.hpp"

namespace callboard::catalog {
namespace {

/// Up to here, looking at all matches for the first of them takes less than walking past those that do not match;
/// measured with index_bench.
constexpr std::size_t kSortedMatchesMax = 1024;

bool CanWalk(const SortField& sort) {
  const Field* const field = sort.view.field();
  return (field == nullptr || !field->MultiValued()) && sort.view.OtherGroups().empty();
}

PageAnchor FoldedAnchor(const PageAnchor& anchor, std::size_t fields) {
  PageAnchor folded{.order_values = {}, .ref = anchor.ref, .backward = anchor.backward};
  folded.order_values.resize(fields);
  for (std::size_t i = 0; i < std::min(fields, anchor.order_values.size()); ++i) {
    if (anchor.order_values[i]) folded.order_values[i] = Fold(*anchor.order_values[i]);
  }
  return folded;
}

PageAnchor AnchorAt(const Store& store, EntityId id, const SortKey& key, bool backward) {
  return {.order_values = {key.begin(), key.end()}, .ref = store.entities.At(id).ref, .backward = backward};
}

}  // namespace

Page RunQuery(const Store& store, const EntityQuery& query) {
  const IdSet matches = SearchText(store, query.text, Evaluate(store, query.filter));
  Page page;
  page.total = static_cast<std::size_t>(matches.cardinality());
  if (query.limit == 0 || page.total == 0) return page;

  std::vector<SortField> order;
  for (const OrderField& field : query.order) {
    order.push_back({.view = FieldView(store, field.field), .descending = field.descending});
  }
  PageAnchor anchor;
  if (query.anchor) anchor = FoldedAnchor(*query.anchor, order.size());
  const SliceRequest request{.matches = matches,
                             .order = order,
                             .anchor = query.anchor ? &anchor : nullptr,
                             .offset = query.offset,
                             .limit = query.limit,
                             .max_steps = kSortedMatchesMax + page.total};
  std::optional<Slice> walked;
  if (page.total > kSortedMatchesMax && std::ranges::all_of(order, CanWalk)) walked = SliceByWalking(store, request);
  Slice slice = walked ? std::move(*walked) : SliceBySorting(store, request);
  if (!slice.ids.empty()) {
    if (slice.has_after) page.next = AnchorAt(store, slice.ids.back(), slice.last_key, /*backward=*/false);
    if (slice.has_before) page.previous = AnchorAt(store, slice.ids.front(), slice.first_key, /*backward=*/true);
  }
  page.items = std::move(slice.ids);
  return page;
}

std::vector<EntityId> InOrderOfRefs(const Store& store, const IdSet& ids) {
  const std::vector<SortField> by_ref_only;
  const SliceRequest all{.matches = ids,
                         .order = by_ref_only,
                         .anchor = nullptr,
                         .offset = 0,
                         .limit = std::numeric_limits<std::size_t>::max()};
  // Without a limit to its steps, a walk always arrives.
  return SliceByWalking(store, all).value_or(Slice{}).ids;
}

}  // namespace callboard::catalog
