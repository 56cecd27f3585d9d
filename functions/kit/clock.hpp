#pragma once
// Time as a parameter.

#include <chrono>

namespace callboard::kit {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual std::chrono::system_clock::time_point SystemNow() const = 0;
  [[nodiscard]] virtual std::chrono::steady_clock::time_point SteadyNow() const = 0;
};

class SystemClock : public Clock {
 public:
  [[nodiscard]] std::chrono::system_clock::time_point SystemNow() const override {
    return std::chrono::system_clock::now();
  }
  [[nodiscard]] std::chrono::steady_clock::time_point SteadyNow() const override {
    return std::chrono::steady_clock::now();
  }
};

/// For tests: stands still until it is moved.
class ManualClock : public Clock {
 public:
  [[nodiscard]] std::chrono::system_clock::time_point SystemNow() const override { return system_; }
  [[nodiscard]] std::chrono::steady_clock::time_point SteadyNow() const override { return steady_; }
  void Advance(std::chrono::milliseconds by) {
    system_ += by;
    steady_ += by;
  }

 private:
  std::chrono::system_clock::time_point system_{std::chrono::seconds(1'800'000'000)};
  std::chrono::steady_clock::time_point steady_{std::chrono::hours(1)};
};

}  // namespace callboard::kit
