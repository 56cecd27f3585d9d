#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace ${{ values.namespace }} {

/// Counters in Prometheus' text format. May be used from any thread.
class Metrics {
 public:
  /// Adds one to a counter. `labels` is as it will be printed: code="200".
  void Count(const std::string& name, const std::string& labels = "");

  [[nodiscard]] std::string Text() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::map<std::string, std::uint64_t>> counters_;
};

}  // namespace ${{ values.namespace }}
