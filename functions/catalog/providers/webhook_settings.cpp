#include <format>

#include "functions/catalog/integrations.hpp"
#include "functions/catalog/providers/webhook_receiver.hpp"

namespace callboard::catalog {
namespace {

Status AppendSecret(const kit::Config& config, const std::string& key, std::vector<std::string>& secrets) {
  const auto secret = config.String(key);
  if (!secret) return std::unexpected(secret.error());
  // An empty one, as of a variable that is not set, must not let everybody in.
  if (*secret && (*secret)->empty())
    return Fail(ErrorCode::InvalidInput, std::format("Configuration {}: expected a secret, found an empty text", key));
  if (*secret) secrets.push_back(**secret);
  return {};
}

}  // namespace

Result<WebhookSettings> WebhookSettingsFrom(const kit::Config& config) {
  WebhookSettings settings;
  const std::pair<std::string, std::vector<std::string>*> hosts[] = {
      {"github", &settings.github}, {"gitlab", &settings.gitlab}, {"azureDevOps", &settings.azure}};
  for (const auto& [host, secrets] : hosts) {
    for (const std::string& key :
         {std::format("catalog.webhooks.{}.secret", host), std::format("events.modules.{}.webhookSecret", host)}) {
      if (auto appended = AppendSecret(config, key, *secrets); !appended) return std::unexpected(appended.error());
    }
  }
  const auto integrations = Integrations::From(config);
  if (!integrations) return std::unexpected(integrations.error());
  for (const Integration& integration : integrations->All()) {
    for (const GitHubApp& app : integration.apps) {
      if (!app.webhook_secret.empty()) settings.github.push_back(app.webhook_secret);
    }
  }
  const auto max_age = config.Duration("catalog.webhooks.maxAge");
  if (!max_age) return std::unexpected(max_age.error());
  settings.max_age = max_age->value_or(settings.max_age);
  return settings;
}

}  // namespace callboard::catalog
