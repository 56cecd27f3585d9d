#include "client/store/route.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "shared/base/text.hpp"

namespace callboard::store {
namespace {

struct PathName {
  std::string_view path;
  Screen screen;
};
constexpr std::array kPaths = {PathName{"/", Screen::Home},
                               PathName{"/catalog", Screen::CatalogIndex},
                               PathName{"/api-docs", Screen::ApiIndex},
                               PathName{"/catalog-graph", Screen::Graph},
                               PathName{"/catalog-import", Screen::Import},
                               PathName{"/search", Screen::Search},
                               PathName{"/ingestion", Screen::Ingestion},
                               PathName{"/settings", Screen::Settings},
                               PathName{"/_gallery", Screen::Gallery}};

struct TabName {
  std::string_view slug;
  EntityTab tab;
};
constexpr std::array kTabs = {
    TabName{"definition", EntityTab::Definition},     TabName{"api", EntityTab::Apis},
    TabName{"dependencies", EntityTab::Dependencies}, TabName{"relations", EntityTab::Relations},
    TabName{"history", EntityTab::History},           TabName{"inspect", EntityTab::Inspect}};

struct UserListName {
  std::string_view name;
  UserList user;
};
constexpr std::array kUserLists = {UserListName{"all", UserList::All}, UserListName{"owned", UserList::Owned},
                                   UserListName{"starred", UserList::Starred}};

struct ListParam {
  std::string_view key;
  std::vector<std::string> ListQuery::* values;
};
constexpr std::array kListParams = {
    ListParam{"filters[type]", &ListQuery::types},      ListParam{"filters[owners]", &ListQuery::owners},
    ListParam{"filters[systems]", &ListQuery::systems}, ListParam{"filters[lifecycles]", &ListQuery::lifecycles},
    ListParam{"filters[tags]", &ListQuery::tags},       ListParam{"filters[namespace]", &ListQuery::namespaces}};

/// "filters[tags][0]" and "filters[tags][]" are other spellings of "filters[tags]".
std::string_view WithoutIndex(std::string_view key) {
  const std::size_t first = key.find(']');
  return first == std::string_view::npos ? key : key.substr(0, first + 1);
}

void SetParam(ListQuery& list, std::string_view key, std::string value) {
  if (const auto param = std::ranges::find(kListParams, key, &ListParam::key); param != kListParams.end()) {
    if (value.empty()) return;
    std::vector<std::string>& values = list.*param->values;
    if (!std::ranges::contains(values, value)) values.push_back(std::move(value));
  } else if (key == "filters[kind]" && !value.empty()) {
    list.kind = ToLowerAscii(value);
  } else if (key == "filters[user]") {
    const auto user = std::ranges::find(kUserLists, value, &UserListName::name);
    if (user != kUserLists.end()) list.user = user->user;
  } else if (key == "filters[text]") {
    list.text = std::move(value);
  } else if (key == "sort" && !value.empty() && value != "-") {
    list.descending = value.front() == '-';
    list.sort = list.descending ? value.substr(1) : std::move(value);
  }
}

/// "query" is Backstage's name; its "types", of which the catalog is one, say nothing here.
void SetSearchParam(ListQuery& list, std::string_view key, std::string value) {
  if (key == "query") {
    list.text = std::move(value);
  } else if (key == "kind" && !value.empty()) {
    list.kind = ToLowerAscii(value);
  }
}

ListQuery ListFromQuery(Screen screen, std::string_view query) {
  ListQuery list = DefaultList(screen);
  for (const std::string_view pair : Split(query, '&')) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string key = PercentDecode(pair.substr(0, equals), true);
    std::string value = PercentDecode(pair.substr(equals + 1), true);
    if (screen == Screen::Search) {
      SetSearchParam(list, key, std::move(value));
    } else {
      SetParam(list, WithoutIndex(key), std::move(value));
    }
  }
  return list;
}

std::string TargetFromQuery(std::string_view query) {
  constexpr std::string_view kUrlParam = "url=";
  for (const std::string_view pair : Split(query, '&')) {
    if (pair.starts_with(kUrlParam)) return PercentDecode(pair.substr(kUrlParam.size()), true);
  }
  return {};
}

std::string QueryFromList(Screen screen, const ListQuery& list) {
  const ListQuery initial = DefaultList(screen);
  std::string query;
  const auto add = [&](std::string_view key, std::string_view value) {
    query += std::format("{}{}={}", query.empty() ? '?' : '&', key, PercentEncode(value));
  };
  if (list == initial) return query;
  if (screen == Screen::Search) {
    add("query", list.text);
    if (list.kind != initial.kind) add("kind", list.kind);
    return query;
  }
  add("filters[kind]", list.kind);
  add("filters[user]", std::ranges::find(kUserLists, list.user, &UserListName::user)->name);
  for (const ListParam& param : kListParams) {
    for (const std::string& value : list.*param.values) add(param.key, value);
  }
  if (!list.text.empty()) add("filters[text]", list.text);
  if (list.sort != initial.sort || list.descending) add("sort", (list.descending ? "-" : "") + list.sort);
  return query;
}

std::vector<std::string> Segments(std::string_view path) {
  std::vector<std::string> segments;
  for (const std::string_view part : Split(path, '/')) {
    if (!part.empty()) segments.push_back(PercentDecode(part));
  }
  return segments;
}

/// "/catalog/<namespace>/<kind>/<name>[/<tab>]"; `query` may hold Backstage's "inspect".
bool ReadEntity(std::string_view path, std::string_view query, Route& route) {
  const std::vector<std::string> segments = Segments(path);
  if (segments.size() < 4 || segments[0] != "catalog") return false;
  route.screen = Screen::Entity;
  route.ref = {ToLowerAscii(segments[2]), ToLowerAscii(segments[1]), ToLowerAscii(segments[3])};
  if (segments.size() > 4) {
    const auto tab = std::ranges::find(kTabs, segments[4], &TabName::slug);
    if (tab != kTabs.end()) route.tab = tab->tab;
  }
  const auto inspects = [](std::string_view pair) { return pair.substr(0, pair.find('=')) == "inspect"; };
  if (std::ranges::any_of(Split(query, '&'), inspects)) route.tab = EntityTab::Inspect;
  return true;
}

}  // namespace

