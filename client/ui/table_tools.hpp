#pragma once
// What stands around a table: which columns it has, which of its rows are marked, and the file that can be made of it.

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/ui.hpp"

namespace callboard::ui {

/// A menu with an entry for every title but the first, which is always there. `hidden` holds titles. True when it
/// changed.
bool ColumnsMenu(Frame& frame, std::span<const TableColumn> columns, std::set<std::string, std::less<>>& hidden);

/// The columns that are not in `hidden`, as indices into `columns`.
[[nodiscard]] std::vector<std::size_t> ShownColumns(std::span<const TableColumn> columns,
                                                    const std::set<std::string, std::less<>>& hidden);

/// A box to tick in a row's own cell; `row_name` is what is announced ("Select petstore"). True when it changed.
bool SelectionBox(Frame& frame, std::string_view key, std::string_view row_name,
                  std::set<std::string, std::less<>>& selected);

/// Beside a table with SelectionBoxes: how many are marked, and buttons to mark all `keys` or none.
void SelectionBar(Frame& frame, std::span<const std::string> keys, std::set<std::string, std::less<>>& selected);

}  // namespace callboard::ui
