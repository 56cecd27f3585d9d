#include "functions/kit/function_main.hpp"

#include <unistd.h>

#include <charconv>
#include <format>

#include "functions/kit/log.hpp"
#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

constexpr int kDefaultPort = 7007;

std::vector<std::pair<std::string, std::string>> EnvironmentVariables() {
  std::vector<std::pair<std::string, std::string>> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

Result<int> PortFrom(const std::optional<std::string>& text) {
  if (!text || text->empty()) return kDefaultPort;
  int port = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), port);
  if (error != std::errc{} || end != text->data() + text->size() || port < 0 || port > 65535) {
    return Fail(ErrorCode::InvalidInput, std::format("PORT: expected a number from 0 to 65535, found \"{}\"", *text));
  }
  return port;
}

Result<CorsSettings> CorsFrom(const Config& config) {
  CorsSettings cors;
  auto origins = config.Strings("backend.cors.origin");
  if (!origins) return std::unexpected(origins.error());
  cors.origins = std::move(*origins);
  auto methods = config.Strings("backend.cors.methods");
  if (!methods) return std::unexpected(methods.error());
  if (!methods->empty()) cors.methods = std::move(*methods);
  const auto credentials = config.Boolean("backend.cors.credentials");
  if (!credentials) return std::unexpected(credentials.error());
  cors.credentials = credentials->value_or(false);
  return cors;
}

}  // namespace

Result<ProcessSettings> ReadProcessSettings() {
  const Environment environment = ProcessEnvironment();
  ProcessSettings settings;
  const auto port = PortFrom(environment("PORT"));
  if (!port) return std::unexpected(port.error());
  settings.server.port = *port;
  settings.server.host = environment("CALLBOARD_HOST").value_or(environment("K_SERVICE") ? "0.0.0.0" : "127.0.0.1");
  const std::string level = environment("LOG_LEVEL").value_or("info");
  const auto known_level = LogLevelFromName(level);
  if (!known_level) {
    return Fail(ErrorCode::InvalidInput,
                std::format("LOG_LEVEL: expected debug, info, warn or error, found \"{}\"", level));
  }
  SetLogLevel(*known_level);
  std::vector<std::filesystem::path> files;
  for (const std::string_view file : Split(environment("CALLBOARD_CONFIG").value_or(""), ',')) {
    if (!TrimSpace(file).empty()) files.emplace_back(TrimSpace(file));
  }
  auto config = LoadConfig(files, environment, EnvironmentVariables());
  if (!config) return std::unexpected(config.error());
  settings.config = std::move(*config);
  auto cors = CorsFrom(settings.config);
  if (!cors) return std::unexpected(cors.error());
  settings.cors = std::move(*cors);
  const auto connections = settings.config.Integer("backend.maxConnections");
  if (!connections) return std::unexpected(connections.error());
  if (*connections && **connections > 0) settings.server.max_connections = static_cast<std::size_t>(**connections);
  return settings;
}

int RunApp(AppOptions options, const ProcessSettings& settings, const std::function<void(int port)>& started) {
  options.cors = settings.cors;
  App app(std::move(options));
  const auto served = ServeUntilSignalled(app, settings.server, [&](int port) {
    LogInfo("listening", {{"host", settings.server.host}, {"port", port}});
    if (started) started(port);
  });
  return served ? 0 : FailStart(served.error());
}

int FailStart(const Error& error) {
  LogError(error.message, {{"detail", error.detail}});
  return 1;
}

}  // namespace callboard::kit
