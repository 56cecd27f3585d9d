#include "shared/catalog/text_search.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/text.hpp"
#include "shared/catalog/field_view.hpp"
#include "shared/catalog/fold.hpp"
#include "shared/catalog/terms.hpp"

namespace callboard::catalog {
namespace {

constexpr std::array<std::string_view, 6> kPeopleFields = {"metadata.name",        "metadata.title",
                                                           "metadata.description", "metadata.tags",
                                                           "spec.profile.email",   "spec.profile.displayname"};

/// Reading a document takes about as long as looking at this many values of the index; measured with index_bench.
constexpr std::size_t kValuesPerDocument = 200;

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

bool MayContain(const std::string& document, const Needle& needle, std::string& scratch) {
  if (!needle.verbatim_in_json || Contains(document, "\\u")) return true;
  scratch.clear();
  AppendFolded(document, scratch);
  return Contains(scratch, needle.folded);
}

bool DocumentContains(const EntitySlot& entity, const std::vector<std::string>& paths, const Needle& needle) {
  std::string scratch;
  if (!MayContain(entity.document, needle, scratch)) return false;
  bool found = false;
  const Status visited = VisitLeaves(entity.document, entity.uid, [&](const Leaf& leaf) {
    if (found || !leaf.has_value || std::ranges::find(paths, leaf.path) == paths.end()) return;
    scratch.clear();
    AppendFolded(leaf.value, scratch);
    found = Contains(scratch, needle.folded);
  });
  return visited.has_value() && found;
}

IdSet SearchDocuments(const Store& store, const IdSet& candidates, const std::vector<std::string>& paths,
                      const Needle& needle) {
  IdSet found;
  for (const EntityId id : candidates) {
    if (DocumentContains(store.entities.At(id), paths, needle)) found.add(id);
  }
  return found;
}

/// All values of the document fields, in the order of memory.
IdSet SearchValues(const Store& store, const IdSet& within, const std::vector<FieldView>& views,
                   const std::vector<std::string>& paths, const Needle& needle) {
  IdBits in_values;
  IdSet oversized;
  for (const FieldView& view : views) {
    if (view.field() == nullptr) continue;
    view.field()->terms().ForEach([&](const Term& term) {
      if (Contains(term.Folded(), needle.folded)) term.postings.UnionInto(in_values);
    });
    view.field()->oversized().UnionInto(oversized);
  }
  const IdSet found = in_values.ToIdSet() & within;
  return found | SearchDocuments(store, (oversized & within) - found, paths, needle);
}

}  // namespace

IdSet SearchText(const Store& store, const FullTextFilter& text, const IdSet& within) {
  const std::string term = Fold(TrimSpace(text.term));
  if (term.empty() || within.isEmpty()) return within;
  const Needle needle{.folded = term, .verbatim_in_json = StandsVerbatimInJson(term)};

  std::vector<std::string> paths;
  for (const std::string& field : text.fields) paths.push_back(Fold(field));
  if (paths.empty()) paths.assign(kPeopleFields.begin(), kPeopleFields.end());
  std::vector<FieldView> views;
  for (const std::string& path : paths) views.emplace_back(store, path);

  std::size_t values = 0;
  for (const FieldView& view : views) values += view.field() == nullptr ? 0 : view.field()->order().size();
  IdSet found = within.cardinality() * kValuesPerDocument < values ? SearchDocuments(store, within, paths, needle)
                                                                   : SearchValues(store, within, views, paths, needle);
  for (const FieldView& view : views) {
    for (const ValueGroup& group : view.OtherGroups()) {
      if (Contains(group.value, needle.folded)) found |= group.IntersectWith(within);
    }
  }
  return found;
}

}  // namespace callboard::catalog
