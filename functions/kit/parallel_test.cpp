#include "functions/kit/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <stdexcept>
#include <vector>

namespace callboard::kit {
namespace {

TEST(ParallelTest, DoesEverythingOnceAndAtOnce) {
  std::vector<int> done(100);
  RunInParallel(done.size(), 8, [&](std::size_t i) { ++done[i]; });
  EXPECT_EQ(done, std::vector<int>(100, 1));
  // Nobody would pass if they ran one after another.
  std::barrier barrier(4);
  RunInParallel(4, 4, [&](std::size_t) { barrier.arrive_and_wait(); });
  RunInParallel(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ParallelTest, WhatIsThrownReachesTheCaller) {
  std::atomic<int> done = 0;
  EXPECT_THROW(RunInParallel(10, 2,
                             [&](std::size_t i) {
                               if (i == 3) throw std::runtime_error("3");
                               ++done;
                             }),
               std::runtime_error);
  EXPECT_GE(done, 3);
}

}  // namespace
}  // namespace callboard::kit
