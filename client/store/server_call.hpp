#pragma once
// What a person asks the server to do, as calls of its routes. The result is kept in AppState::actions, under a key
// that views know too.

#include <string>
#include <string_view>

#include "client/net/api_client.hpp"
#include "client/store/command.hpp"

namespace callboard::store {

/// `changes`: what was read of the server before is out of date afterwards.
struct ServerCall {
  std::string key;
  net::RouteCall call;
  bool changes = true;
};

[[nodiscard]] ServerCall CallOf(const RefreshEntity& command);
[[nodiscard]] ServerCall CallOf(const UnregisterLocation& command);
[[nodiscard]] ServerCall CallOf(const DeleteEntity& command);
[[nodiscard]] ServerCall CallOf(const AnalyzeLocation& command);
[[nodiscard]] ServerCall CallOf(const PreviewLocation& command);
[[nodiscard]] ServerCall CallOf(const RegisterLocation& command);

/// The call that reads what `need` asks for; its `what` is neither Catalog nor Entity.
[[nodiscard]] net::RouteCall ReadingOf(const Need& need);

}  // namespace callboard::store
