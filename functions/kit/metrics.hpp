#pragma once
// What /metrics tells, in Prometheus' text format.

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace callboard::kit {

/// Safe to use from many threads. Route labels are templates, so that their number is bounded.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  void CountRequest(std::string_view route, std::string_view method, int status, std::chrono::nanoseconds duration);
  void AddInFlight(int change);
  void AddConnections(int change);
  void CountRejectedConnection();

  [[nodiscard]] std::string Text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace callboard::kit
