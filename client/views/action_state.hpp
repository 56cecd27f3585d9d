#pragma once
// How something goes that a person asked the server to do, in words for that person.

#include <string>
#include <string_view>

#include "client/store/app_state.hpp"
#include "client/ui/ui.hpp"

namespace callboard::views {

/// `advice` says what can be done about the error; `request_id` finds it in the server's log, "" when not known.
struct ActionState {
  bool is_running = false;
  bool is_done = false;
  bool failed = false;
  ErrorCode code = ErrorCode::Internal;
  std::string error;
  std::string advice;
  std::string request_id;
};

[[nodiscard]] ActionState StateOfAction(const store::AppState& state, std::string_view key);
/// The same of an answer at hand; null: never asked for.
[[nodiscard]] ActionState StateOfAnswer(const store::Remote<Json>* answer);

void DrawActionError(ui::Frame& frame, std::string_view title, const ActionState& action);

/// An item of `status.items`, with the place in the file where it is known: "… (catalog-info.yaml, line 4)".
[[nodiscard]] std::string ProblemText(const Json& item);

}  // namespace callboard::views
