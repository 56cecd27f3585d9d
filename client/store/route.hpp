#pragma once
// What is on screen, as its URL says it. The paths and the `filters[...]` parameters are Backstage's, so that links
// into an existing portal keep working.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/store/graph_query.hpp"
#include "shared/model/entity_ref.hpp"

namespace callboard::store {

enum class Screen : std::uint8_t {
  Home,
  CatalogIndex,
  ApiIndex,
  Entity,
  Graph,
  Search,
  Import,
  Ingestion,
  Settings,
  Gallery,
  NotFound
};

/// Whose entities a list shows.
enum class UserList : std::uint8_t { All, Owned, Starred };

/// The tabs of an entity's page; which of them an entity has depends on its kind.
enum class EntityTab : std::uint8_t { Overview, Definition, Apis, Dependencies, Relations, History, Inspect };

inline constexpr std::string_view kAnyKind = "all";

/// What a list of entities shows. Values of one field are alternatives, except for tags, which must all be there.
struct ListQuery {
  std::string kind = "component";  // lower case, or kAnyKind
  UserList user = UserList::All;
  std::vector<std::string> types;
  std::vector<std::string> owners;   // canonical refs
  std::vector<std::string> systems;  // canonical refs
  std::vector<std::string> lifecycles;
  std::vector<std::string> tags;
  std::vector<std::string> namespaces;
  std::string text;
  std::string sort = "name";  // a column of the list
  bool descending = false;

  friend bool operator==(const ListQuery&, const ListQuery&) = default;
};

struct Route {
  Screen screen = Screen::Home;
  ListQuery list;        // CatalogIndex, ApiIndex; of Search, the kind and the text
  model::EntityRef ref;  // Entity, in lower case
  EntityTab tab = EntityTab::Overview;
  GraphQuery graph;    // Graph
  std::string target;  // Import: the URL that is looked at; "" while there is none
  std::string url;     // NotFound: as it was asked for

  friend bool operator==(const Route& a, const Route& b) {
    return a.screen == b.screen && a.list == b.list && a.tab == b.tab && a.graph == b.graph && a.url == b.url &&
           a.target == b.target && model::CanonicalRef(a.ref) == model::CanonicalRef(b.ref);
  }
};

/// Reads path and query; every text gives a route. Unknown parameters (Backstage's `limit`, `offset`) are dropped, and
/// an unknown tab of an entity is its overview.
[[nodiscard]] Route RouteFromUrl(std::string_view url);

/// The shortest URL of the route: RouteFromUrl gives the same route back.
[[nodiscard]] std::string UrlFromRoute(const Route& route);

/// The list of a screen as it is without any parameters.
[[nodiscard]] ListQuery DefaultList(Screen screen);

[[nodiscard]] Route ListRoute(Screen screen, ListQuery list);
/// Where the words are looked for in entities of `kind`.
[[nodiscard]] Route SearchRoute(std::string text, std::string_view kind = kAnyKind);
[[nodiscard]] Route GraphRoute(GraphQuery graph);
[[nodiscard]] Route EntityRoute(const model::EntityRef& ref, EntityTab tab = EntityTab::Overview);
[[nodiscard]] Route ImportRoute(std::string target);
/// The page of an entity, for links.
[[nodiscard]] std::string EntityUrl(const model::EntityRef& ref, EntityTab tab = EntityTab::Overview);

}  // namespace callboard::store
