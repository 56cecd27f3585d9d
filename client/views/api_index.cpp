#include "client/views/api_index.hpp"

namespace callboard::views {

store::Needs NeedsApiIndex(const store::Route&) {
  return {store::Need{}};
}

EntityListData BuildApiIndexData(const store::AppState& state, const store::Route& route) {
  store::ListQuery query = route.list;
  query.kind = "api";
  return BuildEntityList(state, store::Screen::ApiIndex, query, "APIs");
}

void DrawApiIndex(ui::Frame& frame, const EntityListData& data, EntityListLocal& local, store::CommandQueue& commands) {
  DrawEntityList(frame, data, local, commands);
}

}  // namespace callboard::views
