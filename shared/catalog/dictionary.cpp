#include "shared/catalog/dictionary.hpp"

#include <algorithm>
#include <iterator>

#include "shared/catalog/fold.hpp"
#include "shared/catalog/leaf_scanner.hpp"
#include "shared/catalog/terms.hpp"

namespace callboard::catalog {
namespace {

constexpr std::string_view kUidField = "metadata.uid";

/// The fields by which the tables of the client and the clients of the API sort, and the long texts that people search;
/// each costs four bytes an entity. The uid is kept nowhere else.
constexpr std::array<std::string_view, 11> kColumnFields = {
    kUidField,   "kind",       "metadata.name", "metadata.namespace",       "metadata.title",      "spec.lifecycle",
    "spec.type", "spec.owner", "spec.system",   "spec.profile.displayname", "metadata.description"};

/// Beyond so many, what is known of paths is learnt anew, lest names that come and go pile up.
constexpr std::size_t kMostPaths = 100'000;

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

void Dictionary::Contribution::Clear() {
  terms.clear();
  valued.clear();
  nulls.clear();
  oversized.clear();
  long_texts.clear();
}

void Dictionary::Contribution::Sort() {
  SortDistinct(terms);
  SortDistinct(valued);
  SortDistinct(nulls);
  SortDistinct(oversized);
}

Status Dictionary::Reindex(EntityId id, Source before, Source after) {
  if (Status collected = Collect(after, after_); !collected) return collected;
  if (before.document.empty()) {
    before_.Clear();
    Add(id, after_);
  } else {
    // The document was accepted when it came, so it is accepted again.
    if (Status collected = Collect(before, before_); !collected) return collected;
    before_.Sort();
    after_.Sort();
    Replace(id, before_, after_);
  }
  ReplaceWords(id, before_, after_);
  return {};
}

Status Dictionary::Collect(Source source, Contribution& found) {
  found.Clear();
  if (source.document.empty() || CollectQuickly(source, found)) return {};
  found.Clear();
  return VisitLeaves(source.document, source.uid, [&](const Leaf& leaf) {
    CollectLeaf(FieldAt(leaf.path), leaf.value, leaf.has_value, leaf.from_array, found);
  });
}

bool Dictionary::CollectQuickly(Source source, Contribution& found) {
  bool has_namespace = false;
  const bool scanned = LeafScanner(source.document).Scan(paths_, [&](const ScannedLeaf& leaf) {
    if (leaf.node->is_namespace) {
      if (leaf.value.empty()) return;
      has_namespace = true;
    }
    CollectLeaf(FieldAt(*leaf.node), leaf.value, leaf.has_value, leaf.from_array, found);
  });
  if (!scanned) return false;
  if (!has_namespace) CollectLeaf(FieldAt("metadata.namespace"), "default", true, false, found);
  CollectLeaf(FieldAt(kUidField), source.uid, !source.uid.empty(), false, found);
  return true;
}

void Dictionary::CollectLeaf(Field& field, std::string_view value, bool has_value, bool from_array,
                             Contribution& found) {
  const bool fits = FitsIndex(value);
  if (!has_value || !fits) found.nulls.push_back(&field);
  if (!fits) {
    found.oversized.push_back(&field);
    if (field.has_words()) found.long_texts.emplace_back(&field, Fold(value));
  }
  if (!has_value || !fits) return;
  std::string_view folded = value;
  if (!IsFolded(value)) {
    scratch_.clear();
    AppendFolded(value, scratch_);
    folded = scratch_;
  }
  found.terms.emplace_back(&field, &field.FindOrAdd(folded, value, from_array));
  if (found.valued.empty() || found.valued.back() != &field) found.valued.push_back(&field);
}

Field& Dictionary::FieldAt(const PathNode& node) {
  if (node.id >= field_of_path_.size()) field_of_path_.resize(paths_.size());
  Field*& field = field_of_path_[node.id];
  if (field == nullptr) {
    field = &FieldAt(node.path);
  } else if (field->StartChange()) {
    changing_.push_back(field);
  }
  return *field;
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

void Dictionary::Add(EntityId id, const Contribution& added) {
  for (const auto& [field, term] : added.terms) field->AddPosting(*term, id);
  for (Field* const field : added.valued) field->SetValued(id, true);
  for (Field* const field : added.nulls) field->AddNull(id);
  for (Field* const field : added.oversized) field->AddOversized(id);
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
  for (const auto& [field, term] : after.terms) field->SetColumn(id, *term);
}

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

void Dictionary::ReplaceWords(EntityId id, const Contribution& before, const Contribution& after) const {
  for (Field* const field : text_fields_) {
    WordIndex* const words = field->BuiltWords();
    if (words != nullptr) words->Replace(id, TextsIn(before, field), TextsIn(after, field));
  }
}

void Dictionary::Settle() {
  bool has_gone = paths_.size() > kMostPaths;
  for (Field* const field : changing_) {
    field->Settle();
    if (!field->Empty()) continue;
    has_gone = true;
    std::erase(text_fields_, field);
    fields_.erase(fields_.find(field->path()));
  }
  changing_.clear();
  if (!has_gone) return;
  paths_ = {};
  field_of_path_.clear();
}

std::string Dictionary::UidOf(EntityId id) const {
  const Field* const field = Find(kUidField);
  const Term* const term = field == nullptr ? nullptr : field->ColumnTerm(id);
  return term == nullptr ? std::string() : term->Shown();
}

const Field* Dictionary::Find(std::string_view path) const {
  const auto at = fields_.find(path);
  return at == fields_.end() ? nullptr : at->second.get();
}

}  // namespace callboard::catalog
