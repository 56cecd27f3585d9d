#include "client/views/entity_list.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <span>
#include <utility>

#include "client/views/entity_facts.hpp"
#include "client/views/entity_list_filter.hpp"
#include "client/views/kind_text.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

using store::ListQuery;
using store::UserList;

struct KindColumns {
  std::string_view kind;
  std::span<const ListColumn> columns;
};
constexpr std::array kOwnedColumns = {ListColumn::Name, ListColumn::System,    ListColumn::Owner,
                                      ListColumn::Type, ListColumn::Lifecycle, ListColumn::Description,
                                      ListColumn::Tags, ListColumn::Starred};
constexpr std::array kResourceColumns = {ListColumn::Name,   ListColumn::System,      ListColumn::Owner,
                                         ListColumn::Type,   ListColumn::Description, ListColumn::Tags,
                                         ListColumn::Starred};
constexpr std::array kAreaColumns = {ListColumn::Name, ListColumn::Owner, ListColumn::Description, ListColumn::Tags,
                                     ListColumn::Starred};
constexpr std::array kTypedColumns = {ListColumn::Name, ListColumn::Type, ListColumn::Description, ListColumn::Tags,
                                      ListColumn::Starred};
constexpr std::array kTemplateColumns = {ListColumn::Name,        ListColumn::Owner, ListColumn::Type,
                                         ListColumn::Description, ListColumn::Tags,  ListColumn::Starred};
constexpr std::array kAnyColumns = {ListColumn::Name,        ListColumn::Kind, ListColumn::Owner,  ListColumn::Type,
                                    ListColumn::Description, ListColumn::Tags, ListColumn::Starred};
constexpr std::array kColumnsOfKinds = {
    KindColumns{"component", kOwnedColumns},   KindColumns{"api", kOwnedColumns},
    KindColumns{"resource", kResourceColumns}, KindColumns{"system", kAreaColumns},
    KindColumns{"domain", kAreaColumns},       KindColumns{"group", kTypedColumns},
    KindColumns{"user", kTypedColumns},        KindColumns{"location", kTypedColumns},
    KindColumns{"template", kTemplateColumns}};

std::vector<ListColumn> ColumnsOf(std::string_view kind) {
  const auto found = std::ranges::find(kColumnsOfKinds, kind, &KindColumns::kind);
  const std::span<const ListColumn> columns =
      found == kColumnsOfKinds.end() ? std::span<const ListColumn>(kAnyColumns) : found->columns;
  return {columns.begin(), columns.end()};
}

std::string_view UserListLabel(UserList user) {
  constexpr std::array<std::string_view, 3> kLabels = {"All", "Owned", "Starred"};
  return kLabels[static_cast<std::size_t>(user)];
}

std::string ValueLabel(const store::AppState& state, const FilterField& field, const std::string& value) {
  if (field.ref_kind.empty()) return value;
  const auto ref = model::ParseEntityRef(value, {.kind = field.ref_kind});
  return ref ? LinkTo(state, model::CanonicalRef(*ref), {.kind = field.ref_kind}).text : value;
}

/// What an entity is part of may be a system, a domain or another component. Owners may be of any kind.
bool IsValueOf(const FilterField& field, std::string_view value) {
  return field.values != &ListQuery::systems || value.starts_with("system:");
}

ListFilter BuildFilter(const store::AppState& state, const ListQuery& query, const FilterField& field) {
  ListFilter filter{.label = std::string(field.label), .values = field.values};
  const std::vector<std::string>& chosen = query.*field.values;
  for (const std::string& value : chosen) filter.chosen.push_back({value, ValueLabel(state, field, value)});
  const catalog::Index* const index = store::IndexOf(state);
  if (index == nullptr) return filter;
  // Tags narrow each other, values of the other fields are alternatives.
  const bool narrows = field.values == &ListQuery::tags;
  const catalog::Filter others = FilterFromList(state, query, narrows ? nullptr : field.values);
  for (const catalog::FacetValue& value : index->Facet(field.field, others)) {
    const auto same = [&](const std::string& other) { return EqualsIgnoringCase(other, value.value); };
    if (std::ranges::any_of(chosen, same) || !IsValueOf(field, value.value)) continue;
    filter.options.push_back({value.value, ValueLabel(state, field, value.value), value.count});
  }
  std::ranges::stable_sort(filter.options, {}, [](const FilterOption& option) { return ToLowerAscii(option.label); });
  return filter;
}

/// A filter with one value or none would only take room.
bool TellsApart(const ListFilter& filter) {
  return !filter.chosen.empty() || filter.options.size() > 1;
}

