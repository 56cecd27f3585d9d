#pragma once
// Who calls.

#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/error.hpp"

namespace callboard::kit {

struct Request;

enum class PrincipalKind : std::uint8_t { None, User };

/// `entity_ref` names the user; `ownership_refs` is what they own things as.
struct Principal {
  PrincipalKind kind = PrincipalKind::None;
  std::string entity_ref;
  std::vector<std::string> ownership_refs;
};

class Authenticator {
 public:
  virtual ~Authenticator() = default;

  /// Asked for every route that names a permission. Unauthenticated when the caller has to show credentials, or showed
  /// bad ones.
  virtual Result<Principal> Authenticate(const Request& request) = 0;
};

}  // namespace callboard::kit
