#include "client/views/graph_page.hpp"

#include <algorithm>
#include <format>
#include <map>

#include "client/graph/relation_pairs.hpp"
#include "client/store/route.hpp"
#include "client/views/kind_text.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

constexpr std::size_t kMostFound = 6;
constexpr std::size_t kMostSuggested = 8;

void TakeProgress(const store::AppState& state, GraphPageData& data) {
  const store::CatalogReplica* const replica = state.catalog.value();
  data.is_loading = replica == nullptr || !replica->complete;
  if (replica != nullptr && replica->expected > 0)
    data.progress = std::min(1.F, static_cast<float>(replica->received) / static_cast<float>(replica->expected));
  if (const Error* const error = state.catalog.error(); error != nullptr) {
    data.is_loading = false;
    data.error = error->message;
  }
}

graph::Request RequestOf(const store::GraphQuery& query) {
  return {.roots = query.roots,
          .depth = query.depth,
          .kinds = query.kinds,
          .relation_types = query.relations,
          .unidirectional = query.unidirectional,
          .merge_relations = query.merge_relations,
          .impact = query.impact,
          .roll_up = query.roll_up};
}

/// Puts a choice to the chosen ones when the query has any of its values.
void Sort(GraphFilter& filter, GraphChoice choice, const std::vector<std::string>& chosen) {
  const bool is_chosen = std::ranges::any_of(
      choice.values, [&](const std::string& value) { return std::ranges::contains(chosen, value); });
  (is_chosen ? filter.chosen : filter.options).push_back(std::move(choice));
}

GraphFilter KindFilter(const catalog::Index& index, const std::vector<std::string>& chosen) {
  GraphFilter filter;
  std::vector<std::string> kinds = chosen;
  for (const catalog::FacetValue& kind : index.Facet("kind", {})) {
    const std::string name = ToLowerAscii(kind.value);
    if (!std::ranges::contains(kinds, name)) kinds.push_back(name);
  }
  for (const std::string& kind : kinds) Sort(filter, {KindLabel(kind), {kind}}, chosen);
  return filter;
}

GraphFilter RelationFilter(const std::vector<std::string>& chosen) {
  GraphFilter filter;
  for (const graph::RelationPair& pair : graph::RelationPairs()) {
    Sort(filter,
         {std::format("{} / {}", RelationLabel(pair.primary), RelationLabel(pair.inverse)),
          {std::string(pair.primary), std::string(pair.inverse)}},
         chosen);
  }
  for (const std::string& type : chosen) {
    if (graph::PairOf(type) == nullptr) filter.chosen.push_back({RelationLabel(type), {type}});
  }
  return filter;
}

/// Systems and domains, as links to their graphs.
std::vector<EntityLink> Suggestions(const store::AppState& state, const catalog::Index& index,
                                    const store::GraphQuery& query) {
  std::vector<EntityLink> links;
  for (const std::string_view kind : {"domain", "system", "component"}) {
    catalog::EntityQuery wanted;
    wanted.filter = {.op = catalog::Filter::Op::In, .children = {}, .field = "kind", .values = {std::string(kind)}};
    wanted.limit = kMostSuggested;
    for (const catalog::EntityId id : index.Query(wanted).items) {
      if (links.size() == kMostSuggested) return links;
      EntityLink link = LinkTo(state, index.Ref(id));
      store::GraphQuery of_it = query;
      of_it.roots = {link.ref};
      link.href = store::UrlFromRoute(store::GraphRoute(std::move(of_it)));
      links.push_back(std::move(link));
    }
  }
  return links;
}

/// For every node the edge by which it was reached: one to a node that is nearer to a root.
std::vector<std::size_t> ThroughOf(const graph::Graph& graph) {
  std::vector<std::size_t> through(graph.nodes.size(), graph.edges.size());
  const auto take = [&](std::size_t edge, std::uint32_t node, std::uint32_t nearer) {
    if (through[node] == graph.edges.size() && graph.nodes[nearer].distance < graph.nodes[node].distance)
      through[node] = edge;
  };
  for (std::size_t i = 0; i < graph.edges.size(); ++i) {
    take(i, graph.edges[i].to, graph.edges[i].from);
    take(i, graph.edges[i].from, graph.edges[i].to);
  }
  return through;
}

std::string Summary(const graph::Graph& graph) {
  const auto counted = [](std::size_t count, std::string_view one, std::string_view many) {
    return std::format("{} {}", count, count == 1 ? one : many);
  };
  std::string nodes = counted(graph.entities, "entity", "entities");
  if (graph.nodes.size() != graph.entities)
    nodes = std::format("{} for {}", counted(graph.nodes.size(), "node", "nodes"), nodes);
  return std::format("{}, {}", nodes, counted(graph.edges.size(), "relation", "relations"));
}

