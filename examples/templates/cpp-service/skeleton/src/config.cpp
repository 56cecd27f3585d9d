#include "config.hpp"

#include <charconv>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace ${{ values.namespace }} {
namespace {

int Number(const Environment& environment, const std::string& name, int fallback, int least, int most) {
  const std::optional<std::string> text = environment(name);
  if (!text) return fallback;
  int number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size() || number < least || number > most) {
    throw std::invalid_argument(name + ": expected a number from " + std::to_string(least) + " to " +
                                std::to_string(most) + ", found \"" + *text + "\"");
  }
  return number;
}

}  // namespace

Environment ProcessEnvironment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* const value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

Config ReadConfig(const Environment& environment) {
  Config config;
  config.host = environment("HOST").value_or(config.host);
  config.port = Number(environment, "PORT", config.port, 0, 65535);
{% if values.shape == 'worker' %}
  const int seconds = Number(environment, "INTERVAL_SECONDS", static_cast<int>(config.interval.count()), 1, 86400);
  config.interval = std::chrono::seconds(seconds);
{% endif %}
  return config;
}

}  // namespace ${{ values.namespace }}
