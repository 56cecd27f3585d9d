#include "shared/catalog/dictionary.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "shared/catalog/fold.hpp"
#include "shared/catalog/terms.hpp"

namespace callboard::catalog {
namespace {

/// The fields by which the tables of the client and the clients of the API sort; each costs a pointer an entity.
constexpr std::array<std::string_view, 9> kColumnFields = {
    "kind",      "metadata.name", "metadata.namespace", "metadata.title",          "spec.lifecycle",
    "spec.type", "spec.owner",    "spec.system",        "spec.profile.displayname"};

template <typename T>
void SortDistinct(std::vector<T>& values) {
  std::ranges::sort(values);
  const auto rest = std::ranges::unique(values);
  values.erase(rest.begin(), rest.end());
}

/// Calls `removed` for what is in `before` only and `added` for what is in `after` only.
template <typename T, typename Removed, typename Added>
void ForDifference(const std::vector<T>& before, const std::vector<T>& after, Removed&& removed, Added&& added) {
  std::vector<T> only;
  std::ranges::set_difference(before, after, std::back_inserter(only));
  std::ranges::for_each(only, removed);
  only.clear();
  std::ranges::set_difference(after, before, std::back_inserter(only));
  std::ranges::for_each(only, added);
}

}  // namespace

Status Dictionary::Reindex(EntityId id, Source before, Source after) {
  auto next = Collect(after);
  if (!next) return std::unexpected(std::move(next.error()));
  // The document was accepted when it came, so it is accepted again.
  const auto previous = Collect(before);
  if (!previous) return std::unexpected(previous.error());
  Replace(id, *previous, *next);
  return {};
}

Result<Dictionary::Contribution> Dictionary::Collect(Source source) {
  Contribution found;
  if (source.document.empty()) return found;
  const Status visited = VisitLeaves(source.document, source.uid, [&](const Leaf& leaf) {
    Field& field = FieldAt(leaf.path);
    const bool fits = FitsIndex(leaf.value);
    if (!leaf.has_value || !fits) found.nulls.push_back(&field);
    if (!fits) found.oversized.push_back(&field);
    if (!leaf.has_value || !fits) return;
    scratch_.clear();
    AppendFolded(leaf.value, scratch_);
    found.terms.emplace_back(&field, &field.FindOrAdd(scratch_, leaf.value, leaf.from_array));
    found.valued.push_back(&field);
  });
  if (!visited) return std::unexpected(visited.error());
  SortDistinct(found.terms);
  SortDistinct(found.valued);
  SortDistinct(found.nulls);
  SortDistinct(found.oversized);
  return found;
}

Field& Dictionary::FieldAt(std::string_view path) {
  auto at = fields_.find(path);
  if (at == fields_.end()) {
    const bool has_column = std::ranges::find(kColumnFields, path) != kColumnFields.end();
    at = fields_.emplace(path, std::make_unique<Field>(std::string(path), has_column)).first;
  }
  Field& field = *at->second;
  if (field.StartChange()) changing_.push_back(&field);
  return field;
}

void Dictionary::Replace(EntityId id, const Contribution& before, const Contribution& after) {
  ForDifference(
      before.terms, after.terms, [id](const auto& old) { old.first->RemovePosting(*old.second, id); },
      [id](const auto& added) { added.first->AddPosting(*added.second, id); });
  ForDifference(
      before.valued, after.valued, [id](Field* field) { field->SetValued(id, false); },
      [id](Field* field) { field->SetValued(id, true); });
  ForDifference(
      before.nulls, after.nulls, [id](Field* field) { field->RemoveNull(id); },
      [id](Field* field) { field->AddNull(id); });
  ForDifference(
      before.oversized, after.oversized, [id](Field* field) { field->RemoveOversized(id); },
      [id](Field* field) { field->AddOversized(id); });
  for (const auto& [field, term] : after.terms) field->SetColumn(id, term);
}

void Dictionary::Settle() {
  for (Field* const field : changing_) {
    field->Settle();
    if (field->Empty()) fields_.erase(fields_.find(field->path()));
  }
  changing_.clear();
}

const Field* Dictionary::Find(std::string_view path) const {
  const auto at = fields_.find(path);
  return at == fields_.end() ? nullptr : at->second.get();
}

}  // namespace callboard::catalog
