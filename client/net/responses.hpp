#pragma once
// What the routes answer, as the client uses it.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/base/json.hpp"

namespace callboard::net {

/// Source: ClientAuthResponse and BackstageSignInResult of Backstage.
struct SignInAnswer {
  std::string token;
  std::string user_ref;
  std::vector<std::string> ownership_refs;
  std::string display_name;  // "" when the provider has none
  double expires_in_secs = 0;
};

struct QuickLink {
  std::string title;
  std::string url;
};

/// What the portal tells its client of the configuration.
struct PortalConfig {
  std::string title;
  std::string organization;
  std::string version;                 // "" when the portal does not say
  std::vector<std::string> providers;  // ids of the ways to sign in
  std::vector<QuickLink> quick_links;
};

/// What an API that somebody tries out answered. Header names are in lower case.
struct ApiAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool cut = false;  // the body was longer than what is kept
  double secs = 0;   // from request to the end of the answer
};

/// InvalidInput names the missing member.
[[nodiscard]] Result<SignInAnswer> SignInAnswerFromJson(const Json& json);
/// Members that are missing keep their defaults: an older portal is no reason not to start.
[[nodiscard]] PortalConfig PortalConfigFromJson(const Json& json);

/// The error that an answer with a status of 400 or above stands for. Reads Backstage's error body; any other body
/// gives a message of its own. `detail` is the request's id, for whoever looks into the server's log; "" if not known.
[[nodiscard]] Error ErrorFromAnswer(int status, std::string_view body, std::string_view request_id = {});

}  // namespace callboard::net
