#include "shared/catalog/field_view.hpp"

#include <algorithm>

#include "shared/catalog/fold.hpp"

namespace callboard::catalog {
namespace {

constexpr std::string_view kRelationsPrefix = "relations.";
constexpr std::string_view kMemberValue = "true";

}  // namespace

ValueGroup GroupOf(const Term& term) {
  return {.value = term.Folded(), .term = &term, .postings = &term.postings, .sources = {}};
}

void ValueGroup::UnionInto(IdSet& ids) const {
  if (postings != nullptr) return postings->UnionInto(ids);
  for (const HalfEdge& edge : sources) ids.add(edge.other);
}

IdSet ValueGroup::IntersectWith(const IdSet& ids) const {
  if (postings != nullptr) return postings->IntersectWith(ids);
  IdSet common;
  for (const HalfEdge& edge : sources) {
    if (ids.contains(edge.other)) common.add(edge.other);
  }
  return common;
}

std::size_t ValueGroup::CountIn(CountingSet& ids) const {
  if (postings != nullptr) return postings->CountIn(ids);
  const IdBits& bits = ids.bits();
  return static_cast<std::size_t>(
      std::ranges::count_if(sources, [&](const HalfEdge& edge) { return bits.Test(edge.other); }));
}

FieldView::FieldView(const Store& store, std::string_view path_in_any_case) : store_(store) {
  const std::string path = Fold(path_in_any_case);
  if (!FitsIndex(path)) return;
  if (path.starts_with(kRelationsPrefix)) {
    if (path.size() > kRelationsPrefix.size()) types_ = store.graph.TypesNamed(path.substr(kRelationsPrefix.size()));
    return;
  }
  field_ = store.FindField(path);
  for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1)) {
    const Field* const array = store.FindField(std::string_view(path).substr(0, dot));
    if (array == nullptr) continue;
    const Term* const member = array->Find(std::string_view(path).substr(dot + 1), /*from_array=*/true);
    if (member != nullptr) members_.push_back(member);
  }
}

IdSet FieldView::Existing() const {
  IdSet ids;
  if (field_ != nullptr) {
    field_->valued().UnionInto(ids);
    field_->nulls().UnionInto(ids);
  }
  for (const Term* const member : members_) member->postings.UnionInto(ids);
  for (const EdgeType type : types_) ids |= store_.graph.Sources(type) & store_.entities.present();
  return ids;
}

bool FieldView::HasOnlyPresentSources() const {
  return std::ranges::all_of(
      types_, [this](EdgeType type) { return store_.graph.Sources(type).isSubset(store_.entities.present()); });
}

IdSet FieldView::WithAnyOf(std::span<const std::string> values) const {
  IdSet ids;
  for (const std::string& value : values) {
    if (field_ != nullptr) {
      for (const bool from_array : {false, true}) {
        const Term* const term = field_->Find(value, from_array);
        if (term != nullptr) term->postings.UnionInto(ids);
      }
    }
    if (value == kMemberValue) {
      for (const Term* const member : members_) member->postings.UnionInto(ids);
    }
    if (types_.empty()) continue;
    const auto target = store_.entities.FindRef(value);
    if (!target) continue;
    for (const EdgeType type : types_) {
      for (const HalfEdge& edge : store_.graph.In(*target, type)) {
        if (store_.entities.At(edge.other).present) ids.add(edge.other);
      }
    }
  }
  return ids;
}

IdSet FieldView::WithPrefix(std::string_view prefix) const {
  IdSet ids;
  if (field_ != nullptr) {
    const Field::Order& order = field_->order();
    auto at = order.Partition([&](TermId id) { return field_->At(id).Folded() < prefix; });
    for (; at != order.End(); at = order.Next(at)) {
      const Term& term = field_->At(order.At(at));
      if (!term.Folded().starts_with(prefix)) break;
      term.postings.UnionInto(ids);
    }
  }
  for (const ValueGroup& group : OtherGroups()) {
    if (group.value.starts_with(prefix)) group.UnionInto(ids);
  }
  if (!types_.empty()) ids &= store_.entities.present();
  return ids;
}

std::vector<ValueGroup> FieldView::DocumentGroups() const {
  std::vector<ValueGroup> groups;
  if (field_ == nullptr) return groups;
  const Field::Order& order = field_->order();
  groups.reserve(order.size());
  for (auto at = order.Begin(); at != order.End(); at = order.Next(at))
    groups.push_back(GroupOf(field_->At(order.At(at))));
  return groups;
}

std::vector<ValueGroup> FieldView::OtherGroups() const {
  std::vector<ValueGroup> groups;
  for (const Term* const member : members_) {
    groups.push_back({.value = kMemberValue, .term = nullptr, .postings = &member->postings, .sources = {}});
  }
  for (const EdgeType type : types_) {
    for (const EntityId target : store_.graph.Targets(type)) {
      const std::string& ref = store_.entities.At(target).ref;
      groups.push_back({.value = ref, .term = nullptr, .postings = nullptr, .sources = store_.graph.In(target, type)});
    }
  }
  std::ranges::sort(groups, {}, &ValueGroup::value);
  return groups;
}

}  // namespace callboard::catalog
