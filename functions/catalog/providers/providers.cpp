#include <format>

#include "functions/catalog/providers/azure_discovery.hpp"
#include "functions/catalog/providers/github_discovery.hpp"
#include "functions/catalog/providers/github_org.hpp"
#include "functions/catalog/providers/gitlab_discovery.hpp"
#include "functions/catalog/providers/provider.hpp"

namespace callboard::catalog {
namespace {

using Providers = std::vector<std::unique_ptr<EntityProvider>>;

template <typename Provider, typename Settings>
Status Append(const std::vector<Settings>& all, IntegrationType type, const ProviderContext& context,
              Providers& providers) {
  for (const Settings& settings : all) {
    const Integration* integration = nullptr;
    if constexpr (requires { settings.github_url; }) {
      integration = context.integrations->ForUrl(settings.github_url);
    } else {
      integration = context.integrations->ForHost(type, settings.host);
    }
    if (integration == nullptr || integration->type != type || integration->api_base_url.empty()) {
      return Fail(ErrorCode::InvalidInput,
                  std::format("Configuration catalog.providers: the provider {} needs a host that has an entry with "
                              "apiBaseUrl under integrations.{}",
                              settings.id, IntegrationTypeName(type)));
    }
    providers.push_back(std::make_unique<Provider>(settings, *integration, context));
  }
  return {};
}

}  // namespace

Result<Providers> MakeProviders(const ProviderSettings& settings, const ProviderContext& context) {
  Providers providers;
  Status made = Append<GithubDiscovery>(settings.github, IntegrationType::GitHub, context, providers);
  if (made) made = Append<GithubOrg>(settings.github_org, IntegrationType::GitHub, context, providers);
  if (made) made = Append<GitlabDiscovery>(settings.gitlab, IntegrationType::GitLab, context, providers);
  if (made) made = Append<AzureDiscovery>(settings.azure, IntegrationType::Azure, context, providers);
  if (!made) return std::unexpected(made.error());
  return providers;
}

}  // namespace callboard::catalog
