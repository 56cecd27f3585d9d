#include "client/views/home_page.hpp"

#include <format>

#include "client/views/entity_facts.hpp"
#include "client/views/entity_list_filter.hpp"
#include "client/views/kind_text.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

constexpr std::size_t kMostListed = 6;

HomeEntity HomeEntityOf(const model::Entity& entity) {
  return {.link = LinkTo(entity), .description = TextAt(entity.document, {"metadata", "description"})};
}

/// Those of the refs that there are.
std::vector<HomeEntity> Present(const store::AppState& state, const auto& refs, std::size_t limit) {
  std::vector<HomeEntity> entities;
  for (const std::string& ref : refs) {
    if (entities.size() == limit) break;
    const model::Entity entity = ReplicaEntity(state, ref);
    if (entity.document.is_object()) entities.push_back(HomeEntityOf(entity));
  }
  return entities;
}

store::ListQuery OwnedList(std::string_view kind) {
  store::ListQuery list{.kind = std::string(kind)};
  list.user = store::UserList::Owned;
  return list;
}

std::string HrefOf(store::ListQuery list) {
  return store::UrlFromRoute(store::ListRoute(store::Screen::CatalogIndex, std::move(list)));
}

void BuildOwned(const store::AppState& state, HomePageData& data) {
  const catalog::Index& index = *store::IndexOf(state);
  catalog::EntityQuery query = QueryFromList(state, OwnedList(store::kAnyKind));
  query.limit = kMostListed;
  const catalog::Page page = index.Query(query);
  data.owned_count = page.total;
  data.owned_href = HrefOf(OwnedList(store::kAnyKind));
  for (const catalog::EntityId id : page.items)
    data.owned.push_back(HomeEntityOf({ParseJson(index.Document(id)).value_or(Json())}));
  for (const catalog::FacetValue& kind : index.Facet("kind", query.filter)) {
    data.owned_kinds.push_back(
        {KindCount(kind.count, kind.value), kind.value, HrefOf(OwnedList(ToLowerAscii(kind.value)))});
  }
}

void DrawEntities(ui::Frame& frame, std::string_view label, const std::vector<HomeEntity>& entities) {
  const auto list = frame.List(label);
  for (const HomeEntity& entity : entities) {
    const auto id = frame.Id(entity.link.ref);
    const auto item = frame.ListItem();
    const auto row = frame.Row({.wrap = false});
    DrawEntityLink(frame, entity.link);
    if (!entity.description.empty()) frame.TextMuted(entity.description);
  }
}

void DrawOwned(ui::Frame& frame, const HomePageData& data) {
  const auto card = frame.Card("Owned by you", {.icon = ui::Icon::User});
  if (data.owned.empty()) {
    if (data.is_loading) return frame.Skeleton("Loading what you own", 4);
    return frame.TextMuted("Nothing in the catalog names you or one of your groups as its owner");
  }
  {
    const auto row = frame.Row({.gap_em = 1});
    for (const OwnedKind& kind : data.owned_kinds) {
      const auto id = frame.Id(kind.kind);
      frame.Link(kind.label, kind.href, {.icon = KindIcon(kind.kind)});
    }
  }
  frame.Divider();
  DrawEntities(frame, "Owned by you", data.owned);
  if (data.owned_count > data.owned.size())
    frame.Link(std::format("All {} that you own", data.owned_count), data.owned_href);
}

void DrawStarred(ui::Frame& frame, const HomePageData& data) {
  const auto card = frame.Card("Starred", {.icon = ui::Icon::Star});
  if (!data.starred.empty()) return DrawEntities(frame, "Starred", data.starred);
  frame.TextMuted(data.is_loading ? "Loading" : "Press the star of an entity to find it here again");
}

void DrawVisited(ui::Frame& frame, const HomePageData& data) {
  const auto card = frame.Card("Recently visited", {.icon = ui::Icon::Clock});
  if (!data.visited.empty()) return DrawEntities(frame, "Recently visited", data.visited);
  frame.TextMuted(data.is_loading ? "Loading" : "Pages of entities that you open are listed here");
}

void DrawQuickLinks(ui::Frame& frame, const HomePageData& data) {
  if (data.quick_links.empty()) return;
  const auto card = frame.Card("Quick links", {.icon = ui::Icon::Link});
  const auto list = frame.List("Quick links");
  for (const HomeLink& link : data.quick_links) {
    const auto id = frame.Id(link.href);
    const auto item = frame.ListItem();
    frame.Link(link.text, link.href, {.icon = ui::Icon::Link});
  }
}

void DrawChanges(ui::Frame& frame, const HomePageData& data) {
  if (data.changes.empty()) return;
  const auto card = frame.Card("Changed lately", {.icon = ui::Icon::Refresh});
  DrawChangeList(frame, "Changed lately", data.changes, true);
}

store::Need HistoryNeed() {
  return {store::Need::What::CatalogHistory, {}};
}

}  // namespace

store::Needs NeedsHomePage(const store::Route&) {
  return {store::Need{}, HistoryNeed()};
}

HomePageData BuildHomePageData(const store::AppState& state, const store::Route&) {
  HomePageData data{.title = "Home"};
  const std::string name = store::SignedInName(state);
  data.greeting = name.empty() ? store::PortalTitle(state) : std::format("Welcome, {}", name);
  data.is_loading = !store::IsCatalogComplete(state) && state.catalog.error() == nullptr;
  if (const auto* const portal = state.portal.value()) {
    for (const auto& link : portal->quick_links) {
      if (!SafeHref(link.url).empty()) data.quick_links.push_back({link.title, link.url});
    }
  }
  if (store::IndexOf(state) == nullptr) return data;
  if (const store::Remote<Json>* const history = store::ReadOf(state, HistoryNeed());
      history != nullptr && history->value() != nullptr) {
    data.changes = ChangesFrom(state, *history->value());
    if (data.changes.size() > kMostListed) data.changes.resize(kMostListed);
  }
  data.starred = Present(state, state.settings.starred, state.settings.starred.size());
  data.visited = Present(state, state.settings.visited, kMostListed);
  BuildOwned(state, data);
  return data;
}

void DrawHomePage(ui::Frame& frame, const HomePageData& data, HomePageLocal& local, store::CommandQueue& commands) {
  frame.Heading(1, data.greeting);
  {
    const auto search = frame.Search("Catalog");
    const ui::TextFieldOptions options{
        .placeholder = "Components, APIs, teams, people", .search = true, .hide_label = true};
    if (frame.TextField("Search everything", local.search, options).submitted)
      commands.Push(store::ShowRoute{store::SearchRoute(local.search)});
  }
  const auto grid = frame.Grid(24);
  DrawOwned(frame, data);
  DrawStarred(frame, data);
  DrawVisited(frame, data);
  DrawQuickLinks(frame, data);
  DrawChanges(frame, data);
}

}  // namespace callboard::views
