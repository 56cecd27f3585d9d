#include <algorithm>
#include <bit>
#include <limits>

#include "shared/catalog/page.hpp"

namespace callboard::catalog {
namespace {

/// Goes through the matches in order, or in reverse, field by field: the groups of the first field in turn, each walked
/// by the next field, the last by ref. Stops when it has what is wanted.
class Walker {
 public:
  Walker(const Store& store, const std::vector<SortField>& order, bool reverse, std::size_t skip, std::size_t wanted,
         std::size_t max_steps)
      : store_(store),
        order_(order),
        reverse_(reverse),
        skip_(skip),
        wanted_(wanted),
        steps_left_(max_steps),
        key_(order.size()) {}

  /// `anchor` is null where the walk has left the anchor's group behind.
  void Walk(const IdSet& ids, std::size_t level, const PageAnchor* anchor) {
    if (Full() || ids.isEmpty()) return;
    if (anchor == nullptr && skip_ > 0) {
      const auto count = static_cast<std::size_t>(ids.cardinality());
      if (count <= skip_) {
        skip_ -= count;
        return;
      }
    }
    if (level == order_.size()) return WalkRefs(ids, anchor);
    const bool anchor_has_value = anchor != nullptr && anchor->order_values[level].has_value();
    const PageAnchor* const missing_anchor = anchor_has_value ? nullptr : anchor;
    const PageAnchor* const term_anchor = anchor_has_value ? anchor : nullptr;
    if (reverse_) {
      if (!anchor_has_value) WalkMissing(ids, level, missing_anchor);
      WalkTerms(ids, level, term_anchor);
    } else {
      if (anchor == nullptr || anchor_has_value) WalkTerms(ids, level, term_anchor);
      WalkMissing(ids, level, missing_anchor);
    }
  }

  [[nodiscard]] std::size_t found() const { return ids_.size(); }
  /// Whether the walk was given up: what was found is not all.
  [[nodiscard]] bool GaveUp() const { return steps_left_ == 0 && ids_.size() < wanted_; }

  /// The ids in the order of the sort, and the keys of the first and the last; at most `limit`.
  [[nodiscard]] Slice Take(std::size_t limit) {
    if (ids_.size() > limit) ids_.resize(limit);
    Slice slice;
    if (ids_.empty()) return slice;
    const auto key_at = [&](std::size_t i) {
      const auto from = keys_.begin() + static_cast<std::ptrdiff_t>(i * order_.size());
      return SortKey(from, from + static_cast<std::ptrdiff_t>(order_.size()));
    };
    slice.first_key = key_at(reverse_ ? ids_.size() - 1 : 0);
    slice.last_key = key_at(reverse_ ? 0 : ids_.size() - 1);
    if (reverse_) std::ranges::reverse(ids_);
    slice.ids = std::move(ids_);
    return slice;
  }

 private:
  [[nodiscard]] bool Full() const { return ids_.size() >= wanted_ || steps_left_ == 0; }

  void WalkTerms(const IdSet& ids, std::size_t level, const PageAnchor* anchor) {
    const Field* const field = order_[level].view.field();
    if (field == nullptr) return;
    const Field::Order& terms = field->order();
    const bool descending = order_[level].descending != reverse_;
    auto at = descending ? terms.End() : terms.Begin();
    if (anchor != nullptr) {
      const std::string& value = *anchor->order_values[level];
      at = terms.Partition(
          [&](TermId id) { return descending ? field->At(id).Folded() <= value : field->At(id).Folded() < value; });
    }
    const auto done = descending ? terms.Begin() : terms.End();
    while (at != done && !Full()) {
      --steps_left_;
      if (descending) at = terms.Previous(at);
      const Term* const term = &field->At(terms.At(at));
      IdSet group = term->postings.IntersectWith(ids);
      if (!descending) at = terms.Next(at);
      // The variant of the same value that comes from arrays stands beside it; both are one group.
      while (at != done) {
        const auto beside = descending ? terms.Previous(at) : at;
        const Term& variant = field->At(terms.At(beside));
        if (variant.Folded() != term->Folded()) break;
        group |= variant.postings.IntersectWith(ids);
        at = descending ? beside : terms.Next(at);
      }
      if (group.isEmpty()) continue;
      key_[level] = term->Folded();
      const bool at_anchor = anchor != nullptr && term->Folded() == *anchor->order_values[level];
      Walk(group, level + 1, at_anchor ? anchor : nullptr);
    }
  }

  void WalkMissing(const IdSet& ids, std::size_t level, const PageAnchor* anchor) {
    if (Full()) return;
    key_[level].reset();
    const Field* const field = order_[level].view.field();
    if (field == nullptr) return Walk(ids, level + 1, anchor);
    const IdSet* const valued = field->valued().Bitmap();
    Walk(ids - (valued != nullptr ? *valued : field->valued().ToIdSet()), level + 1, anchor);
  }

