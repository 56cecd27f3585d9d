#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "client/views/graph_page.hpp"
#include "client/views/kind_text.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

constexpr float kFilterWidthEm = 15;
constexpr float kHeightEm = 38;
constexpr float kNarrowHeightEm = 26;

void DrawStart(ui::Frame& frame, const GraphPageData& data) {
  frame.EmptyState(ui::Icon::Graph, "No entity is chosen", "Find one under “Entities”, or start from one of these");
  if (data.suggestions.empty()) return;
  const auto card = frame.Card("Start from");
  const auto list = frame.List("Start from");
  for (const EntityLink& link : data.suggestions) {
    const auto id = frame.Id(link.ref);
    const auto item = frame.ListItem();
    DrawEntityLink(frame, link);
  }
}

void DrawNotes(ui::Frame& frame, const GraphPageData& data) {
  for (const std::string& root : data.plan.graph.missing_roots) {
    const auto id = frame.Id(root);
    frame.Banner(ui::Tone::Warning, std::format("There is no {} in the catalog", root),
                 "It may have been removed or renamed");
  }
  if (data.plan.graph.was_cut) {
    frame.Banner(ui::Tone::Warning, std::format("Only the nearest {} entities are shown", data.plan.graph.entities),
                 "Choose kinds or relations, or a smaller depth, to see all of what is left");
  }
  const bool is_alone = data.plan.graph.nodes.size() == data.query.roots.size() && data.plan.graph.edges.empty();
  if (is_alone && data.query.impact && data.plan.graph.missing_roots.empty())
    frame.Banner(ui::Tone::Neutral, "Nothing depends on it", "No relation in the catalog leads from it to a dependant");
}

void DrawLegend(ui::Frame& frame, const GraphPageData& data) {
  const auto row = frame.Row();
  for (const GraphKindCount& kind : data.legend) {
    const auto id = frame.Id(kind.kind);
    frame.Chip(std::format("{} ({})", KindLabel(kind.kind), kind.count), ui::Tone::Neutral, KindIcon(kind.kind));
  }
}

void DrawTools(ui::Frame& frame, const GraphPageData& data, const GraphPageLocal& local,
               store::CommandQueue& commands) {
  const auto row = frame.Row();
  frame.Heading(2, data.summary);
  frame.Spring();
  const bool table = data.query.table;
  if (frame.Button(table ? "Show as graph" : "Show as table", {.icon = table ? ui::Icon::Graph : ui::Icon::Menu})) {
    store::GraphQuery query = data.query;
    query.table = !query.table;
    ShowGraph(commands, std::move(query));
  }
  DrawGraphExport(frame, data, local);
}

void DrawResult(ui::Frame& frame, const GraphPageData& data, GraphPageLocal& local, store::CommandQueue& commands) {
  if (data.error && frame.ErrorPanel("The catalog could not be loaded", *data.error))
    commands.Push(store::Retry{{store::Need::What::Catalog, {}}});
  if (data.is_loading) {
    frame.ProgressIndicator("Loading the catalog", data.progress);
    return frame.Skeleton("Loading the graph", 8);
  }
  if (data.query.roots.empty()) return data.error ? void() : DrawStart(frame, data);
  if (data.plan.graph.nodes.empty()) return DrawNotes(frame, data);
  // What exports hold is what is laid out, whether it is shown or not.
  const ui::GraphPicture& picture = PictureOf(frame, data.plan, data.focus, local.cache);
  DrawTools(frame, data, local, commands);
  if (std::exchange(local.announced, data.summary) != data.summary) frame.Announce(data.summary);
  DrawNotes(frame, data);
  DrawGraphFocus(frame, data, commands);
  if (data.query.table) return DrawGraphTable(frame, data);
  DrawLegend(frame, data);
  const ui::GraphResult asked =
      frame.GraphCanvas({.label = data.title,
                         .summary = std::format("{}. Arrow keys move it, plus and minus zoom", data.summary),
                         .picture = picture,
                         .height_em = frame.IsNarrow() ? kNarrowHeightEm : kHeightEm});
  if (!asked.chosen) return;
  store::GraphQuery query = data.query;
  const std::string& ref = data.plan.graph.nodes[*asked.chosen].ref;
  query.focus = query.focus == ref ? "" : ref;
  ShowGraph(commands, std::move(query));
}

bool DrawFilterButton(ui::Frame& frame, bool pressed) {
  return frame.Button("Filters", {.icon = ui::Icon::Filter, .pressed = pressed});
}

}  // namespace

