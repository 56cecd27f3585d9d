// Sign-in as a process of its own.

#include "functions/auth/service.hpp"
#include "functions/kit/function_main.hpp"

int main() {
  using namespace callboard;
  kit::BlockTerminationSignals();
  const auto settings = kit::ReadProcessSettings();
  if (!settings) return kit::FailStart(settings.error());
  const auto database = kit::DatabaseConnection(settings->config);
  if (!database) return kit::FailStart(database.error());
  const auto auth = auth::AuthService::Start(settings->config, *database);
  if (!auth) return kit::FailStart(auth.error());
  return kit::RunApp({.routes = (*auth)->Routes(),
                      .authenticator = (*auth)->MakeAuthenticator(true),
                      .readiness = [&] { return (*auth)->Readiness(); }},
                     *settings);
}