ListQuery DefaultList(Screen screen) {
  ListQuery list;
  if (screen == Screen::ApiIndex) list.kind = "api";
  if (screen == Screen::Search) list.kind = kAnyKind;
  return list;
}

Route RouteFromUrl(std::string_view url) {
  const std::string_view whole = url.substr(0, url.find('#'));
  const std::size_t mark = whole.find('?');
  std::string_view path = whole.substr(0, mark);
  const std::string_view query = mark == std::string_view::npos ? std::string_view{} : whole.substr(mark + 1);
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (path.empty()) path = "/";
  Route route;
  if (const auto named = std::ranges::find(kPaths, path, &PathName::path); named != kPaths.end()) {
    route.screen = named->screen;
    if (route.screen == Screen::Graph) {
      route.graph = GraphFromQuery(query);
    } else if (route.screen == Screen::Import) {
      route.target = TargetFromQuery(query);
    } else {
      route.list = ListFromQuery(route.screen, query);
    }
    return route;
  }
  if (ReadEntity(path, query, route)) return route;
  route.screen = Screen::NotFound;
  route.url = whole;
  return route;
}

std::string UrlFromRoute(const Route& route) {
  if (route.screen == Screen::NotFound) return route.url;
  if (route.screen == Screen::Entity) return EntityUrl(route.ref, route.tab);
  const auto named = std::ranges::find(kPaths, route.screen, &PathName::screen);
  if (route.screen == Screen::Graph) return std::string(named->path) + QueryFromGraph(route.graph);
  if (route.screen == Screen::Import)
    return std::string(named->path) + (route.target.empty() ? "" : "?url=" + PercentEncode(route.target));
  return std::string(named->path) + QueryFromList(route.screen, route.list);
}

Route ListRoute(Screen screen, ListQuery list) {
  Route route;
  route.screen = screen;
  route.list = std::move(list);
  return route;
}

Route SearchRoute(std::string text, std::string_view kind) {
  Route route;
  route.screen = Screen::Search;
  route.list = DefaultList(Screen::Search);
  route.list.text = std::move(text);
  route.list.kind = kind;
  return route;
}

Route GraphRoute(GraphQuery graph) {
  Route route;
  route.screen = Screen::Graph;
  route.graph = std::move(graph);
  return route;
}

Route EntityRoute(const model::EntityRef& ref, EntityTab tab) {
  Route route;
  route.screen = Screen::Entity;
  route.ref = {ToLowerAscii(ref.kind), ToLowerAscii(ref.name_space), ToLowerAscii(ref.name)};
  route.tab = tab;
  return route;
}

Route ImportRoute(std::string target) {
  Route route;
  route.screen = Screen::Import;
  route.target = std::move(target);
  return route;
}

std::string EntityUrl(const model::EntityRef& ref, EntityTab tab) {
  std::string url = std::format("/catalog/{}/{}/{}", PercentEncode(ToLowerAscii(ref.name_space)),
                                PercentEncode(ToLowerAscii(ref.kind)), PercentEncode(ToLowerAscii(ref.name)));
  const auto named = std::ranges::find(kTabs, tab, &TabName::tab);
  return named == kTabs.end() ? url : url + "/" + std::string(named->slug);
}

}  // namespace callboard::store