std::vector<FilterOption> BuildKinds(const catalog::Index& index, const ListQuery& query) {
  std::vector<FilterOption> kinds;
  for (const catalog::FacetValue& kind : index.Facet("kind", {}))
    kinds.push_back({ToLowerAscii(kind.value), KindLabel(kind.value), kind.count});
  if (query.kind != store::kAnyKind && !std::ranges::contains(kinds, query.kind, &FilterOption::value))
    kinds.push_back({query.kind, KindLabel(query.kind)});
  kinds.push_back({std::string(store::kAnyKind), KindLabel(store::kAnyKind), index.Size()});
  return kinds;
}

std::vector<FilterOption> BuildUsers(const store::AppState& state, ListQuery query) {
  std::vector<FilterOption> users;
  for (const UserList user : {UserList::All, UserList::Owned, UserList::Starred}) {
    query.user = user;
    const std::string label(UserListLabel(user));
    users.push_back({ToLowerAscii(label), label, store::IndexOf(state)->Count(FilterFromList(state, query))});
  }
  return users;
}

std::vector<SavedList> BuildViews(const store::AppState& state, store::Screen screen, const ListQuery& query) {
  std::vector<SavedList> views;
  const std::string here = store::UrlFromRoute(store::ListRoute(screen, query));
  for (const store::SavedView& view : state.settings.views) {
    if (store::RouteFromUrl(view.url).screen == screen) views.push_back({view.name, view.url, view.url == here});
  }
  return views;
}

bool IsFiltered(const ListQuery& query) {
  ListQuery bare;
  bare.kind = query.kind;
  bare.sort = query.sort;
  bare.descending = query.descending;
  return query != bare;
}

void TakeProgress(const store::AppState& state, EntityListData& data) {
  const store::CatalogReplica* const replica = state.catalog.value();
  data.is_loading = replica == nullptr || !replica->complete;
  if (replica != nullptr && replica->expected > 0)
    data.progress = std::min(1.F, static_cast<float>(replica->received) / static_cast<float>(replica->expected));
  // A whole copy is shown as it is; that it may be old is said above every page.
  if (const Error* const error = state.catalog.error(); error != nullptr && data.is_loading) {
    data.is_loading = false;
    data.error = error->message;
  }
}

/// The systems among what the entity is part of.
std::vector<EntityLink> SystemsOf(const store::AppState& state, std::span<const catalog::Edge> edges) {
  std::vector<EntityLink> links = LinksOf(state, edges, "partOf", {.kind = "system"});
  std::erase_if(links, [](const EntityLink& link) { return !EqualsIgnoringCase(link.kind, "system"); });
  return links;
}

}  // namespace

std::string_view SortNameOf(ListColumn column) {
  constexpr std::array<std::string_view, 9> kNames = {"name",      "kind", "system", "owner", "type",
                                                      "lifecycle", "",     "",       ""};
  return kNames[static_cast<std::size_t>(column)];
}

EntityListData BuildEntityList(const store::AppState& state, store::Screen screen, const ListQuery& query,
                               std::string title) {
  EntityListData data{.title = std::move(title), .screen = screen, .query = query};
  data.kind_plural = KindPlural(query.kind);
  data.columns = ColumnsOf(query.kind);
  data.is_filtered = IsFiltered(query);
  data.views = BuildViews(state, screen, query);
  data.source = &state;
  TakeProgress(state, data);
  const catalog::Index* const index = store::IndexOf(state);
  if (index == nullptr) return data;
  if (screen == store::Screen::CatalogIndex) data.kinds = BuildKinds(*index, query);
  data.users = BuildUsers(state, query);
  for (const FilterField& field : FilterFields()) {
    ListFilter filter = BuildFilter(state, query, field);
    if (TellsApart(filter)) data.filters.push_back(std::move(filter));
  }
  data.rows = index->Query(QueryFromList(state, query)).items;
  data.result_title = std::format("{} {} ({})", UserListLabel(query.user), data.kind_plural, data.rows.size());
  return data;
}

EntityRow RowAt(const EntityListData& data, std::size_t row) {
  const store::AppState& state = *data.source;
  const catalog::Index& index = *store::IndexOf(state);
  const catalog::EntityId id = data.rows[row];
  const model::Entity entity{ParseJson(index.Document(id)).value_or(Json())};
  const std::vector<catalog::Edge> edges = index.Edges(id);
  return {.name = LinkTo(entity),
          .kind = KindLabel(model::Kind(entity)),
          .description = TextAt(entity.document, {"metadata", "description"}),
          .systems = SystemsOf(state, edges),
          .owners = LinksOf(state, edges, "ownedBy", {.kind = "group"}),
          .type = std::string(model::SpecString(entity, "type")),
          .lifecycle = std::string(model::SpecString(entity, "lifecycle")),
          .tags = TextsAt(entity.document, {"metadata", "tags"}),
          .starred = store::IsStarred(state, index.Ref(id))};
}

std::string_view RowKey(const EntityListData& data, std::size_t row) {
  return store::IndexOf(*data.source)->Ref(data.rows[row]);
}

}  // namespace callboard::views
