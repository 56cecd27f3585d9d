#include "functions/catalog/work_gate.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <future>
#include <thread>

namespace callboard::catalog {
namespace {

/// A caller whose work lasts until it is let go.
class HeldCaller {
 public:
  explicit HeldCaller(WorkGate& gate)
      : result_(std::async(std::launch::async, [this, &gate] {
          return gate.Run([this]() -> Status {
            began_.set_value();
            let_go_.get_future().wait();
            return {};
          });
        })) {
    began_.get_future().wait();
  }
  Status LetGo() {
    let_go_.set_value();
    return result_.get();
  }

 private:
  std::promise<void> began_;
  std::promise<void> let_go_;
  std::future<Status> result_;
};

TEST(WorkGateTest, CallersOneAfterAnotherAllWork) {
  WorkGate gate;
  int worked = 0;
  for (int i = 0; i < 2; ++i)
    EXPECT_TRUE(gate.Run([&]() -> Status {
      ++worked;
      return {};
    }));
  EXPECT_EQ(worked, 2);
  EXPECT_EQ(gate.Run([] { return Status(Fail(ErrorCode::Internal, "no")); }).error().message, "no");
}

TEST(WorkGateTest, OfACrowdOneWaitsAndTheOthersAreDoneAtOnce) {
  WorkGate gate;
  HeldCaller first(gate);
  constexpr int kCrowd = 20;
  std::atomic<int> worked = 0;
  std::atomic<int> done = 0;
  std::promise<void> all_but_one_done;
  std::array<std::thread, kCrowd> crowd;
  for (std::thread& caller : crowd) {
    caller = std::thread([&] {
      EXPECT_TRUE(gate.Run([&]() -> Status {
        ++worked;
        return {};
      }));
      if (++done == kCrowd - 1) all_but_one_done.set_value();
    });
  }
  all_but_one_done.get_future().wait();
  EXPECT_EQ(worked, 0);
  EXPECT_TRUE(first.LetGo());
  for (std::thread& caller : crowd) caller.join();
  EXPECT_EQ(worked, 1);
}

TEST(WorkGateTest, ClosingSendsTheOneWhoWaitsAway) {
  WorkGate gate;
  HeldCaller first(gate);
  std::array<std::future<Status>, 2> crowd;
  for (auto& caller : crowd) {
    caller = std::async(std::launch::async, [&] { return gate.Run([] { return Status(); }); });
  }
  gate.Close();
  for (auto& caller : crowd) caller.wait();
  EXPECT_TRUE(first.LetGo());
  EXPECT_EQ(gate.Run([] { return Status(); }).error().code, ErrorCode::Unavailable);
}

}  // namespace
}  // namespace callboard::catalog
