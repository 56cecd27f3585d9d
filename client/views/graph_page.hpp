#pragma once
// /catalog-graph: the graph around entities, as a picture or as a table.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "client/store/command.hpp"
#include "client/views/entity_link.hpp"
#include "client/views/graph_picture.hpp"

namespace callboard::views {

struct GraphChoice {
  std::string label;
  std::vector<std::string> values;
};

/// A filter of several values: those of the query, and the others.
struct GraphFilter {
  std::vector<GraphChoice> chosen;
  std::vector<GraphChoice> options;
};

/// One node of the path to the chosen one, and how the one before it is related to it ("" for the first).
struct GraphStep {
  std::string relation;
  EntityLink entity;
};

struct GraphKindCount {
  std::string kind;
  std::size_t count = 0;
};

struct GraphPageData {
  std::string title;
  store::GraphQuery query;
  bool is_loading = false;
  float progress = -1;  // of loading, 0 to 1; below 0: not known
  std::optional<std::string> error;
  std::vector<EntityLink> roots;        // as they were asked for
  std::vector<EntityLink> suggestions;  // without roots: where to start; links of this page
  GraphFilter kinds;
  GraphFilter relations;
  GraphPlan plan;
  std::string summary;  // "12 entities, 15 relations"
  std::vector<GraphKindCount> legend;
  GraphFocus focus;
  std::vector<GraphStep> path;       // from a root to the chosen node
  std::vector<std::size_t> through;  // by node: its edge to a nearer one; edges.size() for none
  const store::AppState* source = nullptr;
};

struct GraphPageLocal {
  GraphCache cache;
  std::string find;
  bool shows_filters = false;  // narrow windows
  std::string announced;
};

[[nodiscard]] store::Needs NeedsGraphPage(const store::Route& route);
[[nodiscard]] GraphPageData BuildGraphPageData(const store::AppState& state, const store::Route& route);
void DrawGraphPage(ui::Frame& frame, const GraphPageData& data, GraphPageLocal& local, store::CommandQueue& commands);

/// The entities that `text` finds, without those that are roots already; a handful.
[[nodiscard]] std::vector<EntityLink> FindRoots(const GraphPageData& data, const std::string& text);
/// How a row of the table says why its node is there: "web · Depends on · db"; "" for a root.
[[nodiscard]] std::string ThroughText(const GraphPageData& data, std::size_t node);

// --- The parts of the page
void DrawGraphFilters(ui::Frame& frame, const GraphPageData& data, GraphPageLocal& local,
                      store::CommandQueue& commands);
void DrawGraphTable(ui::Frame& frame, const GraphPageData& data);
void DrawGraphFocus(ui::Frame& frame, const GraphPageData& data, store::CommandQueue& commands);
void DrawGraphExport(ui::Frame& frame, const GraphPageData& data, const GraphPageLocal& local);
void ShowGraph(store::CommandQueue& commands, store::GraphQuery query);

}  // namespace callboard::views
