#include "shared/catalog/field.hpp"

#include <algorithm>

#include "shared/catalog/text_sort.hpp"

namespace callboard::catalog {
namespace {

/// So many new values at once, compared with those that are there, are not worth keeping the order for.
constexpr std::size_t kSmallestRebuild = 64;
constexpr std::size_t kRebuildShare = 16;

}  // namespace

bool Field::Less(TermId a, TermId b) const {
  const Term& left = terms_.At(a);
  const Term& right = terms_.At(b);
  const int order = left.Folded().compare(right.Folded());
  if (order != 0) return order < 0;
  return left.from_array < right.from_array;
}

Term* Field::Find(std::string_view folded, bool from_array) const {
  const std::uint32_t hash = HashText(folded);
  const Slot slot = table_.Find(hash, [&](const Slot& other) {
    if (other.hash != hash) return false;
    const Term& term = terms_.At(other.term);
    return term.from_array == from_array && term.Folded() == folded;
  });
  return slot.term == 0 ? nullptr : &terms_.At(slot.term);
}

Term& Field::FindOrAdd(std::string_view folded, std::string_view shown, bool from_array) {
  // What many have, the one before has too.
  const bool repeats = last_ != 0 && terms_.At(last_).from_array == from_array && terms_.At(last_).Folded() == folded;
  if (Term* const known = repeats ? &terms_.At(last_) : Find(folded, from_array); known != nullptr) {
    last_ = known->id;
    if (!known->mixed && !known->IsShownAs(shown)) known->mixed = true;
    return *known;
  }
  Term& term = terms_.Make(folded, shown, from_array);
  const std::uint32_t hash = HashText(folded);
  table_.Insert(hash, {.hash = hash, .term = term.id}, [](const Slot& slot) { return slot.hash; });
  Touch(term);
  return term;
}

void Field::AddPosting(Term& term, EntityId id) {
  if (!term.postings.Add(id)) return;
  ++pairs_;
  SetColumn(id, term);
}

void Field::RemovePosting(Term& term, EntityId id) {
  term.postings.Remove(id);
  --pairs_;
  if (traits_.has_column && column_[id] == term.id) column_[id] = 0;
  if (term.postings.Empty()) Touch(term);
}

void Field::SetValued(EntityId id, bool valued) {
  if (valued) {
    if (new_valued_.empty() || new_valued_.back() != id) new_valued_.push_back(id);
    return;
  }
  SettleValued();
  valued_.Remove(id);
}

void Field::SettleValued() {
  valued_.AddMany(new_valued_);
  new_valued_.clear();
}

void Field::SetColumn(EntityId id, const Term& term) {
  if (!traits_.has_column) return;
  if (id >= column_.size()) column_.resize(std::max<std::size_t>(id + 1, column_.size() + column_.size() / 4));
  column_[id] = term.id;
}

void Field::Touch(Term& term) {
  if (term.touched) return;
  term.touched = true;
  touched_.push_back(term.id);
}

void Field::Settle() {
  changing_ = false;
  last_ = 0;
  SettleValued();
  new_valued_.shrink_to_fit();
  const bool many = touched_.size() > kSmallestRebuild && touched_.size() * kRebuildShare > order_.size();
  const bool keeps_order = order_built_.Done() && !many;
  if (!keeps_order) {
    order_ = {};
    order_built_.Reset();
  }
  const auto less = [this](TermId a, TermId b) { return Less(a, b); };
  for (const TermId id : std::exchange(touched_, {})) {
    Term& term = terms_.At(id);
    term.touched = false;
    if (!term.postings.Empty()) {
      if (keeps_order && !term.ordered) order_.Insert(id, less);
      term.ordered = true;
      continue;
    }
    if (keeps_order && term.ordered) order_.Remove(id, less);
    const std::uint32_t hash = HashText(term.Folded());
    table_.Erase(hash, {.hash = hash, .term = id}, [](const Slot& slot) { return slot.hash; });
    terms_.Free(term);
  }
}

const Field::Order& Field::order() const {
  order_built_.Ensure([this] {
    std::vector<TermId> all;
    all.reserve(table_.size());
    terms_.ForEach([&](const Term& term) { all.push_back(term.id); });
    SortByText(
        all, [this](TermId id) { return terms_.At(id).Folded(); }, [this](TermId a, TermId b) { return Less(a, b); });
    order_.Assign(all);
  });
  return order_;
}

}  // namespace callboard::catalog
