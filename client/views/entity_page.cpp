#include "client/views/entity_page.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "client/store/route.hpp"
#include "client/views/kind_text.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

using store::EntityTab;

constexpr std::size_t kMostSimilar = 5;

struct KindTab {
  EntityTab tab;
  std::string_view label;
  std::string_view kinds;  // "" for every kind
};
constexpr std::array kTabs = {KindTab{EntityTab::Overview, "Overview", ""},
                              KindTab{EntityTab::Definition, "Definition", "api"},
                              KindTab{EntityTab::Apis, "API", "component"},
                              KindTab{EntityTab::Dependencies, "Dependencies", "component,resource"},
                              KindTab{EntityTab::Relations, "Relations", ""},
                              KindTab{EntityTab::History, "History", ""},
                              KindTab{EntityTab::Inspect, "Inspect", ""}};

bool HasTab(const KindTab& tab, std::string_view kind) {
  return tab.kinds.empty() || std::ranges::contains(Split(tab.kinds, ','), kind);
}

/// The tab of the route, or the overview when the entity has no such tab.
EntityTab TabOf(const store::Route& route) {
  const auto found = std::ranges::find(kTabs, route.tab, &KindTab::tab);
  return HasTab(*found, route.ref.kind) ? route.tab : EntityTab::Overview;
}

std::vector<EntityTabLink> TabsOf(const store::Route& route) {
  std::vector<EntityTabLink> tabs;
  for (const KindTab& tab : kTabs) {
    if (HasTab(tab, route.ref.kind))
      tabs.push_back({std::string(tab.label), store::EntityUrl(route.ref, tab.tab), tab.tab == TabOf(route)});
  }
  return tabs;
}

EntityPanel BuildPanel(const store::AppState& state, const EntityFacts& facts, EntityTab tab) {
  switch (tab) {
    case EntityTab::Overview:
      return BuildEntityOverview(state, facts);
    case EntityTab::Definition:
      return BuildEntityDefinition(state, facts);
    case EntityTab::Apis:
    case EntityTab::Dependencies:
      return BuildTabCards(state, facts, tab);
    case EntityTab::Relations:
      return BuildRelationTable(state, facts);
    case EntityTab::History:
      return BuildEntityHistory(state, facts);
    case EntityTab::Inspect:
      return BuildEntityInspect(state, facts);
  }
  return {};
}

MissingEntity BuildMissing(const store::AppState& state, const model::EntityRef& ref) {
  MissingEntity missing{.ref = model::CanonicalRef(ref)};
  store::ListQuery list{.kind = std::string(store::kAnyKind)};
  list.text = ref.name;
  missing.search_href = store::UrlFromRoute(store::ListRoute(store::Screen::CatalogIndex, list));
  const catalog::Index* const index = store::IndexOf(state);
  if (index == nullptr) return missing;
  catalog::EntityQuery query;
  query.text.term = ref.name;
  query.limit = kMostSimilar;
  for (const catalog::EntityId id : index->Query(query).items) missing.similar.push_back(LinkTo(state, index->Ref(id)));
  return missing;
}

void DrawMissing(ui::Frame& frame, const MissingEntity& missing) {
  frame.Heading(1, "Entity not found");
  frame.Text(std::format("There is no {} in the catalog", missing.ref));
  frame.TextMuted("It may have been removed or renamed, or you may not be allowed to see it");
  if (!missing.similar.empty()) {
    const auto section = frame.Section("Did you mean one of these?");
    const auto list = frame.List("Similar names");
    for (const EntityLink& link : missing.similar) {
      const auto id = frame.Id(link.ref);
      const auto item = frame.ListItem();
      DrawEntityLink(frame, link);
    }
  }
  const auto row = frame.Row({.gap_em = 1});
  frame.Link("Search the catalog for this name", missing.search_href, {.icon = ui::Icon::Search});
  frame.Link("Go to the catalog", "/catalog", {.icon = ui::Icon::Catalog});
}

/// Draws whichever panel there is.
struct PanelPainter {
  ui::Frame& frame;
  EntityPageLocal& local;
  store::CommandQueue& commands;

  void operator()(const std::monostate&) const {}
  void operator()(const EntityOverview& panel) const { DrawEntityOverview(frame, panel, local.relations); }
  void operator()(const EntityDefinition& panel) const {
    DrawEntityDefinition(frame, panel, local.definition, commands);
  }
  void operator()(const std::vector<RelationCard>& panel) const { DrawTabCards(frame, panel); }
  void operator()(const RelationTable& panel) const { DrawRelationTable(frame, panel); }
  void operator()(const EntityHistory& panel) const { DrawEntityHistory(frame, panel, commands); }
  void operator()(const EntityInspect& panel) const { DrawEntityInspect(frame, panel); }
};

void DrawTabLinks(ui::Frame& frame, const std::vector<EntityTabLink>& tabs) {
  std::vector<ui::TabLink> links;
  for (const EntityTabLink& tab : tabs) links.push_back({tab.label, tab.href, tab.current});
  frame.Tabs("Entity", links);
}

}  // namespace

store::Needs NeedsEntityPage(const store::Route& route) {
  const std::string ref = model::CanonicalRef(route.ref);
  store::Needs needs = {store::Need{}, {store::Need::What::Entity, ref}};
  if (route.tab == EntityTab::History) needs.push_back({store::Need::What::EntityHistory, ref});
  return needs;
}

EntityPageData BuildEntityPageData(const store::AppState& state, const store::Route& route) {
  EntityPageData data;
  data.ref = model::CanonicalRef(route.ref);
  EntityLookup lookup = LookUpEntity(state, data.ref);
  data.presence = lookup.presence;
  data.error = std::move(lookup.error);
  data.title = route.ref.name;
  if (data.presence == Presence::Missing) {
    data.title = "Entity not found";
    data.missing = BuildMissing(state, route.ref);
  }
  if (data.presence != Presence::Found) return data;
  data.header = BuildEntityHeader(state, lookup.facts);
  data.title = data.header.name;
  data.tabs = TabsOf(route);
  data.panel = BuildPanel(state, lookup.facts, TabOf(route));
  data.unregister = BuildUnregister(state, lookup.facts);
  return data;
}

void DrawEntityPage(ui::Frame& frame, const EntityPageData& data, EntityPageLocal& local,
                    store::CommandQueue& commands) {
  if (local.ref != data.ref) local = {.ref = data.ref};
  switch (data.presence) {
    case Presence::Loading:
      frame.Heading(1, data.title);
      return frame.Skeleton("Loading the entity", 8);
    case Presence::Missing:
      return DrawMissing(frame, data.missing);
    case Presence::Failed:
      frame.Heading(1, data.title);
      if (frame.ErrorPanel("The entity could not be loaded", data.error))
        commands.Push(store::Retry{{store::Need::What::Entity, data.ref}});
      return;
    case Presence::Found:
      break;
  }
  if (DrawEntityHeader(frame, data.header, local.header, commands)) local.unregister.open = true;
  DrawUnregister(frame, data.unregister, local.unregister, commands);
  DrawTabLinks(frame, data.tabs);
  DrawEntityNotices(frame, data.header);
  std::visit(PanelPainter{frame, local, commands}, data.panel);
}

}  // namespace callboard::views
