#pragma once
// Figures that /metrics shows beside those of requests: one process has one set of them.

#include <map>
#include <string>
#include <string_view>

namespace callboard::kit {

/// The series `name` with `labels` has this value from now on. The number of different labels has to be bounded.
/// Safe to use from many threads.
void SetGauge(std::string_view name, std::string_view help, const std::map<std::string, std::string>& labels,
              double value);

/// All of them in Prometheus' text format.
[[nodiscard]] std::string GaugesText();

}  // namespace callboard::kit
