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

/// Where the part before the anchor ends; an entity at the anchor itself belongs to neither side.
std::size_t PlaceOfAnchor(const Store& store, const SliceRequest& request, const KeyTable& table,
                          const std::vector<std::uint32_t>& rows) {
  const PageAnchor& anchor = *request.anchor;
  const SortKey key(anchor.order_values.begin(), anchor.order_values.end());
  const auto place = std::ranges::partition_point(rows, [&](std::uint32_t row) {
    auto result = CompareKeys(request.order, table.KeyOf(row), key.data());
    if (result == 0) result = store.entities.At(table.ids[row]).ref <=> anchor.ref;
    return anchor.backward ? result < 0 : result <= 0;
  });
  return static_cast<std::size_t>(place - rows.begin());
}

}  // namespace

Slice SliceBySorting(const Store& store, const SliceRequest& request) {
  const KeyTable table = ReadKeys(request);
  std::vector<std::uint32_t> rows(table.ids.size());
  std::iota(rows.begin(), rows.end(), 0U);
  std::ranges::sort(rows, [&](std::uint32_t a, std::uint32_t b) {
    const auto result = CompareKeys(request.order, table.KeyOf(a), table.KeyOf(b));
    if (result != 0) return result < 0;
    return store.entities.At(table.ids[a]).ref < store.entities.At(table.ids[b]).ref;
  });

  std::size_t first = request.anchor == nullptr ? 0 : PlaceOfAnchor(store, request, table, rows);
  std::size_t last = first;
  if (request.anchor != nullptr && request.anchor->backward) {
    last -= std::min(request.offset, last);
    first = last - std::min(request.limit, last);
  } else {
    first += std::min(request.offset, rows.size() - first);
    last = first + std::min(request.limit, rows.size() - first);
  }

  Slice slice;
  for (std::size_t i = first; i < last; ++i) slice.ids.push_back(table.ids[rows[i]]);
  if (first == last) return slice;
  slice.has_before = first > 0;
  slice.has_after = last < rows.size();
  const auto key_of = [&](std::size_t i) {
    const KeyValue* const key = table.KeyOf(rows[i]);
    return SortKey(key, key + table.fields);
  };
  slice.first_key = key_of(first);
  slice.last_key = key_of(last - 1);
  return slice;
}

}  // namespace callboard::catalog
