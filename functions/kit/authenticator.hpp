#pragma once
// Who calls.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/error.hpp"

namespace callboard::kit {

struct Request;

enum class PrincipalKind : std::uint8_t { None, User, Service };

/// What a service may do within one plugin: the names of permissions, and actions ("create", "read", "update",
/// "delete"). An empty list restricts nothing.
struct PluginAccess {
  std::vector<std::string> permissions;
  std::vector<std::string> actions;
};

/// By plugin ("catalog"); one that is not in here is out of reach.
using AccessRestrictions = std::map<std::string, PluginAccess, std::less<>>;

/// `entity_ref` names the user; `ownership_refs` is what they own things as. A service has a `subject` instead, and may
/// be restricted.
struct Principal {
  PrincipalKind kind = PrincipalKind::None;
  std::string entity_ref = {};
  std::vector<std::string> ownership_refs = {};
  std::string subject = {};
  std::shared_ptr<const AccessRestrictions> restrictions = nullptr;  // null: none
};

/// Who it is, for logs and for the history: a user's ref, a service's subject, or "".
[[nodiscard]] inline std::string_view NameOf(const Principal& principal) {
  return principal.kind == PrincipalKind::Service ? principal.subject : principal.entity_ref;
}

class Authenticator {
 public:
  virtual ~Authenticator() = default;

  /// Asked for every route that names a permission. Unauthenticated when the caller has to show credentials, or showed
  /// bad ones.
  virtual Result<Principal> Authenticate(const Request& request) = 0;
};

}  // namespace callboard::kit
