#include "shared/catalog/field.hpp"

#include <algorithm>

namespace callboard::catalog {
namespace {

std::uint32_t HashOfTerm(const Term* term) {
  return term->hash;
}

}  // namespace

bool TermLess(const Term* a, const Term* b) {
  const int order = a->Folded().compare(b->Folded());
  if (order != 0) return order < 0;
  return a->from_array < b->from_array;
}

Term* Field::Find(std::string_view folded, bool from_array) const {
  const std::uint32_t hash = HashText(folded);
  return table_.Find(hash, [&](const Term* term) {
    return term->hash == hash && term->from_array == from_array && term->Folded() == folded;
  });
}

Term& Field::FindOrAdd(std::string_view folded, std::string_view shown, bool from_array) {
  if (Term* const known = Find(folded, from_array); known != nullptr) return *known;
  Term& term = arena_.Make(folded, shown, HashText(folded), from_array);
  table_.Insert(term.hash, &term, HashOfTerm);
  Touch(term);
  return term;
}

void Field::AddPosting(Term& term, EntityId id) {
  term.postings.Add(id);
  ++pairs_;
}

void Field::RemovePosting(Term& term, EntityId id) {
  term.postings.Remove(id);
  --pairs_;
  if (traits_.has_column && ColumnTerm(id) == &term) column_[id] = nullptr;
  if (term.postings.Empty()) Touch(term);
}

void Field::SetValued(EntityId id, bool valued) {
  if (valued) {
    valued_.Add(id);
  } else {
    valued_.Remove(id);
  }
}

void Field::SetColumn(EntityId id, const Term* term) {
  if (!traits_.has_column) return;
  if (id >= column_.size()) column_.resize(std::max<std::size_t>(id + 1, column_.size() + column_.size() / 2));
  column_[id] = term;
}

void Field::Touch(Term& term) {
  if (term.touched) return;
  term.touched = true;
  touched_.push_back(&term);
}

void Field::Settle() {
  changing_ = false;
  std::vector<Term*> added;
  for (Term* const term : touched_) {
    term->touched = false;
    if (!term->postings.Empty()) {
      if (!term->ordered) added.push_back(term);
      term->ordered = true;
      continue;
    }
    if (term->ordered) order_.Remove(term, TermLess);
    table_.Erase(term->hash, term, HashOfTerm);
    arena_.Free(*term);
  }
  touched_.clear();
  touched_.shrink_to_fit();
  order_.Add(std::move(added), TermLess);
}

}  // namespace callboard::catalog
