#include "client/app/sign_in.hpp"

#include <algorithm>
#include <cmath>
#include <format>

#include "client/ui/context.hpp"

namespace callboard::app {

bool DrawSignIn(ui::Frame& frame, const SignInData& data) {
  const ui::Context& context = frame.context();
  const ui::Size window = context.environment().window;
  const float em = context.metrics().em;
  frame.context().SetCoveredTop(0);
  const float width = std::min(window.w - 2 * em, 26 * em);
  const auto box = frame.PageBox({std::floor((window.w - width) / 2), std::floor(window.h * 0.16F), width, 0}, 1.2F);
  const auto main = frame.Main();
  frame.Heading(1, std::format("Welcome to {}", data.app_title));
  frame.TextMuted("Find every service, its owner, its API and its documentation in one place");
  const auto card = frame.Card("Guest");
  frame.Text("Enter as a guest user. You will not have a verified identity, so some features might not be available.");
  if (!data.error.empty()) frame.Banner(ui::Tone::Bad, "You could not be signed in", data.error);
  return frame.Button("Enter", {.kind = ui::ButtonKind::Primary, .disabled = data.busy});
}

}  // namespace callboard::app