  void WalkRefs(const IdSet& ids, const PageAnchor* anchor) {
    const auto count = static_cast<std::size_t>(ids.cardinality());
    const EntityTable::Order& order = store_.entities.order();
    const std::size_t needed = std::min(count, wanted_ - ids_.size() + std::min(skip_, count));
    const double steps = static_cast<double>(order.size()) * static_cast<double>(needed) / static_cast<double>(count);
    const double comparisons = static_cast<double>(count) * std::bit_width(count) * 2;
    if (comparisons < steps) {
      SortRefs(ids, anchor);
    } else {
      WalkRefOrder(ids, anchor);
    }
  }

  [[nodiscard]] bool IsBeyond(const std::string& ref, const PageAnchor* anchor) const {
    return anchor == nullptr || (reverse_ ? ref < anchor->ref : ref > anchor->ref);
  }

  void SortRefs(const IdSet& ids, const PageAnchor* anchor) {
    std::vector<EntityId> sorted;
    for (const EntityId id : ids) {
      if (IsBeyond(store_.entities.At(id).ref, anchor)) sorted.push_back(id);
    }
    std::ranges::sort(sorted, {}, [this](EntityId id) -> const std::string& { return store_.entities.At(id).ref; });
    if (reverse_) std::ranges::reverse(sorted);
    for (const EntityId id : sorted) {
      if (Full()) return;
      Give(id);
    }
  }

  void WalkRefOrder(const IdSet& ids, const PageAnchor* anchor) {
    const EntityTable::Order& order = store_.entities.order();
    auto at = reverse_ ? order.End() : order.Begin();
    if (anchor != nullptr) {
      at = order.Partition([&](EntityId id) {
        const std::string& ref = store_.entities.At(id).ref;
        return reverse_ ? ref < anchor->ref : ref <= anchor->ref;
      });
    }
    const auto done = reverse_ ? order.Begin() : order.End();
    while (at != done && !Full()) {
      --steps_left_;
      if (reverse_) at = order.Previous(at);
      const EntityId id = order.At(at);
      if (ids.contains(id)) Give(id);
      if (!reverse_) at = order.Next(at);
    }
  }

  void Give(EntityId id) {
    if (skip_ > 0) {
      --skip_;
      return;
    }
    ids_.push_back(id);
    keys_.insert(keys_.end(), key_.begin(), key_.end());
  }

  const Store& store_;
  const std::vector<SortField>& order_;
  bool reverse_;
  std::size_t skip_;
  std::size_t wanted_;
  std::size_t steps_left_;
  SortKey key_;  // of the groups in which the walk is
  std::vector<EntityId> ids_;
  SortKey keys_;  // one after the other
};

/// Nothing when the walk was given up.
std::optional<bool> HasBeyond(const Store& store, const SliceRequest& request, EntityId id, const SortKey& key,
                              bool reverse) {
  const PageAnchor anchor{
      .order_values = {key.begin(), key.end()}, .ref = store.entities.At(id).ref, .backward = reverse};
  Walker walker(store, request.order, reverse, 0, 1, request.max_steps);
  walker.Walk(request.matches, 0, &anchor);
  if (walker.GaveUp()) return std::nullopt;
  return walker.found() > 0;
}

}  // namespace

std::optional<Slice> SliceByWalking(const Store& store, const SliceRequest& request) {
  const bool reverse = request.anchor != nullptr && request.anchor->backward;
  // One more than the page holds tells whether there is more.
  const std::size_t wanted = request.limit + (request.limit < std::numeric_limits<std::size_t>::max() ? 1 : 0);
  Walker walker(store, request.order, reverse, request.offset, wanted, request.max_steps);
  walker.Walk(request.matches, 0, request.anchor);
  if (walker.GaveUp()) return std::nullopt;
  const bool has_further = walker.found() > request.limit;
  Slice slice = walker.Take(request.limit);
  if (slice.ids.empty()) return slice;
  slice.has_before = slice.has_after = has_further;
  if (request.anchor == nullptr && request.offset == 0) {
    slice.has_before = false;
    return slice;
  }
  const auto has_nearer = reverse ? HasBeyond(store, request, slice.ids.back(), slice.last_key, /*reverse=*/false)
                                  : HasBeyond(store, request, slice.ids.front(), slice.first_key, /*reverse=*/true);
  if (!has_nearer) return std::nullopt;
  (reverse ? slice.has_after : slice.has_before) = *has_nearer;
  return slice;
}

}  // namespace callboard::catalog
