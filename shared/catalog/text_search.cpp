#include "shared/catalog/text_search.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/text.hpp"
#include "shared/catalog/field_view.hpp"
#include "shared/catalog/fold.hpp"
#include "shared/catalog/terms.hpp"

namespace callboard::catalog {
namespace {

// What looking takes, in units of one value of the index; measured with index_bench.
constexpr std::size_t kCostOfDocument = 200;
constexpr std::size_t kWordBytesPerCost = 80;

/// Up to here, looking at all values of a field is quicker than keeping its words.
constexpr std::size_t kFewValues = 256;

struct Needle {
  std::string folded;
  bool verbatim_in_json;  // stands in JSON text as it is, so that a quick look can rule a document out
};

bool Contains(std::string_view text, std::string_view needle) {
  return text.find(needle) != std::string_view::npos;
}

bool StandsVerbatimInJson(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\' && c != '/'; });
}

/// Calls `visit` with the folded text of every value of the paths in the document.
template <typename Visit>
void ForEachText(const Store& store, EntityId id, const std::vector<std::string>& paths, Visit&& visit) {
  const std::string uid = store.dictionary.UidOf(id);
  std::string folded;
  // The document was accepted when it came.
  static_cast<void>(VisitLeaves(store.entities.At(id).document, uid, [&](const Leaf& leaf) {
    if (!leaf.has_value || std::ranges::find(paths, leaf.path) == paths.end()) return;
    folded.clear();
    AppendFolded(leaf.value, folded);
    visit(folded);
  }));
}

class Search {
 public:
  Search(const Store& store, const std::vector<std::string>& paths, Needle needle)
      : store_(store), paths_(paths), needle_(std::move(needle)) {
    for (const std::string& path : paths) views_.emplace_back(store, path);
  }

  IdSet Run(const IdSet& within) {
    std::size_t cost = 0;
    for (const FieldView& view : views_) cost += view.field() == nullptr ? 0 : CostOf(*view.field());
    const bool few = within.cardinality() * kCostOfDocument < cost;
    IdSet found = few ? SearchDocuments(within, paths_) : SearchFields(within);
    for (const FieldView& view : views_) {
      for (const ValueGroup& group : view.OtherGroups()) {
        if (Contains(group.value, needle_.folded)) found |= group.IntersectWith(within);
      }
    }
    return found;
  }

 private:
  [[nodiscard]] bool UsesWords(const Field& field) const {
    if (!field.has_words() || !WordIndex::HasWord(needle_.folded)) return false;
    return field.Count() > kFewValues || !field.oversized().Empty();
  }

  [[nodiscard]] std::size_t CostOf(const Field& field) const {
    return UsesWords(field) ? WordsOf(field).TextSize() / kWordBytesPerCost : field.Count();
  }

  [[nodiscard]] const WordIndex& WordsOf(const Field& field) const {
    return field.Words([&](WordIndex& words) {
      field.terms().ForEach([&](const Term& term) {
        for (const EntityId id : term.postings.ToIdSet()) words.Add(id, term.Folded());
      });
      for (const EntityId id : field.oversized().ToIdSet()) {
        ForEachText(store_, id, {field.path()}, [&](std::string_view text) {
          if (!FitsIndex(text)) words.Add(id, text);
        });
      }
    });
  }

  [[nodiscard]] bool MayContain(const std::string& document) {
    if (!needle_.verbatim_in_json || Contains(document, "\\u")) return true;
    scratch_.clear();
    AppendFolded(document, scratch_);
    return Contains(scratch_, needle_.folded);
  }

  [[nodiscard]] bool DocumentHasNeedle(EntityId id, const std::vector<std::string>& paths) {
    if (!MayContain(store_.entities.At(id).document)) return false;
    bool found = false;
    ForEachText(store_, id, paths, [&](std::string_view text) { found = found || Contains(text, needle_.folded); });
    return found;
  }

  [[nodiscard]] IdSet SearchDocuments(const IdSet& candidates, const std::vector<std::string>& paths) {
    IdSet found;
    for (const EntityId id : candidates) {
      if (DocumentHasNeedle(id, paths)) found.add(id);
    }
    return found;
  }

  [[nodiscard]] IdSet SearchFields(const IdSet& within) {
    IdUnion bits;
    IdSet doubtful;
    for (const FieldView& view : views_) {
      const Field* const field = view.field();
      if (field == nullptr) continue;
      if (!UsesWords(*field)) {
        SearchValues(*field, bits);
        doubtful |= field->oversized().IntersectWith(within);
      } else if (WordIndex::IsOneWord(needle_.folded)) {
        WordsOf(*field).FindInto(needle_.folded, bits);
      } else {
        doubtful |= Confirm(*field, within, bits);
      }
    }
    IdSet found = bits.ToIdSet() & within;
    doubtful -= found;
    return found | SearchDocuments(doubtful, paths_);
  }

  /// All values of the field, in the order of memory.
  void SearchValues(const Field& field, IdUnion& found) const {
    field.terms().ForEach([&](const Term& term) {
      if (Contains(term.Folded(), needle_.folded)) term.postings.UnionInto(found);
    });
  }

  /// Looks at the entities that have the words of the needle. Returns those that only their documents can tell.
  [[nodiscard]] IdSet Confirm(const Field& field, const IdSet& within, IdUnion& found) const {
    IdUnion bits;
    WordsOf(field).FindInto(needle_.folded, bits);
    IdSet candidates = bits.ToIdSet() & within;
    if (!field.has_column() || field.MultiValued()) {
      if (candidates.cardinality() * kCostOfDocument < field.Count()) return candidates;
      SearchValues(field, found);
      return candidates & field.oversized().ToIdSet();
    }
    IdSet doubtful;
    for (const EntityId id : candidates) {
      const Term* const term = field.ColumnTerm(id);
      if (term != nullptr && Contains(term->Folded(), needle_.folded)) {
        found.Add(id);
      } else if (field.oversized().Contains(id)) {
        doubtful.add(id);
      }
    }
    return doubtful;
  }

  const Store& store_;
  const std::vector<std::string>& paths_;
  Needle needle_;
  std::vector<FieldView> views_;
  std::string scratch_;
};

}  // namespace

IdSet SearchText(const Store& store, const FullTextFilter& text, const IdSet& within) {
  std::string term = Fold(TrimSpace(text.term));
  if (term.empty() || within.isEmpty()) return within;
  std::vector<std::string> paths;
  for (const std::string& field : text.fields) paths.push_back(Fold(field));
  if (paths.empty()) paths.assign(kPeopleFields.begin(), kPeopleFields.end());
  const bool verbatim = StandsVerbatimInJson(term);
  return Search(store, paths, {.folded = std::move(term), .verbatim_in_json = verbatim}).Run(within);
}

}  // namespace callboard::catalog
