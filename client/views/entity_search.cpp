#include "client/views/entity_search.hpp"

#include <string>
#include <unordered_set>
#include <utility>

#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

catalog::Filter OfKind(std::string_view kind) {
  if (kind == store::kAnyKind) return {};
  return {.op = catalog::Filter::Op::In, .children = {}, .field = "kind", .values = {std::string(kind)}};
}

catalog::Filter NamedFrom(std::string_view text, std::string_view kind) {
  catalog::Filter named{
      .op = catalog::Filter::Op::HasPrefix, .children = {}, .field = "metadata.name", .values = {std::string(text)}};
  return {.op = catalog::Filter::Op::All, .children = {OfKind(kind), std::move(named)}};
}

}  // namespace

SearchMatches SearchEntities(const catalog::Index& index, std::string_view text, std::string_view kind,
                             std::size_t limit) {
  const std::string term(TrimSpace(text));
  catalog::EntityQuery query{.filter = OfKind(kind),
                             .text = {.term = term, .fields = {}},
                             .order = {{.field = "metadata.name", .descending = false}},
                             .limit = limit};
  const catalog::Page all = index.Query(query);
  SearchMatches matches{.best = {}, .total = all.total};
  std::unordered_set<catalog::EntityId> seen;
  const auto take = [&](const std::vector<catalog::EntityId>& ids) {
    for (const catalog::EntityId id : ids) {
      if (matches.best.size() < limit && seen.insert(id).second) matches.best.push_back(id);
    }
  };
  if (!term.empty() && limit > 0) {
    query.text.fields = {"metadata.name", "metadata.title", "spec.profile.displayName"};
    const std::vector<catalog::EntityId> named = index.Query(query).items;
    query.filter = NamedFrom(term, kind);
    query.text = {};
    take(index.Query(query).items);
    take(named);
  }
  take(all.items);
  return matches;
}

}  // namespace callboard::views
