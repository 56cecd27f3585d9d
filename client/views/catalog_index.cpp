#include "client/views/catalog_index.hpp"

#include <format>

namespace callboard::views {

store::Needs NeedsCatalogIndex(const store::Route&) {
  return {store::Need{}};
}

EntityListData BuildCatalogIndexData(const store::AppState& state, const store::Route& route) {
  const std::string organization = store::OrganizationName(state);
  std::string title = organization.empty() ? "Catalog" : std::format("{} Catalog", organization);
  return BuildEntityList(state, store::Screen::CatalogIndex, route.list, std::move(title));
}

void DrawCatalogIndex(ui::Frame& frame, const EntityListData& data, EntityListLocal& local,
                      store::CommandQueue& commands) {
  DrawEntityList(frame, data, local, commands);
}

}  // namespace callboard::views
