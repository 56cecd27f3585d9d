#include <format>

#include "client/app/view_table.hpp"

namespace callboard::app {
namespace {

struct NotFoundData {
  std::string title;
  std::string url;
};
struct NotFoundLocal {};

store::Needs NoNeeds(const store::Route&) {
  return {};
}

NotFoundData BuildNotFound(const store::AppState&, const store::Route& route) {
  return {"Page not found", route.url};
}

void DrawNotFound(ui::Frame& frame, const NotFoundData& data, NotFoundLocal&, store::CommandQueue&) {
  frame.Heading(1, data.title);
  frame.Text(std::format("There is no page at {}", data.url));
  frame.Link("Go to the catalog", "/catalog");
}

template <typename Data, typename Local>
std::unique_ptr<View> Make(const ViewFunctions<Data, Local>& functions) {
  return std::make_unique<BuiltView<Data, Local>>(functions);
}

}  // namespace

std::vector<std::unique_ptr<View>> MakeViews() {
  std::vector<std::unique_ptr<View>> views;
  views.push_back(Make<NotFoundData, NotFoundLocal>({store::Screen::NotFound, NoNeeds, BuildNotFound, DrawNotFound}));
  return views;
}

}  // namespace callboard::app
