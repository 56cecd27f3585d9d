#include <algorithm>
#include <compare>
#include <cstdint>
#include <numeric>

#include "shared/catalog/page.hpp"

namespace callboard::catalog {
namespace {

using KeyValue = std::optional<std::string_view>;

/// The matches with their keys side by side, `fields` values an entity.
struct KeyTable {
  std::vector<EntityId> ids;  // ascending
  std::vector<KeyValue> values;
  std::size_t fields = 0;

  [[nodiscard]] const KeyValue* KeyOf(std::size_t row) const { return values.data() + row * fields; }
};

std::vector<EntityId> ToVector(const IdSet& set) {
  std::vector<EntityId> ids(static_cast<std::size_t>(set.cardinality()));
  if (!ids.empty()) set.toUint32Array(ids.data());
  return ids;
}

void FillFromColumn(const Field& field, std::size_t at, KeyTable& table) {
  for (std::size_t row = 0; row < table.ids.size(); ++row) {
    const Term* const term = field.ColumnTerm(table.ids[row]);
    if (term != nullptr) table.values[row * table.fields + at] = term->Folded();
  }
}

/// In the order of the sort, so that an entity keeps the first of its values.
void FillFromGroups(const SortField& sort, const IdSet& matches, std::size_t at, KeyTable& table) {
  IdSet remaining = matches;
  sort.view.ForEachGroup(sort.descending, [&](const ValueGroup& group) {
    const IdSet here = group.IntersectWith(remaining);
    if (here.isEmpty()) return true;
    for (const EntityId id : here) {
      const auto row = static_cast<std::size_t>(std::ranges::lower_bound(table.ids, id) - table.ids.begin());
      table.values[row * table.fields + at] = group.value;
    }
    remaining -= here;
    return !remaining.isEmpty();
  });
}

KeyTable ReadKeys(const SliceRequest& request) {
  KeyTable table{.ids = ToVector(request.matches), .values = {}, .fields = request.order.size()};
  table.values.resize(table.ids.size() * table.fields);
  for (std::size_t at = 0; at < table.fields; ++at) {
    const SortField& sort = request.order[at];
    const Field* const field = sort.view.field();
    if (field != nullptr && field->has_column() && !field->MultiValued() && sort.view.OtherGroups().empty()) {
      FillFromColumn(*field, at, table);
    } else {
      FillFromGroups(sort, request.matches, at, table);
    }
  }
  return table;
}

std::strong_ordering CompareValue(const KeyValue& a, const KeyValue& b, bool descending) {
  if (a.has_value() != b.has_value()) return a ? std::strong_ordering::less : std::strong_ordering::greater;
  if (!a) return std::strong_ordering::equal;
  return descending ? *b <=> *a : *a <=> *b;
}

std::strong_ordering CompareKeys(const std::vector<SortField>& order, const KeyValue* a, const KeyValue* b) {
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto result = CompareValue(a[i], b[i], order[i].descending);
    if (result != 0) return result;
  }
  return std::strong_ordering::equal;
}

/// The rows in the order of the sort, of which only those are sorted that are asked for.
class Rows {
 public:
  Rows(const Store& store, const SliceRequest& request)
      : store_(store), request_(request), table_(ReadKeys(request)), rows_(table_.ids.size()) {
    std::iota(rows_.begin(), rows_.end(), 0U);
  }

  [[nodiscard]] Slice Take() {
    const bool backward = request_.anchor != nullptr && request_.anchor->backward;
    // An entity at the anchor itself belongs to neither side.
    const auto behind =
        request_.anchor == nullptr ? rows_.begin() : std::partition(rows_.begin(), rows_.end(), [&](std::uint32_t row) {
          const auto order = CompareWithAnchor(row);
          return backward ? order >= 0 : order <= 0;
        });
    const auto side = static_cast<std::size_t>(rows_.end() - behind);
    const std::size_t first = std::min(request_.offset, side);
    const std::size_t last = first + std::min(request_.limit, side - first);
    std::partial_sort(
        behind, behind + static_cast<std::ptrdiff_t>(last), rows_.end(),
        [&](std::uint32_t a, std::uint32_t b) { return backward ? Compare(b, a) < 0 : Compare(a, b) < 0; });
    if (first == last) return {};
    std::vector<std::uint32_t> page(behind + static_cast<std::ptrdiff_t>(first),
                                    behind + static_cast<std::ptrdiff_t>(last));
    if (backward) std::ranges::reverse(page);
    Slice slice;
    for (const std::uint32_t row : page) slice.ids.push_back(table_.ids[row]);
    const bool has_nearer = first > 0 || behind != rows_.begin();
    const bool has_further = last < side;
    slice.has_before = backward ? has_further : has_nearer;
    slice.has_after = backward ? has_nearer : has_further;
    slice.first_key = KeyOf(page.front());
    slice.last_key = KeyOf(page.back());
    return slice;
  }

 private:
  [[nodiscard]] SortKey KeyOf(std::uint32_t row) const {
    const KeyValue* const key = table_.KeyOf(row);
    return {key, key + table_.fields};
  }

  [[nodiscard]] std::strong_ordering Compare(std::uint32_t a, std::uint32_t b) const {
    const auto result = CompareKeys(request_.order, table_.KeyOf(a), table_.KeyOf(b));
    if (result != 0) return result;
    return store_.entities.At(table_.ids[a]).ref <=> store_.entities.At(table_.ids[b]).ref;
  }

  [[nodiscard]] std::strong_ordering CompareWithAnchor(std::uint32_t row) const {
    const auto& values = request_.anchor->order_values;
    const SortKey key(values.begin(), values.end());
    const auto result = CompareKeys(request_.order, table_.KeyOf(row), key.data());
    if (result != 0) return result;
    return store_.entities.At(table_.ids[row]).ref <=> request_.anchor->ref;
  }

  const Store& store_;
  const SliceRequest& request_;
  KeyTable table_;
  std::vector<std::uint32_t> rows_;
};

}  // namespace

Slice SliceBySorting(const Store& store, const SliceRequest& request) {
  return Rows(store, request).Take();
}

}  // namespace callboard::catalog
