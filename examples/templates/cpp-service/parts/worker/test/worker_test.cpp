#include "worker.hpp"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

namespace ${{ values.namespace }} {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""h;

TEST(Worker, RunsAgainAfterAFailure) {
  std::promise<void> second_run;
  int runs = 0;
  Worker worker(1ms, [&] {
    ++runs;
    if (runs == 1) throw std::runtime_error("the first run fails");
    if (runs == 2) second_run.set_value();
  });
  worker.Start();
  EXPECT_EQ(second_run.get_future().wait_for(10s), std::future_status::ready);
}

TEST(Worker, StopsWithoutWaitingForTheInterval) {
  std::promise<void> ran;
  Worker worker(1h, [&] { ran.set_value(); });
  worker.Start();
  ASSERT_EQ(ran.get_future().wait_for(10s), std::future_status::ready);
  worker.Stop();
}

}  // namespace
}  // namespace ${{ values.namespace }}
