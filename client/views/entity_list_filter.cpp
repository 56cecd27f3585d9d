#include "client/views/entity_list_filter.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "shared/base/text.hpp"
#include "shared/model/entity_ref.hpp"

namespace callboard::views {
namespace {

using catalog::Filter;
using store::ListQuery;

struct SortField {
  std::string_view name;
  std::string_view field;
};
constexpr std::array kSortFields = {SortField{"name", "metadata.name"}, SortField{"kind", "kind"},
                                    SortField{"system", "spec.system"}, SortField{"owner", "spec.owner"},
                                    SortField{"type", "spec.type"},     SortField{"lifecycle", "spec.lifecycle"}};

Filter In(std::string_view field, std::vector<std::string> values) {
  return {.op = Filter::Op::In, .children = {}, .field = std::string(field), .values = std::move(values)};
}

/// "team-a" in a link is short for "group:default/team-a".
std::vector<std::string> WholeRefs(const std::vector<std::string>& values, std::string_view kind) {
  std::vector<std::string> refs;
  for (const std::string& value : values) {
    const auto ref = model::ParseEntityRef(value, {.kind = kind});
    refs.push_back(ref ? model::CanonicalRef(*ref) : value);
  }
  return refs;
}

Filter StarredFilter(const store::AppState& state) {
  Filter starred = In("metadata.uid", {});
  const catalog::Index* const index = store::IndexOf(state);
  for (const std::string& ref : state.settings.starred) {
    const auto id = index == nullptr ? std::nullopt : index->FindByRef(ref);
    if (id) starred.values.push_back(index->Uid(*id));
  }
  return starred;
}

}  // namespace

std::vector<FilterField> FilterFields() {
  return {{"Type", "spec.type", &ListQuery::types},
          {"Owner", "relations.ownedBy", &ListQuery::owners, "group"},
          {"System", "relations.partOf", &ListQuery::systems, "system"},
          {"Lifecycle", "spec.lifecycle", &ListQuery::lifecycles},
          {"Tag", "metadata.tags", &ListQuery::tags},
          {"Namespace", "metadata.namespace", &ListQuery::namespaces}};
}

std::vector<std::string> OwnershipRefs(const store::AppState& state) {
  const store::Session* const session = store::SignedIn(state);
  if (session == nullptr) return {};
  std::vector<std::string> refs = session->ownership_refs;
  const catalog::Index* const index = store::IndexOf(state);
  const auto user = index == nullptr ? std::nullopt : index->FindByRef(ToLowerAscii(session->user_ref));
  if (!user) return refs;
  for (const catalog::Edge& edge : index->Edges(*user)) {
    if (edge.type == "memberOf" && !std::ranges::contains(refs, edge.target_ref)) refs.push_back(edge.target_ref);
  }
  return refs;
}

Filter FilterFromList(const store::AppState& state, const ListQuery& query,
                      std::vector<std::string> ListQuery::* without) {
  Filter filter;
  if (query.kind != store::kAnyKind) filter.children.push_back(In("kind", {query.kind}));
  if (query.user == store::UserList::Owned) filter.children.push_back(In("relations.ownedBy", OwnershipRefs(state)));
  if (query.user == store::UserList::Starred) filter.children.push_back(StarredFilter(state));
  for (const FilterField& field : FilterFields()) {
    const std::vector<std::string>& values = query.*field.values;
    if (values.empty() || field.values == without) continue;
    if (field.values == &ListQuery::tags) {
      for (const std::string& tag : values) filter.children.push_back(In(field.field, {tag}));
    } else {
      filter.children.push_back(In(field.field, field.ref_kind.empty() ? values : WholeRefs(values, field.ref_kind)));
    }
  }
  return filter;
}

catalog::EntityQuery QueryFromList(const store::AppState& state, const ListQuery& query) {
  const auto sort = std::ranges::find(kSortFields, query.sort, &SortField::name);
  const std::string_view field = sort == kSortFields.end() ? kSortFields.front().field : sort->field;
  catalog::EntityQuery all;
  all.filter = FilterFromList(state, query);
  all.text.term = query.text;
  all.order = {{.field = std::string(field), .descending = query.descending}};
  all.limit = std::numeric_limits<std::size_t>::max();
  return all;
}

}  // namespace callboard::views
