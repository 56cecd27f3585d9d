#pragma once
// Any path that the portal does not have.

#include <string>

#include "client/store/app_state.hpp"
#include "client/store/command.hpp"
#include "client/ui/ui.hpp"

namespace callboard::views {

struct NotFoundData {
  std::string title;
  std::string url;
};

struct NotFoundLocal {};

[[nodiscard]] store::Needs NeedsNotFound(const store::Route& route);
[[nodiscard]] NotFoundData BuildNotFoundData(const store::AppState& state, const store::Route& route);
void DrawNotFound(ui::Frame& frame, const NotFoundData& data, NotFoundLocal& local, store::CommandQueue& commands);

}  // namespace callboard::views
