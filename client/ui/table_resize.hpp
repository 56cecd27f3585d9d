#pragma once
// The handles between the headers of a table, and what they do to the widths of its columns.

#include <vector>

#include "client/ui/widget.hpp"

namespace callboard::ui {

/// The columns with the widths that the reader gave them in place of their own. Those do not count where they would
/// leave the others less than they need.
[[nodiscard]] std::vector<TableColumn> WithChosenWidths(const TableSpec& spec, const WidgetState& state,
                                                        float width_em);

/// The handle at the right edge of `header`; puts what was asked for into `state`.
void DrawResizeHandle(Context& context, const TableColumn& column, const Rect& header, WidgetState& state);

}  // namespace callboard::ui
