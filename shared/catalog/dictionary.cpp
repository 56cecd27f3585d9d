#include "shared/catalog/dictionary.hpp"

#include <algorithm>
#include <iterator>

#include "shared/catalog/fold.hpp"
#include "shared/catalog/leaf_scanner.hpp"
#include "shared/catalog/terms.hpp"

namespace callboard::catalog {
namespace {

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
  Contribution& old = workshop_.before;
  Contribution& now = workshop_.after;
  const bool is_new = before.document.empty();
  const bool waits = is_new ? !rest_done_.Done() : waiting_.contains(id);
  const Part part = waits ? Part::Core : Part::All;
  if (Status collected = Collect(after, part, now); !collected) return collected;
  // The document was accepted when it came, so it is accepted again.
  if (Status collected = Collect(before, part, old); !collected) return collected;
  if (is_new) {
    Add(id, now);
  } else {
    old.Sort();
    now.Sort();
    Replace(id, old, now);
  }
  ReplaceWords(id);
  if (waits && after.document.empty()) waiting_.remove(id);
  if (waits && is_new && !after.document.empty()) waiting_.add(id);
  return {};
}

Status Dictionary::Collect(Source source, Part part, Contribution& found) const {
  found.Clear();
  if (source.document.empty() || CollectQuickly(source, part, found)) return {};
  found.Clear();
  return VisitLeaves(source.document, source.uid, [&](const Leaf& leaf) {
    if (!Takes(part, IsCoreField(leaf.path))) return;
    CollectLeaf(FieldAt(leaf.path), leaf.value, leaf.has_value, leaf.from_array, found);
  });
}

bool Dictionary::CollectQuickly(Source source, Part part, Contribution& found) const {
  bool has_namespace = false;
  const auto scope = part == Part::Core ? LeafScanner::Scope::Core : LeafScanner::Scope::All;
  const bool scanned = LeafScanner(source.document).Scan(workshop_.paths, scope, [&](const ScannedLeaf& leaf) {
    if (leaf.node->is_namespace) {
      if (leaf.value.empty()) return;
      has_namespace = true;
    }
    if (!Takes(part, leaf.node->is_core)) return;
    CollectLeaf(FieldAt(*leaf.node), leaf.value, leaf.has_value, leaf.from_array, found);
  });
  if (!scanned || part == Part::Rest) return scanned;
  if (!has_namespace) CollectLeaf(FieldAt("metadata.namespace"), "default", true, false, found);
  CollectLeaf(FieldAt(kUidField), source.uid, !source.uid.empty(), false, found);
  return true;
}

void Dictionary::AddRest(EntityId id, std::string_view document) const {
  // The document was accepted when it came; none of the fields that are left is of the uid.
  static_cast<void>(Collect({.document = document, .uid = {}}, Part::Rest, workshop_.after));
  Add(id, workshop_.after);
}

void Dictionary::CollectLeaf(Field& field, std::string_view value, bool has_value, bool from_array,
                             Contribution& found) const {
  const bool fits = FitsIndex(value);
  if (!has_value || !fits) found.nulls.push_back(&field);
  if (!fits) {
    found.oversized.push_back(&field);
    if (field.has_words()) found.long_texts.emplace_back(&field, Fold(value));
  }
  if (!has_value || !fits) return;
  std::string_view folded = value;
  if (!IsFolded(value)) {
    workshop_.scratch.clear();
    AppendFolded(value, workshop_.scratch);
    folded = workshop_.scratch;
  }
  found.terms.emplace_back(&field, &field.FindOrAdd(folded, value, from_array));
  if (found.valued.empty() || found.valued.back() != &field) found.valued.push_back(&field);
}

Field& Dictionary::FieldAt(const PathNode& node) const {
  std::vector<Field*>& known = workshop_.field_of_path;
  if (node.id >= known.size()) known.resize(workshop_.paths.size());
  Field*& field = known[node.id];
  if (field == nullptr) {
    field = &FieldAt(node.path);
  } else {
    (node.is_core ? core_ : rest_).StartChange(*field);
  }
  return *field;
}

Field& Dictionary::FieldAt(std::string_view path) const {
  return (IsCoreField(path) ? core_ : rest_).At(path);
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

void Dictionary::ReplaceWords(EntityId id) const {
  for (Field* const field : core_.text_fields()) {
    WordIndex* const words = field->BuiltWords();
    if (words == nullptr) continue;
    words->Replace(id, TextsIn(workshop_.before, field), TextsIn(workshop_.after, field));
  }
}

void Dictionary::Settle() {
  const bool core_went = core_.Settle();
  const bool rest_went = rest_.Settle();
  if (!core_went && !rest_went && workshop_.paths.size() <= kMostPaths) return;
  workshop_.paths = {};
  workshop_.field_of_path.clear();
}

std::string Dictionary::UidOf(EntityId id) const {
  const Field* const field = core_.Find(kUidField);
  const Term* const term = field == nullptr ? nullptr : field->ColumnTerm(id);
  return term == nullptr ? std::string() : term->Shown();
}

}  // namespace callboard::catalog
