#include "client/views/action_state.hpp"

#include <format>

namespace callboard::views {
namespace {

std::string_view AdviceOn(ErrorCode code) {
  switch (code) {
    case ErrorCode::InvalidInput:
      return "Correct what is named here, then try again";
    case ErrorCode::Unauthenticated:
      return "Your sign-in was renewed or has ended; try again, or sign in anew";
    case ErrorCode::Forbidden:
      return "The portal's configuration or your permissions do not allow this; ask who runs the portal";
    case ErrorCode::NotFound:
      return "It may have been removed meanwhile; check the address";
    case ErrorCode::Conflict:
      return "Somebody else was first; look at what is there already";
    case ErrorCode::TooLarge:
      return "Split it into smaller files";
    case ErrorCode::Unavailable:
      return "Check your connection, then try again in a moment";
    case ErrorCode::Internal:
      break;
  }
  return "This is a fault of the server; who runs it finds the reason by the request id";
}

}  // namespace

ActionState StateOfAnswer(const store::Remote<Json>* answer) {
  ActionState state;
  if (answer == nullptr) return state;
  state.is_running = answer->IsLoading();
  state.is_done = answer->state() == store::RemoteState::Ready;
  if (const Error* const error = answer->error(); error != nullptr) {
    state.failed = true;
    state.code = error->code;
    state.error = error->message;
    state.advice = AdviceOn(error->code);
    state.request_id = error->detail;
  }
  return state;
}

ActionState StateOfAction(const store::AppState& state, std::string_view key) {
  return StateOfAnswer(store::ActionOf(state, key));
}

void DrawActionError(ui::Frame& frame, std::string_view title, const ActionState& action) {
  std::string detail = std::format("{}\n{}", action.error, action.advice);
  if (!action.request_id.empty()) detail += std::format("\nRequest id: {}", action.request_id);
  frame.Banner(ui::Tone::Bad, title, detail);
}

std::string ProblemText(const Json& item) {
  std::string text(StringMember(item, "message"));
  const Json* const source = FindMember(item, "source");
  if (source == nullptr) return text;
  const std::string_view location = StringMember(*source, "location");
  if (location.empty()) return text;
  const Json* const line = FindMember(*source, "line");
  const bool has_line = line != nullptr && line->is_number_unsigned() && line->get<std::size_t>() > 0;
  return has_line ? std::format("{} ({}, line {})", text, location, line->get<std::size_t>())
                  : std::format("{} ({})", text, location);
}

}  // namespace callboard::views
