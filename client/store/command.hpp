#pragma once
// What a view can ask for. Commands are applied after the frame, each by its applier (appliers.cpp).

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "client/store/route.hpp"
#include "client/store/settings.hpp"
#include "shared/definitions/api_request.hpp"

namespace callboard::store {

/// Data that a screen shows: the replica of the catalog, or one whole entity.
struct Need {
  enum class What : std::uint8_t { Catalog, Entity };
  What what = What::Catalog;
  std::string ref;  // Entity: canonical

  friend bool operator==(const Need&, const Need&) = default;
};
using Needs = std::vector<Need>;

/// `replace` makes no entry in the history: for what is still being typed.
struct ShowRoute {
  Route route;
  bool replace = false;
};
struct SignIn {
  std::string provider;
};
struct SignOut {};
struct ChooseTheme {
  ThemeChoice theme = ThemeChoice::System;
};
struct ToggleStar {
  std::string ref;  // canonical
};
struct KeepView {
  SavedView view;
};
struct ForgetView {
  std::string name;
};
/// Asks again for what failed.
struct Retry {
  Need need;
};

/// Tries an API out; the answer is kept in AppState::trials under `key`.
struct AskApi {
  std::string key;
  definitions::ApiRequest request;
};

using Command = std::variant<ShowRoute, SignIn, SignOut, ChooseTheme, ToggleStar, KeepView, ForgetView, Retry, AskApi>;

class CommandQueue {
 public:
  void Push(Command command) { commands_.push_back(std::move(command)); }
  [[nodiscard]] bool IsEmpty() const { return commands_.empty(); }
  /// In the order in which they were pushed; the queue is empty afterwards.
  [[nodiscard]] std::vector<Command> Take() { return std::exchange(commands_, {}); }

 private:
  std::vector<Command> commands_;
};

}  // namespace callboard::store
