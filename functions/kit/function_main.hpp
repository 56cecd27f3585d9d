#pragma once
// What every main() does: read the environment and the configuration once, serve, and say clearly what went wrong.

#include <string>
#include <vector>

#include "functions/kit/app.hpp"
#include "functions/kit/config.hpp"
#include "functions/kit/http_server.hpp"

namespace callboard::kit {

/// PORT (default 7007), CALLBOARD_HOST (default 127.0.0.1; every address on Knative), CALLBOARD_CONFIG (files,
/// comma-separated), LOG_LEVEL (default info, in force from here on) and backend.*.
struct ProcessSettings {
  Config config;
  ServerOptions server;
  CorsSettings cors;
};

[[nodiscard]] Result<ProcessSettings> ReadProcessSettings();

/// backend.database.connection (a text for libpq, {connectionString}, or {host, port, user, password, database, ssl}),
/// else what CALLBOARD_DATABASE says. InvalidInput names the key that cannot be used.
[[nodiscard]] Result<std::string> DatabaseConnection(const Config& config);

/// Serves until a signal; the process's exit code. `started` is called with the port once it listens.
int RunApp(AppOptions options, const ProcessSettings& settings, const std::function<void(int port)>& started = {});

/// Logs the error and gives the exit code for it.
int FailStart(const Error& error);

}  // namespace callboard::kit
