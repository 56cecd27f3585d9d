#pragma once
// The page of who is not signed in.

#include <string>

#include "client/ui/ui.hpp"

namespace callboard::app {

struct SignInData {
  std::string app_title;
  /// The request is under way.
  bool busy = false;
  /// Why the last try failed, for people.
  std::string error;
};

/// True when the reader asked to enter as a guest.
[[nodiscard]] bool DrawSignIn(ui::Frame& frame, const SignInData& data);

}  // namespace callboard::app
