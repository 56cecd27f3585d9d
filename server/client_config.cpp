#include "server/client_config.hpp"

#include "functions/auth/service.hpp"

namespace callboard::server {
namespace {

constexpr api::RouteRecord kRecord{
    "GetClientConfig", "GET", "/api/app/config", "", "", "ClientConfig", "The configuration as the client may see it",
    "/api/app/config"};

}  // namespace

Result<kit::BoundRoute> ClientConfigRoute(const kit::Config& config) {
  const auto organization = config.String("organization.name");
  if (!organization) return std::unexpected(organization.error());
  const auto title = config.String("app.title");
  if (!title) return std::unexpected(title.error());
  const auto guest = auth::IsGuestAllowed(config);
  if (!guest) return std::unexpected(guest.error());
  Json providers = Json::array();
  if (const Json* const configured = config.Find("auth.providers"); configured != nullptr && configured->is_object()) {
    for (const auto& provider : configured->items()) {
      if (provider.key() != "guest" || *guest) providers.push_back(provider.key());
    }
  }
  const std::string name = organization->value_or("Callboard");
  const Json answer = {{"app", {{"title", title->value_or(name)}}},
                       {"organization", {{"name", name}}},
                       {"auth", {{"providers", providers}}}};
  return kit::BoundRoute{&kRecord,
                         [answer](const kit::Request&) -> Result<kit::Response> { return kit::JsonResponse(answer); }};
}

}  // namespace callboard::server
