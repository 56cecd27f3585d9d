#include "client/views/entity_relations.hpp"

#include <array>
#include <format>

#include "client/views/kind_text.hpp"

namespace callboard::views {
namespace {

struct TabCard {
  store::EntityTab tab;
  RelationSpec spec;
};
constexpr std::array kCards = {
    TabCard{store::EntityTab::Apis, {"Provided APIs", "providesApi", ""}},
    TabCard{store::EntityTab::Apis, {"Consumed APIs", "consumesApi", ""}},
    TabCard{store::EntityTab::Dependencies, {"Depends on components", "dependsOn", "component"}},
    TabCard{store::EntityTab::Dependencies, {"Depends on resources", "dependsOn", "resource"}},
    TabCard{store::EntityTab::Dependencies, {"Dependency of", "dependencyOf", ""}},
};

}  // namespace

std::vector<RelationCard> BuildTabCards(const store::AppState& state, const EntityFacts& facts, store::EntityTab tab) {
  std::vector<RelationCard> cards;
  for (const TabCard& card : kCards) {
    if (card.tab == tab) cards.push_back(BuildRelationCard(state, facts, card.spec));
  }
  return cards;
}

void DrawTabCards(ui::Frame& frame, const std::vector<RelationCard>& cards) {
  const auto grid = frame.Grid(24);
  for (const RelationCard& card : cards) DrawRelationCard(frame, card);
}

RelationTable BuildRelationTable(const store::AppState& state, const EntityFacts& facts) {
  return {.name = std::string(model::DisplayName(facts.entity)), .edges = facts.edges, .source = &state};
}

RelationRow RelationAt(const RelationTable& table, std::size_t row) {
  const catalog::Edge& edge = table.edges[row];
  EntityLink target = LinkTo(*table.source, edge.target_ref);
  std::string kind = KindLabel(target.kind);
  return {.relation = RelationLabel(edge.type), .target = std::move(target), .kind = std::move(kind)};
}

void DrawRelationTable(ui::Frame& frame, const RelationTable& table) {
  if (table.edges.empty()) {
    return frame.EmptyState(ui::Icon::Graph, "No relations",
                            std::format("{} is not related to anything in the catalog", table.name));
  }
  const auto card = frame.Card("", {.flush = true});
  const std::array columns = {ui::TableColumn{.title = "Entity", .weight = 2, .min_em = 10},
                              ui::TableColumn{.title = "Relation", .weight = 1, .min_em = 8},
                              ui::TableColumn{.title = "Kind", .weight = 1, .min_em = 7}};
  const std::string label = std::format("Relations of {} ({})", table.name, table.edges.size());
  const ui::TableSpec spec{.label = label, .columns = columns, .row_count = table.edges.size()};
  std::string key;
  const auto row_key = [&](std::size_t row) -> std::string_view {
    key = table.edges[row].type + " " + table.edges[row].target_ref;
    return key;
  };
  frame.Table(spec, row_key, [&](std::size_t at) {
    const RelationRow row = RelationAt(table, at);
    {
      const auto cell = frame.TableCell();
      DrawEntityLink(frame, row.target);
    }
    {
      const auto cell = frame.TableCell();
      frame.Text(row.relation);
    }
    const auto cell = frame.TableCell();
    frame.Text(row.kind);
  });
}

}  // namespace callboard::views
