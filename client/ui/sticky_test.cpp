#include "client/ui/sticky.hpp"

#include <gmock/gmock.h>

#include "client/ui/test_driver.hpp"

namespace callboard::ui {
namespace {

TEST(StickyBar, StaysAtTheTopOfTheWindow) {
  TestDriver driver([](Frame& frame) {
    frame.Space(10);
    {
      const auto bar = StickyBar(frame);
      static_cast<void>(frame.Button("Next"));
    }
    frame.Text("Below");
  });
  const float natural = driver.Get(Role::Button, "Next").rect.y;
  const float below = driver.Get(Role::Text, "Below").rect.y;
  EXPECT_GT(natural, 100);
  driver.environment().scroll = {0, 1000};
  driver.Settle();
  EXPECT_GE(driver.Get(Role::Button, "Next").rect.y, 1000);
  EXPECT_LE(driver.Get(Role::Button, "Next").rect.y, 1020);
  EXPECT_EQ(driver.Get(Role::Text, "Below").rect.y, below) << "what follows keeps its place";
}

}  // namespace
}  // namespace callboard::ui
