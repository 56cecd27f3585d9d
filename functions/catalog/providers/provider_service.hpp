#pragma once
// Providers and webhooks put together from the configuration.

#include <memory>

#include "functions/catalog/catalog_writer.hpp"
#include "functions/catalog/providers/github_app.hpp"
#include "functions/kit/config.hpp"
#include "functions/kit/http.hpp"
#include "functions/kit/http_client.hpp"

namespace callboard::kit {
class PostgresPool;
}

namespace callboard::catalog {

/// What providers are made with. The writer outlives the service; integrations are the ones that the credentials know.
struct ProviderParts {
  std::shared_ptr<kit::PostgresPool> pool;
  std::shared_ptr<kit::HttpClient> http;
  std::shared_ptr<AppCredentials> credentials;
  std::shared_ptr<const Integrations> integrations;
  CatalogWriter* writer = nullptr;
};

/// Work is done in the thread of who ticks, and in two threads that events wake: one for events, one for the runs that
/// they ask for, so that a long run keeps no push waiting.
class ProviderService {
 public:
  /// Reads catalog.providers and catalog.webhooks; InvalidInput names the key that cannot be used. The schema has to be
  /// there.
  static Result<std::unique_ptr<ProviderService>> Start(const kit::Config& config, ProviderParts parts);
  ~ProviderService();

  /// Handles events and runs providers until nothing is due.
  Status Tick();
  /// Makes every provider due.
  Status RequestAll();
  Result<Json> List() const;
  /// See WebhookReceiver.
  Result<kit::Response> Receive(std::string_view source, const kit::Request& request);
  /// Runs end where they are, and nothing is begun any more.
  void BeginStop();

 private:
  struct Impl;
  explicit ProviderService(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Whether Start could use the configuration.
[[nodiscard]] Status CheckProviderConfig(const kit::Config& config);

}  // namespace callboard::catalog
