#include <algorithm>
#include <array>

#include "client/ui/charts.hpp"
#include "client/ui/csv.hpp"
#include "client/ui/table_tools.hpp"
#include "client/views/gallery.hpp"

namespace callboard::views {
namespace {

struct Service {
  std::string name;
  std::string owner;
  std::string lifecycle;
  std::vector<double> requests;
};

std::vector<Service> Services(bool descending) {
  std::vector<Service> services = {{"cart", "Checkout", "production", {3, 4, 5, 4, 6}},
                                   {"ledger", "Billing", "deprecated", {6, 5, 3, 2, 1}},
                                   {"search", "Search", "experimental", {1, 1, 2, 5, 4}}};
  if (descending) std::ranges::reverse(services);
  return services;
}

std::string CsvOf(const std::vector<Service>& services) {
  std::string csv;
  ui::AppendCsvLine(csv, std::array<std::string, 3>{"Name", "Owner", "Lifecycle"});
  for (const Service& service : services)
    ui::AppendCsvLine(csv, std::array<std::string, 3>{service.name, service.owner, service.lifecycle});
  return csv;
}

ui::Tone ToneOf(std::string_view lifecycle) {
  if (lifecycle == "production") return ui::Tone::Good;
  return lifecycle == "deprecated" ? ui::Tone::Warning : ui::Tone::Neutral;
}

void DrawCell(ui::Frame& frame, std::size_t column, const Service& service, GalleryLocal& local) {
  const auto cell = frame.TableCell();
  switch (column) {
    case 0:
      ui::SelectionBox(frame, service.name, service.name, local.marked_rows);
      return frame.Link(service.name, "/catalog/default/component/" + service.name);
    case 1:
      return frame.Text(service.owner);
    case 2:
      return frame.Chip(service.lifecycle, ToneOf(service.lifecycle));
    case 3:
      return ui::Sparkline(frame, "Requests", service.requests);
    default:
      break;
  }
  if (const auto menu = frame.Menu("Actions for " + service.name); menu) {
    if (frame.MenuItem("Refresh", ui::Icon::Refresh)) ++local.presses;
    if (frame.MenuItem("Unregister", ui::Icon::Trash)) ++local.presses;
  }
}

void DrawTools(ui::Frame& frame, const std::vector<Service>& services, std::span<const ui::TableColumn> columns,
               GalleryLocal& local) {
  std::vector<std::string> keys;
  for (const Service& service : services) keys.push_back(service.name);
  ui::SelectionBar(frame, keys, local.marked_rows);
  const auto row = frame.Row();
  if (frame.Button("Export as CSV", {.icon = ui::Icon::Docs}))
    frame.Download("services.csv", "text/csv", CsvOf(services));
  ui::ColumnsMenu(frame, columns, local.hidden_columns);
}

}  // namespace

void DrawGalleryTable(ui::Frame& frame, GalleryLocal& local) {
  const auto card = frame.Card("Table");
  const std::vector<Service> services = Services(local.descending);
  const auto sorted = local.descending ? ui::SortDirection::Descending : ui::SortDirection::Ascending;
  const std::vector<ui::TableColumn> columns = {
      {.title = "Name", .weight = 2, .min_em = 10, .sortable = true, .sorted = sorted},
      {.title = "Owner"},
      {.title = "Lifecycle", .min_em = 8},
      {.title = "Requests", .min_em = 8},
      {.title = "Actions", .weight = 0, .min_em = 5}};
  DrawTools(frame, services, columns, local);
  const std::vector<std::size_t> shown = ui::ShownColumns(columns, local.hidden_columns);
  std::vector<ui::TableColumn> shown_columns;
  for (const std::size_t column : shown) shown_columns.push_back(columns[column]);
  const auto result = frame.Table(
      {.label = "Services", .columns = shown_columns, .row_count = services.size(), .resizable = true},
      [&](std::size_t i) { return std::string_view(services[i].name); },
      [&](std::size_t i) {
        for (const std::size_t column : shown) DrawCell(frame, column, services[i], local);
      });
  if (result.sort_column) local.descending = !local.descending;
}

}  // namespace callboard::views
