#include "client/ui/table_tools.hpp"

#include <format>

#include "client/ui/widget.hpp"

namespace callboard::ui {

bool ColumnsMenu(Frame& frame, std::span<const TableColumn> columns, std::set<std::string, std::less<>>& hidden) {
  const auto menu = frame.Menu("Columns", Icon::Settings);
  if (!menu) return false;
  bool changed = false;
  for (const TableColumn& column : columns.subspan(columns.empty() ? 0 : 1)) {
    const bool is_hidden = hidden.contains(column.title);
    const std::string label = std::format("{} {}", is_hidden ? "Show" : "Hide", column.title);
    const auto id = frame.Id(column.title);
    if (!frame.MenuItem(label, is_hidden ? Icon::None : Icon::Check)) continue;
    if (is_hidden) {
      hidden.erase(hidden.find(column.title));
    } else {
      hidden.emplace(column.title);
    }
    changed = true;
  }
  return changed;
}

std::vector<std::size_t> ShownColumns(std::span<const TableColumn> columns,
                                      const std::set<std::string, std::less<>>& hidden) {
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i == 0 || !hidden.contains(columns[i].title)) shown.push_back(i);
  }
  return shown;
}

bool SelectionBox(Frame& frame, std::string_view key, std::string_view row_name,
                  std::set<std::string, std::less<>>& selected) {
  bool on = selected.contains(key);
  if (!frame.Checkbox(std::format("Select {}", row_name), on, {.hide_label = true})) return false;
  if (on) {
    selected.emplace(key);
  } else {
    selected.erase(selected.find(key));
  }
  frame.Announce(std::format("{} selected", selected.size()));
  return true;
}

void SelectionBar(Frame& frame, std::span<const std::string> keys, std::set<std::string, std::less<>>& selected) {
  const auto row = frame.Row();
  frame.Text(std::format("{} of {} selected", selected.size(), keys.size()), TextStyle::Muted);
  if (frame.Button("Select all", {.kind = ButtonKind::Quiet, .disabled = selected.size() == keys.size()}))
    selected.insert(keys.begin(), keys.end());
  if (frame.Button("Select none", {.kind = ButtonKind::Quiet, .disabled = selected.empty()})) selected.clear();
}

}  // namespace callboard::ui
