#include "server/client_config.hpp"

#include <format>
#include <utility>

#include "functions/auth/service.hpp"

namespace callboard::server {
namespace {

constexpr api::RouteRecord kRecord{
    "GetClientConfig", "GET", "/api/app/config", "", "", "ClientConfig", "The configuration as the client may see it",
    "/api/app/config"};

/// app.quickLinks: [{title, url}], what the home page links to.
Result<Json> QuickLinks(const kit::Config& config) {
  Json links = Json::array();
  const Json* const configured = config.Find("app.quickLinks");
  if (configured == nullptr) return links;
  if (!configured->is_array())
    return Fail(ErrorCode::InvalidInput, "Configuration app.quickLinks: expected a list of {title, url}");
  for (std::size_t i = 0; i < configured->size(); ++i) {
    const Json& link = (*configured)[i];
    for (const char* const key : {"title", "url"}) {
      if (StringMember(link, key).empty())
        return Fail(ErrorCode::InvalidInput,
                    std::format("Configuration app.quickLinks[{}].{}: expected a text that is not empty", i, key));
    }
    links.push_back({{"title", link["title"]}, {"url", link["url"]}});
  }
  return links;
}

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
  auto links = QuickLinks(config);
  if (!links) return std::unexpected(links.error());
  const Json answer = {{"app", {{"title", title->value_or(name)}, {"quickLinks", std::move(*links)}}},
                       {"organization", {{"name", name}}},
                       {"auth", {{"providers", providers}}}};
  return kit::BoundRoute{&kRecord,
                         [answer](const kit::Request&) -> Result<kit::Response> { return kit::JsonResponse(answer); }};
}

}  // namespace callboard::server
