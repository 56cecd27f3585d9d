#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "client/views/entity_list.hpp"
#include "client/views/entity_list_views.hpp"
#include "client/views/kind_text.hpp"

namespace callboard::views {
namespace {

using store::ListQuery;

constexpr float kFilterWidthEm = 14;

struct ColumnLook {
  std::string_view title;
  float weight;
  float min_em;
  /// Columns that do not fit are left out, those with the highest number first; 0 stays.
  int rank;
};

const ColumnLook& LookOf(ListColumn column) {
  static constexpr std::array<ColumnLook, 9> kLooks = {
      ColumnLook{"Name", 1, 14, 0},           ColumnLook{"Kind", 0.5F, 7, 0},    ColumnLook{"System", 1.5F, 13, 3},
      ColumnLook{"Owner", 1.5F, 13, 1},       ColumnLook{"Type", 0.3F, 8.5F, 2}, ColumnLook{"Lifecycle", 0.3F, 9, 4},
      ColumnLook{"Description", 2.4F, 13, 5}, ColumnLook{"Tags", 1.6F, 12, 6},   ColumnLook{"Star", 0, 4.5F, 0}};
  return kLooks[static_cast<std::size_t>(column)];
}

/// All of them where rows are cards.
std::vector<ListColumn> FittingColumns(ui::Frame& frame, std::vector<ListColumn> columns) {
  const auto needed = [&] {
    float em = 0;
    for (const ListColumn column : columns) em += LookOf(column).min_em;
    return em;
  };
  while (!frame.IsNarrow() && needed() > frame.AvailableEm()) {
    const auto last = std::ranges::max_element(columns, {}, [](ListColumn column) { return LookOf(column).rank; });
    if (LookOf(*last).rank == 0) break;
    columns.erase(last);
  }
  return columns;
}

void Show(const EntityListData& data, store::CommandQueue& commands, ListQuery query, bool replace = false) {
  commands.Push(store::ShowRoute{store::ListRoute(data.screen, std::move(query)), replace});
}

std::vector<ui::SelectOption> CountedOptions(std::span<const FilterOption> options) {
  std::vector<ui::SelectOption> counted;
  for (const FilterOption& option : options)
    counted.push_back({option.value, std::format("{} ({})", option.label, option.count)});
  return counted;
}

/// A select that adds a value, and the values that were added, each with a button that takes it away.
void DrawFilter(ui::Frame& frame, const EntityListData& data, const ListFilter& filter, store::CommandQueue& commands) {
  const auto id = frame.Id(filter.label);
  std::vector<ui::SelectOption> options = CountedOptions(filter.options);
  options.insert(options.begin(), {"", filter.chosen.empty() ? "Any" : "Add…"});
  std::string added;
  ListQuery query = data.query;
  std::vector<std::string>& values = query.*filter.values;
  bool changed = frame.Select(filter.label, added, options) && !added.empty();
  if (changed) values.push_back(added);
  for (const FilterOption& chosen : filter.chosen) {
    const auto chosen_id = frame.Id(chosen.value);
    if (!frame.RemovableChip(chosen.label)) continue;
    std::erase(values, chosen.value);
    changed = true;
  }
  if (changed) Show(data, commands, std::move(query));
}

void DrawKind(ui::Frame& frame, const EntityListData& data, store::CommandQueue& commands) {
  if (data.kinds.empty()) return;
  std::string kind = data.query.kind;
  if (!frame.Select("Kind", kind, CountedOptions(data.kinds))) return;
  // Types and lifecycles of one kind say nothing about another.
  ListQuery query = data.query;
  query.kind = kind;
  query.types.clear();
  query.lifecycles.clear();
  Show(data, commands, std::move(query));
}

void DrawUsers(ui::Frame& frame, const EntityListData& data, store::CommandQueue& commands) {
  std::string user = data.users[static_cast<std::size_t>(data.query.user)].value;
  if (!frame.RadioGroup("Show", user, CountedOptions(data.users))) return;
  ListQuery query = data.query;
  const auto chosen = std::ranges::find(data.users, user, &FilterOption::value);
  query.user = static_cast<store::UserList>(chosen - data.users.begin());
  Show(data, commands, std::move(query));
}

void ClearFilters(const EntityListData& data, store::CommandQueue& commands) {
  ListQuery query;
  query.kind = data.query.kind;
  query.sort = data.query.sort;
  query.descending = data.query.descending;
  Show(data, commands, std::move(query));
}

void DrawFilters(ui::Frame& frame, const EntityListData& data, EntityListLocal& local, store::CommandQueue& commands) {
  const auto group = frame.Section("");
  DrawKind(frame, data, commands);
  if (!data.users.empty()) DrawUsers(frame, data, commands);
  for (const ListFilter& filter : data.filters) DrawFilter(frame, data, filter, commands);
  if (data.is_filtered && frame.Button("Clear filters", {.kind = ui::ButtonKind::Quiet, .icon = ui::Icon::Close}))
    ClearFilters(data, commands);
  DrawSavedViews(frame, data, local, commands);
}

void DrawTextFilter(ui::Frame& frame, const EntityListData& data, store::CommandQueue& commands) {
  const auto search = frame.Search("List");
  std::string text = data.query.text;
  const std::string label = std::format("Filter {}", data.kind_plural);
  const ui::TextFieldOptions options{.placeholder = "Name, title or description", .search = true, .hide_label = true};
  if (!frame.TextField(label, text, options).changed) return;
  ListQuery query = data.query;
  query.text = text;
  Show(data, commands, std::move(query), true);
}

void DrawStar(ui::Frame& frame, const EntityRow& row, store::CommandQueue& commands) {
  const ui::Icon icon = row.starred ? ui::Icon::StarFilled : ui::Icon::Star;
  const ui::ButtonOptions options{.kind = ui::ButtonKind::Quiet, .pressed = row.starred};
  if (frame.IconButton(icon, std::format("Star {}", row.name.text), options))
    commands.Push(store::ToggleStar{row.name.ref});
}

/// Without icons: in a column, all are of one kind.
void DrawLinks(ui::Frame& frame, const std::vector<EntityLink>& links) {
  for (const EntityLink& link : links) {
    const auto id = frame.Id(link.ref);
    if (link.missing) {
      DrawEntityLink(frame, link);
    } else {
      frame.Link(link.text, link.href);
    }
  }
}

void DrawCell(ui::Frame& frame, const EntityRow& row, ListColumn column, store::CommandQueue& commands) {
  const auto cell = frame.TableCell();
  switch (column) {
    case ListColumn::Name:
      return DrawEntityLink(frame, row.name);
    case ListColumn::Kind:
      return frame.Text(row.kind);
    case ListColumn::System:
      return DrawLinks(frame, row.systems);
    case ListColumn::Owner:
      return DrawLinks(frame, row.owners);
    case ListColumn::Type:
      return frame.Text(row.type);
    case ListColumn::Lifecycle:
      return frame.Text(row.lifecycle);
    case ListColumn::Description:
      return frame.TextMuted(row.description);
    case ListColumn::Tags:
      return frame.Chips(row.tags);
    case ListColumn::Starred:
      return DrawStar(frame, row, commands);
  }
}

ui::SortDirection SortedBy(const ListQuery& query, ListColumn column) {
  if (SortNameOf(column) != query.sort) return ui::SortDirection::None;
  return query.descending ? ui::SortDirection::Descending : ui::SortDirection::Ascending;
}

void DrawTable(ui::Frame& frame, const EntityListData& data, store::CommandQueue& commands) {
  const auto card = frame.Card("", {.flush = true});
  const std::vector<ListColumn> shown = FittingColumns(frame, data.columns);
  std::vector<ui::TableColumn> columns;
  for (const ListColumn column : shown) {
    const ColumnLook& look = LookOf(column);
    columns.push_back({.title = look.title,
                       .weight = look.weight,
                       .min_em = look.min_em,
                       .sortable = !SortNameOf(column).empty(),
                       .sorted = SortedBy(data.query, column)});
  }
  const ui::TableSpec spec{.label = data.result_title, .columns = columns, .row_count = data.rows.size()};
  const ui::TableResult asked = frame.Table(
      spec, [&](std::size_t row) { return RowKey(data, row); },
      [&](std::size_t at) {
        const EntityRow row = RowAt(data, at);
        for (const ListColumn column : shown) DrawCell(frame, row, column, commands);
      });
  if (!asked.sort_column) return;
  ListQuery query = data.query;
  const std::string_view sort = SortNameOf(shown[*asked.sort_column]);
  query.descending = query.sort == sort && !query.descending;
  query.sort = sort;
  Show(data, commands, std::move(query));
}

void DrawNothing(ui::Frame& frame, const EntityListData& data, store::CommandQueue& commands) {
  if (!data.is_filtered) {
    frame.EmptyState(KindIcon(data.query.kind), std::format("There are no {} in the catalog yet", data.kind_plural),
                     "They appear here when a location that describes them is added to the catalog");
    return;
  }
  frame.EmptyState(ui::Icon::Search, std::format("No {} match these filters", data.kind_plural),
                   "Filters that are set together must all match");
  if (frame.Button("Clear all filters")) ClearFilters(data, commands);
}

void DrawResult(ui::Frame& frame, const EntityListData& data, EntityListLocal& local, store::CommandQueue& commands) {
  if (data.error && frame.ErrorPanel("The catalog could not be loaded", *data.error))
    commands.Push(store::Retry{{store::Need::What::Catalog, {}}});
  if (data.rows.empty() && data.is_loading) return frame.Skeleton("Loading the catalog", 8);
  if (data.is_loading) frame.ProgressIndicator("Loading the catalog", data.progress);
  frame.Heading(2, data.result_title);
  if (!data.is_loading && std::exchange(local.announced, data.result_title) != data.result_title)
    frame.Announce(data.result_title);
  DrawTextFilter(frame, data, commands);
  if (!data.rows.empty()) return DrawTable(frame, data, commands);
  if (!data.error) DrawNothing(frame, data, commands);
}

}  // namespace

void DrawEntityList(ui::Frame& frame, const EntityListData& data, EntityListLocal& local,
                    store::CommandQueue& commands) {
  {
    const auto row = frame.Row();
    frame.Heading(1, data.title);
    frame.Spring();
    if (data.screen == store::Screen::CatalogIndex)
      frame.Link("Register a component", "/catalog-import", {.icon = ui::Icon::Create});
  }
  if (frame.IsNarrow()) {
    const ui::ButtonOptions options{.icon = ui::Icon::Filter, .pressed = local.shows_filters};
    if (frame.Button("Filters", options)) local.shows_filters = !local.shows_filters;
    if (local.shows_filters) DrawFilters(frame, data, local, commands);
    return DrawResult(frame, data, local, commands);
  }
  const auto row = frame.Row({.gap_em = 1.5F, .centred = false, .wrap = false});
  {
    const auto column = frame.Column(kFilterWidthEm);
    DrawFilters(frame, data, local, commands);
  }
  const auto column = frame.Column();
  DrawResult(frame, data, local, commands);
}

}  // namespace callboard::views
