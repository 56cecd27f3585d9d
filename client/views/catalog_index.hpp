#pragma once
// /catalog: everything in the catalog, by kind.

#include "client/views/entity_list.hpp"

namespace callboard::views {

[[nodiscard]] store::Needs NeedsCatalogIndex(const store::Route& route);
[[nodiscard]] EntityListData BuildCatalogIndexData(const store::AppState& state, const store::Route& route);
void DrawCatalogIndex(ui::Frame& frame, const EntityListData& data, EntityListLocal& local,
                      store::CommandQueue& commands);

}  // namespace callboard::views
