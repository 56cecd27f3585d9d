#pragma once
// One field as a query names it, whatever stands behind it: values in documents, members of arrays
// ("metadata.tags.java"), or relations ("relations.ownedBy").

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/catalog/store.hpp"

namespace callboard::catalog {

/// The entities that have one value of the field, some of which may not be present.
struct ValueGroup {
  std::string_view value;              // folded
  const Term* term = nullptr;          // of the field itself
  const Postings* postings = nullptr;  // either this
  std::span<const HalfEdge> sources;   // or these

  [[nodiscard]] std::size_t Size() const { return postings != nullptr ? postings->Size() : sources.size(); }
  void UnionInto(IdSet& ids) const;
  [[nodiscard]] IdSet IntersectWith(const IdSet& ids) const;
  [[nodiscard]] std::size_t CountIn(CountingSet& ids) const;
};

/// Valid until the store changes.
class FieldView {
 public:
  FieldView(const Store& store, std::string_view path_in_any_case);

  [[nodiscard]] IdSet Existing() const;
  /// `values` and `prefix` are folded.
  [[nodiscard]] IdSet WithAnyOf(std::span<const std::string> values) const;
  [[nodiscard]] IdSet WithPrefix(std::string_view prefix) const;

  /// The document field behind the view, or null.
  [[nodiscard]] const Field* field() const { return field_; }
  /// Whether no relation of the view starts at an entity that is not there.
  [[nodiscard]] bool HasOnlyPresentSources() const;
  /// The groups that come from elsewhere, sorted by value; equal values may follow each other.
  [[nodiscard]] std::vector<ValueGroup> OtherGroups() const;

  /// Visits every group by value, ascending or descending; equal values may follow each other. Stops when `visit`
  /// returns false.
  template <typename Visit>
  void ForEachGroup(bool descending, Visit&& visit) const;

 private:
  [[nodiscard]] std::vector<ValueGroup> DocumentGroups() const;

  const Store& store_;
  const Field* field_ = nullptr;
  std::vector<const Term*> members_;  // arrays that hold the last part of the path: each means the value "true"
  std::vector<EdgeType> types_;
};

[[nodiscard]] ValueGroup GroupOf(const Term& term);

template <typename Visit>
void FieldView::ForEachGroup(bool descending, Visit&& visit) const {
  const std::vector<ValueGroup> others = OtherGroups();
  if (others.empty() && field_ != nullptr) {
    const Field::Order& order = field_->order();
    if (descending) {
      for (auto at = order.End(); at != order.Begin();) {
        at = order.Previous(at);
        if (!visit(GroupOf(field_->At(order.At(at))))) return;
      }
      return;
    }
    for (auto at = order.Begin(); at != order.End(); at = order.Next(at)) {
      if (!visit(GroupOf(field_->At(order.At(at))))) return;
    }
    return;
  }
  std::vector<ValueGroup> all = DocumentGroups();
  all.insert(all.end(), others.begin(), others.end());
  std::ranges::stable_sort(all, {}, &ValueGroup::value);
  if (descending) std::ranges::reverse(all);
  for (const ValueGroup& group : all) {
    if (!visit(group)) return;
  }
}

}  // namespace callboard::catalog