/// How `from` is related to `to`, whichever of them says so.
std::string RelationBetween(const graph::Graph& graph, std::uint32_t from, std::uint32_t to) {
  for (const graph::Edge& edge : graph.edges) {
    if (edge.from == from && edge.to == to) return EdgeText(edge);
    if (edge.from != to || edge.to != from) continue;
    const graph::RelationPair* const pair = graph::PairOf(edge.types.front());
    if (pair == nullptr) return std::format("{} (back)", EdgeText(edge));
    return RelationLabel(pair->primary == edge.types.front() ? pair->inverse : pair->primary);
  }
  return "";
}

void BuildFocus(const store::AppState& state, GraphPageData& data) {
  const graph::Graph& graph = data.plan.graph;
  const auto chosen = std::ranges::find(graph.nodes, data.query.focus, &graph::Node::ref);
  if (data.query.focus.empty() || chosen == graph.nodes.end()) return;
  const auto place = static_cast<std::uint32_t>(chosen - graph.nodes.begin());
  data.focus.chosen = place;
  for (std::uint32_t root = 0; root < graph.nodes.size(); ++root) {
    if (!graph.nodes[root].is_root) continue;
    std::vector<std::uint32_t> path = graph::FocusPath(graph, root, place);
    if (!path.empty() && (data.focus.path.empty() || path.size() < data.focus.path.size()))
      data.focus.path = std::move(path);
  }
  for (std::size_t i = 0; i < data.focus.path.size(); ++i) {
    const std::uint32_t at = data.focus.path[i];
    data.path.push_back({.relation = i == 0 ? "" : RelationBetween(graph, data.focus.path[i - 1], at),
                         .entity = LinkTo(state, graph.nodes[at].ref)});
  }
}

std::vector<GraphKindCount> LegendOf(const graph::Graph& graph) {
  std::map<std::string, std::size_t> counts;
  for (const graph::Node& node : graph.nodes) ++counts[node.kind];
  std::vector<GraphKindCount> legend;
  for (const auto& [kind, count] : counts) legend.push_back({kind, count});
  return legend;
}

}  // namespace

store::Needs NeedsGraphPage(const store::Route&) {
  return {store::Need{}};
}

GraphPageData BuildGraphPageData(const store::AppState& state, const store::Route& route) {
  GraphPageData data{.title = "Graph", .query = route.graph};
  data.source = &state;
  TakeProgress(state, data);
  for (const std::string& root : data.query.roots) data.roots.push_back(LinkTo(state, root));
  if (data.roots.size() == 1) data.title = std::format("Graph of {}", data.roots.front().text);
  const catalog::Index* const index = store::IndexOf(state);
  // A graph that grows while it is read would be laid out again and again.
  if (index == nullptr || data.is_loading) return data;
  data.kinds = KindFilter(*index, data.query.kinds);
  data.relations = RelationFilter(data.query.relations);
  if (data.query.roots.empty()) {
    data.suggestions = Suggestions(state, *index, data.query);
    return data;
  }
  data.plan = PlanOf(graph::BuildGraph(*index, RequestOf(data.query)), data.query);
  data.summary = Summary(data.plan.graph);
  data.legend = LegendOf(data.plan.graph);
  data.through = ThroughOf(data.plan.graph);
  BuildFocus(state, data);
  return data;
}

std::vector<EntityLink> FindRoots(const GraphPageData& data, const std::string& text) {
  std::vector<EntityLink> found;
  const catalog::Index* const index = store::IndexOf(*data.source);
  if (index == nullptr || TrimSpace(text).empty()) return found;
  catalog::EntityQuery query;
  query.text.term = text;
  query.limit = kMostFound + data.query.roots.size();
  for (const catalog::EntityId id : index->Query(query).items) {
    if (found.size() < kMostFound && !std::ranges::contains(data.query.roots, index->Ref(id)))
      found.push_back(LinkTo(*data.source, index->Ref(id)));
  }
  return found;
}

std::string ThroughText(const GraphPageData& data, std::size_t node) {
  const graph::Graph& graph = data.plan.graph;
  if (data.through[node] >= graph.edges.size()) return "";
  const graph::Edge& edge = graph.edges[data.through[node]];
  return std::format("{} · {} · {}", graph.nodes[edge.from].label, EdgeText(edge), graph.nodes[edge.to].label);
}

void ShowGraph(store::CommandQueue& commands, store::GraphQuery query) {
  commands.Push(store::ShowRoute{store::GraphRoute(std::move(query)), false});
}

}  // namespace callboard::views
