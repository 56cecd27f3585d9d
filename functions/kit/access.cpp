#include "functions/kit/access.hpp"

#include <algorithm>
#include <format>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

/// "/api/catalog/entities": "catalog".
std::string_view PluginOf(std::string_view path) {
  const auto parts = Split(path, '/');
  return parts.size() > 2 && parts[1] == "api" ? parts[2] : std::string_view{};
}

/// Permissions end with what they let do ("catalog.entity.create").
std::string_view ActionOf(std::string_view permission) {
  const std::string_view last = permission.substr(permission.rfind('.') + 1);
  return last == "refresh" ? "update" : last;
}

bool IsListed(const std::vector<std::string>& list, std::string_view value) {
  return list.empty() || std::ranges::find(list, value) != list.end();
}

}  // namespace

Status CheckAccess(const Principal& principal, const api::RouteRecord& route) {
  if (route.callers == api::Callers::Services && principal.kind == PrincipalKind::User)
    return Fail(ErrorCode::Forbidden, "This endpoint does not allow 'user' credentials");
  if (!principal.restrictions) return {};
  const auto access = principal.restrictions->find(PluginOf(route.path));
  if (access == principal.restrictions->end()) {
    std::string plugins;
    for (const auto& [plugin, unused] : *principal.restrictions)
      plugins += std::format("{}'{}'", plugins.empty() ? "" : ", ", plugin);
    return Fail(ErrorCode::Forbidden, std::format("This token's access is restricted to plugin(s) {}", plugins));
  }
  if (IsListed(access->second.permissions, route.permission) &&
      IsListed(access->second.actions, ActionOf(route.permission)))
    return {};
  return Fail(ErrorCode::Forbidden,
              std::format("This token's access restrictions do not include the permission '{}'", route.permission));
}

void TakeTokenOfQuery(Request& request) {
  const auto token = QueryValue(request, "access_token");
  if (!token || request.headers.contains("authorization")) return;
  request.headers.emplace("Authorization", std::format("Bearer {}", *token));
}

}  // namespace callboard::kit
