// The catalog as a process of its own.

#include "functions/catalog/service.hpp"
#include "functions/kit/function_main.hpp"
#include "functions/kit/remote_authenticator.hpp"

int main() {
  using namespace callboard;
  kit::BlockTerminationSignals();
  const auto settings = kit::ReadProcessSettings();
  if (!settings) return kit::FailStart(settings.error());
  const auto database = kit::DatabaseConnection(settings->config);
  if (!database) return kit::FailStart(database.error());
  const auto client = std::make_shared<kit::CurlHttpClient>();
  const auto catalog = catalog::CatalogService::Start(settings->config, *database, client);
  if (!catalog) return kit::FailStart(catalog.error());
  auto authenticator = kit::RemoteAuthenticator(settings->config, client);
  if (!authenticator) return kit::FailStart(authenticator.error());
  return kit::RunApp({.routes = (*catalog)->Routes(),
                      .authenticator = *authenticator,
                      .readiness = [&] { return (*catalog)->Readiness(); },
                      .on_drain = [&] { (*catalog)->BeginStop(); }},
                     *settings);
}
