#include "shared/catalog/dictionary.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "shared/catalog/fold.hpp"
#include "shared/catalog/terms.hpp"

namespace callboard::catalog {
namespace {

/// The fields by which the tables of the client and the clients of the API sort, and the long texts that people search;
/// each costs a pointer an entity.
constexpr std::array<std::string_view, 10> kColumnFields = {
    "kind",      "metadata.name", "metadata.namespace", "metadata.title",           "spec.lifecycle",
    "spec.type", "spec.owner",    "spec.system",        "spec.profile.displayname", "metadata.description"};

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

std::vector<std::string_view> Dictionary::TextsIn(const Contribution& contribution, const Field* field) {
  std::vector<std::string_view> texts;
  for (const auto& [owner, term] : contribution.terms) {
    if (owner == field) texts.push_back(term->Folded());
  }
  for (const auto& [owner, text] : contribution.long_texts) {
    if (owner == field) texts.emplace_back(text);
  }
  return texts;
}

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
    if (!fits && field.has_words()) found.long_texts.emplace_back(&field, Fold(leaf.value));
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
    const Field::Traits traits{.has_column = std::ranges::contains(kColumnFields, path),
                               .has_words = std::ranges::contains(kPeopleFields, path)};
    at = fields_.emplace(path, std::make_unique<Field>(std::string(path), traits)).first;
    if (traits.has_words) text_fields_.push_back(at->second.get());
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
  ReplaceWords(id, before, after);
}

void Dictionary::ReplaceWords(EntityId id, const Contribution& before, const Contribution& after) const {
  for (Field* const field : text_fields_) {
    WordIndex* const words = field->BuiltWords();
    if (words != nullptr) words->Replace(id, TextsIn(before, field), TextsIn(after, field));
  }
}

void Dictionary::Settle() {
  for (Field* const field : changing_) {
    field->Settle();
    if (!field->Empty()) continue;
    std::erase(text_fields_, field);
    fields_.erase(fields_.find(field->path()));
  }
  changing_.clear();
}

const Field* Dictionary::Find(std::string_view path) const {
  const auto at = fields_.find(path);
  return at == fields_.end() ? nullptr : at->second.get();
}

}  // namespace callboard::catalog
