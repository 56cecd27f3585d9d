#include "shared/catalog/filter_eval.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "shared/catalog/field_view.hpp"
#include "shared/catalog/fold.hpp"

namespace callboard::catalog {
namespace {

/// The intersection, beginning with the smallest set; negations are taken away from what is left, never built as sets.
IdSet EvaluateAll(const Store& store, const std::vector<Filter>& children) {
  std::vector<IdSet> sets;
  for (const Filter& child : children) {
    if (child.op == Filter::Op::Not && child.children.size() == 1) continue;
    sets.push_back(Evaluate(store, child));
    if (sets.back().isEmpty()) return {};
  }
  std::ranges::sort(sets, {}, [](const IdSet& set) { return set.cardinality(); });
  IdSet ids;
  if (sets.empty()) {
    ids = store.entities.present();
  } else {
    ids = std::move(sets.front());
  }
  for (std::size_t i = 1; i < sets.size(); ++i) ids &= sets[i];
  for (const Filter& child : children) {
    if (child.op == Filter::Op::Not && child.children.size() == 1) ids -= Evaluate(store, child.children.front());
  }
  return ids;
}

IdSet EvaluateAny(const Store& store, const std::vector<Filter>& children) {
  IdSet ids;
  for (const Filter& child : children) ids |= Evaluate(store, child);
  return ids;
}

IdSet EvaluateRelation(const Store& store, const std::vector<std::string>& values) {
  const std::string type_name = values.empty() ? std::string() : Fold(values[0]);
  const std::string target_ref = values.size() < 2 ? std::string() : Fold(values[1]);
  IdSet ids;
  if (target_ref.empty()) {
    for (const EdgeType type : store.graph.TypesNamed(type_name)) ids |= store.graph.Sources(type);
  } else if (const auto target = store.entities.FindRef(target_ref)) {
    for (const EdgeType type : store.graph.TypesNamed(type_name)) {
      for (const HalfEdge& edge : store.graph.In(*target, type)) ids.add(edge.other);
    }
  }
  return ids & store.entities.present();
}

}  // namespace

IdSet Evaluate(const Store& store, const Filter& filter) {
  switch (filter.op) {
    case Filter::Op::All:
      return EvaluateAll(store, filter.children);
    case Filter::Op::Any:
      return EvaluateAny(store, filter.children);
    case Filter::Op::Not:
      return store.entities.present() - EvaluateAny(store, filter.children);
    case Filter::Op::Exists:
      return FieldView(store, filter.field).Existing();
    case Filter::Op::In: {
      std::vector<std::string> folded;
      for (const std::string& value : filter.values) folded.push_back(Fold(value));
      return FieldView(store, filter.field).WithAnyOf(folded);
    }
    case Filter::Op::HasPrefix:
      return FieldView(store, filter.field).WithPrefix(filter.values.empty() ? "" : Fold(filter.values.front()));
    case Filter::Op::ContainsRelation:
      return EvaluateRelation(store, filter.values);
  }
  return {};
}

}  // namespace callboard::catalog
