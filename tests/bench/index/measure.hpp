#pragma once
// Processor time, since a busy machine would spoil the clock on the wall.

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <vector>

namespace callboard::bench {

[[nodiscard]] inline double ProcessorSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// The median in microseconds of many calls of `operation(number of the call)`.
template <typename Operation>
[[nodiscard]] double MedianMicroseconds(Operation&& operation) {
  constexpr double kSeconds = 0.4;
  constexpr std::size_t kFewest = 11;
  constexpr std::size_t kMost = 20'001;
  std::vector<double> times;
  const double start = ProcessorSeconds();
  while (times.size() < kFewest || (times.size() < kMost && ProcessorSeconds() - start < kSeconds)) {
    const double before = ProcessorSeconds();
    operation(times.size());
    times.push_back((ProcessorSeconds() - before) * 1e6);
  }
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, middle);
  return *middle;
}

}  // namespace callboard::bench