void DrawGraphExport(ui::Frame& frame, const GraphPageData& data, const GraphPageLocal& local) {
  const auto menu = frame.Menu("Export", ui::Icon::Download);
  if (!menu) return;
  if (frame.MenuItem("SVG picture"))
    frame.Download("graph.svg", "image/svg+xml", SvgOf(data.plan, local.cache, data.title));
  if (frame.MenuItem("PNG picture")) frame.DownloadSvgAsPng("graph.png", SvgOf(data.plan, local.cache, data.title));
  const auto mermaid = [&] { return graph::ToMermaid(data.plan.graph, local.cache.edge_texts, data.plan.direction); };
  if (frame.MenuItem("Mermaid text")) frame.Download("graph.mmd", "text/plain", mermaid());
  if (frame.MenuItem("Copy Mermaid text", ui::Icon::Copy)) {
    frame.CopyToClipboard(mermaid());
    frame.Announce("Copied");
  }
}

void DrawGraphFocus(ui::Frame& frame, const GraphPageData& data, store::CommandQueue& commands) {
  if (!data.focus.chosen) return;
  const graph::Node& node = data.plan.graph.nodes[*data.focus.chosen];
  const auto card = frame.Card(NodeText(node), {.icon = KindIcon(node.kind)});
  if (data.path.size() > 1) {
    const auto row = frame.Row();
    for (const GraphStep& step : data.path) {
      const auto id = frame.Id(step.entity.ref);
      if (!step.relation.empty()) frame.Text(step.relation, ui::TextStyle::Small);
      DrawEntityLink(frame, step.entity);
    }
  }
  const auto row = frame.Row({.gap_em = 1});
  frame.Link(std::format("Open {}", node.label), NodeHref(node), {.icon = ui::Icon::Eye});
  store::GraphQuery query = data.query;
  query.focus.clear();
  if (!node.is_root && frame.Button("Show its graph", {.icon = ui::Icon::Graph})) {
    query.roots = {node.ref};
    ShowGraph(commands, std::move(query));
  } else if (frame.Button("Deselect", {.kind = ui::ButtonKind::Quiet})) {
    ShowGraph(commands, std::move(query));
  }
}

void DrawGraphTable(ui::Frame& frame, const GraphPageData& data) {
  const auto card = frame.Card("", {.flush = true});
  const std::array columns = {ui::TableColumn{.title = "Entity", .weight = 2, .min_em = 10},
                              ui::TableColumn{.title = "Kind", .weight = 0.5F, .min_em = 8},
                              ui::TableColumn{.title = "Steps", .weight = 0, .min_em = 5},
                              ui::TableColumn{.title = "Because", .weight = 3, .min_em = 14}};
  const std::vector<graph::Node>& nodes = data.plan.graph.nodes;
  const ui::TableSpec spec{.label = data.summary, .columns = columns, .row_count = nodes.size()};
  frame.Table(
      spec, [&](std::size_t row) -> std::string_view { return nodes[row].ref; },
      [&](std::size_t row) {
        const graph::Node& node = nodes[row];
        {
          const auto cell = frame.TableCell();
          frame.Link(NodeText(node), NodeHref(node), {.icon = KindIcon(node.kind)});
        }
        for (const std::string& text : {KindLabel(node.kind), std::to_string(node.distance), ThroughText(data, row)}) {
          const auto cell = frame.TableCell();
          frame.Text(text);
        }
      });
}

void DrawGraphPage(ui::Frame& frame, const GraphPageData& data, GraphPageLocal& local, store::CommandQueue& commands) {
  {
    const auto row = frame.Row();
    frame.Heading(1, data.title);
    frame.Spring();
    if (frame.IsNarrow()) {
      if (DrawFilterButton(frame, local.shows_filters)) local.shows_filters = !local.shows_filters;
    } else if (DrawFilterButton(frame, data.query.show_filters)) {
      store::GraphQuery query = data.query;
      query.show_filters = !query.show_filters;
      ShowGraph(commands, std::move(query));
    }
  }
  if (frame.IsNarrow() || !data.query.show_filters) {
    if (frame.IsNarrow() && local.shows_filters) DrawGraphFilters(frame, data, local, commands);
    return DrawResult(frame, data, local, commands);
  }
  const auto row = frame.Row({.gap_em = 1.5F, .centred = false, .wrap = false});
  {
    const auto column = frame.Column(kFilterWidthEm);
    DrawGraphFilters(frame, data, local, commands);
  }
  const auto column = frame.Column();
  DrawResult(frame, data, local, commands);
}

}  // namespace callboard::views
