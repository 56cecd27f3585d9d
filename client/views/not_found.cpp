#include "client/views/not_found.hpp"

#include <format>

namespace callboard::views {

store::Needs NeedsNotFound(const store::Route&) {
  return {};
}

NotFoundData BuildNotFoundData(const store::AppState&, const store::Route& route) {
  return {.title = "Page not found", .url = store::UrlFromRoute(route)};
}

void DrawNotFound(ui::Frame& frame, const NotFoundData& data, NotFoundLocal&, store::CommandQueue&) {
  frame.Heading(1, data.title);
  frame.Text(std::format("There is no page at {}", data.url));
  const auto row = frame.Row({.gap_em = 1});
  frame.Link("Go to the catalog", "/catalog", {.icon = ui::Icon::Catalog});
  frame.Link("Go to the APIs", "/api-docs", {.icon = ui::Icon::Api});
}

}  // namespace callboard::views
