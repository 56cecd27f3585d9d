#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace ${{ values.namespace }} {

struct Config {
  std::string host = "0.0.0.0";
  int port = 8080;
{% if values.shape == 'worker' %}
  std::chrono::seconds interval{${{ values.intervalSeconds }}};
{% endif %}
};

/// Gives the value of a variable, nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// The environment of this process.
Environment ProcessEnvironment();

/// Throws std::invalid_argument with the name of a variable that cannot be used.
Config ReadConfig(const Environment& environment);

}  // namespace ${{ values.namespace }}
