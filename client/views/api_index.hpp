#pragma once
// /api-docs: the APIs of the catalog.

#include "client/views/entity_list.hpp"

namespace callboard::views {

[[nodiscard]] store::Needs NeedsApiIndex(const store::Route& route);
[[nodiscard]] EntityListData BuildApiIndexData(const store::AppState& state, const store::Route& route);
void DrawApiIndex(ui::Frame& frame, const EntityListData& data, EntityListLocal& local, store::CommandQueue& commands);

}  // namespace callboard::views
