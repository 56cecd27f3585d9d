#pragma once
// What a view can ask for. Commands are applied after the frame, each by its applier (appliers.cpp).

#include <compare>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "client/store/route.hpp"
#include "client/store/settings.hpp"
#include "shared/definitions/api_request.hpp"

namespace callboard::store {

/// Data that a screen shows: the replica of the catalog, one whole entity, or an answer of the server that is kept as
/// it came (see ReadOf): the newest changes of an entity or of the catalog, the registered location that an entity
/// comes from, how ingestion and the providers go.
struct Need {
  enum class What : std::uint8_t {
    Catalog,
    Entity,
    EntityHistory,
    CatalogHistory,
    LocationOfEntity,
    Ingestion,
    Providers
  };
  What what = What::Catalog;
  std::string ref;  // Entity, EntityHistory, LocationOfEntity: canonical

  friend auto operator<=>(const Need&, const Need&) = default;
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

/// Asks for what a dialog shows, unless it is there.
struct Load {
  Need need;
};
/// Reads the sources of an entity again.
struct RefreshEntity {
  std::string ref;  // canonical
};
/// Takes back a registration, and what only it led to.
struct UnregisterLocation {
  std::string id;
};
/// Takes one entity out of the catalog.
struct DeleteEntity {
  std::string uid;
};
/// Asks which descriptors are at a URL.
struct AnalyzeLocation {
  std::string url;
};
/// Asks what a location would bring if it were registered.
struct PreviewLocation {
  std::string url;
};
struct RegisterLocation {
  std::string url;
};
/// Forgets what came of an action, so that it can be asked for anew.
struct ForgetAction {
  std::string key;
};

/// Under which the result of an action is kept; see ActionOf.
[[nodiscard]] inline std::string ActionKey(const RefreshEntity& command) {
  return "refresh " + command.ref;
}
[[nodiscard]] inline std::string ActionKey(const UnregisterLocation& command) {
  return "unregister " + command.id;
}
[[nodiscard]] inline std::string ActionKey(const DeleteEntity& command) {
  return "delete " + command.uid;
}
[[nodiscard]] inline std::string ActionKey(const AnalyzeLocation& command) {
  return "analyze " + command.url;
}
[[nodiscard]] inline std::string ActionKey(const PreviewLocation& command) {
  return "preview " + command.url;
}
[[nodiscard]] inline std::string ActionKey(const RegisterLocation& command) {
  return "register " + command.url;
}

using Command = std::variant<ShowRoute, SignIn, SignOut, ChooseTheme, ToggleStar, KeepView, ForgetView, Retry, AskApi,
                             Load, RefreshEntity, UnregisterLocation, DeleteEntity, AnalyzeLocation, PreviewLocation,
                             RegisterLocation, ForgetAction>;

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
