#pragma once
// What a Location read last, so that only what has changed is read again.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace callboard::catalog {

/// One target: its version as the reader said it, and the files that it stood for, as location texts.
struct TargetState {
  std::string version;
  std::vector<std::string> files;
};

/// By the location text of the target ("url:https://…").
using SourceState = std::map<std::string, TargetState, std::less<>>;

/// `processed_with` names what else decided about the result; a state of another one is empty.
[[nodiscard]] SourceState SourceStateFromText(std::string_view text, std::string_view processed_with);

/// JSON; "" for an empty state.
[[nodiscard]] std::string TextFromSourceState(const SourceState& state, std::string_view processed_with);

}  // namespace callboard::catalog
