#include <gmock/gmock.h>

#include <array>

#include "client/ui/test_driver.hpp"

namespace callboard::ui {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double kLongSecs = 60;

TEST(Switch, TurnsOnAndOff) {
  bool on = false;
  TestDriver driver([&](Frame& frame) { frame.Switch("Notifications", on); });
  driver.Click(Role::Switch, "Notifications");
  EXPECT_TRUE(on);
  EXPECT_EQ(driver.Tree(), "switch \"Notifications\" [checked]\n");
  driver.Click(Role::Switch, "Notifications");
  EXPECT_FALSE(on);
}

TEST(DateField, TakesWhatTheBrowserSays) {
  std::string day;
  TestDriver driver([&](Frame& frame) { frame.DateField("Due", day, {.error = "Choose a day in the future"}); });
  driver.Fill(Role::DateField, "Due", "2026-11-25");
  EXPECT_EQ(day, "2026-11-25");
  EXPECT_THAT(driver.Tree(), HasSubstr("date \"Due\" = \"2026-11-25\" [invalid] (Choose a day in the future)"));
}

TEST(Stepper, SaysWhichStepIsNext) {
  constexpr std::array kSteps = {Step{"Choose"}, Step{"Review", "What will be made"}, Step{"Create"}};
  const TestDriver driver([&](Frame& frame) { frame.Stepper("Progress", kSteps, 1); });
  EXPECT_EQ(driver.Tree(),
            "orderedlist \"Progress\"\n"
            "  listitem\n"
            "    img \"Step 1, done\"\n"
            "    text \"Choose\"\n"
            "  listitem [current step]\n"
            "    img \"Step 2\"\n"
            "    text \"Review\"\n"
            "    text \"What will be made\"\n"
            "  listitem\n"
            "    img \"Step 3\"\n"
            "    text \"Create\"\n");
}

TEST(Stepper, StacksWhenNarrow) {
  constexpr std::array kSteps = {Step{"Choose a template"}, Step{"Review"}, Step{"Create"}};
  const TestDriver driver([&](Frame& frame) { frame.Stepper("Progress", kSteps, 0); },
                          {.window = {320, 640}, .system = {}});
  EXPECT_GT(driver.Get(Role::Text, "Review").rect.y, driver.Get(Role::Text, "Choose a template").rect.Bottom());
}

TEST(Drawer, FillsTheRightSide) {
  bool open = true;
  TestDriver driver([&](Frame& frame) {
    if (const auto drawer = frame.Drawer("Details", open, 20); drawer) frame.Text("Inside");
  });
  const Rect rect = driver.Get(Role::Dialog, "Details").rect;
  const Size window = driver.environment().window;
  EXPECT_EQ(rect.Right(), window.w);
  EXPECT_EQ(rect.h, window.h);
  driver.Dismiss(Role::Dialog, "Details");
  EXPECT_FALSE(open);
}

class ToastTest : public testing::Test {
 protected:
  bool open_ = true;
  int undone_ = 0;
  TestDriver driver_{[this](Frame& frame) {
    const auto main = frame.Main();
    if (frame.Toast("Entity removed", open_, {.action = "Undo"})) ++undone_;
  }};
};

TEST_F(ToastTest, IsAnnouncedAndGoesAway) {
  EXPECT_EQ(driver_.announcement(), "Entity removed");
  EXPECT_GT(driver_.last_output().next_frame_secs.value_or(0), 1) << "no frames while nothing moves";
  driver_.environment().now_secs += kLongSecs;
  driver_.Settle();
  EXPECT_FALSE(open_);
  EXPECT_THAT(driver_.Tree(), Not(HasSubstr("Entity removed")));
}

TEST_F(ToastTest, StaysWhileSomebodyIsAtIt) {
  driver_.Hover(Role::Button, "Undo");
  driver_.environment().now_secs += kLongSecs;
  driver_.Settle();
  EXPECT_TRUE(open_);
  driver_.Hover(Role::Main, "");
  driver_.Focus(Role::Button, "Undo");
  driver_.environment().now_secs += kLongSecs;
  driver_.Settle();
  EXPECT_TRUE(open_);
  driver_.Click(Role::Button, "Undo");
  EXPECT_EQ(undone_, 1);
  EXPECT_FALSE(open_);
}

TEST(TabList, ArrowKeysMoveAndChoose) {
  constexpr std::array<std::string_view, 3> kTabs = {"JSON", "YAML", "Raw"};
  std::size_t current = 0;
  TestDriver driver([&](Frame& frame) {
    frame.TabList("Format", kTabs, current);
    const auto panel = frame.TabPanel(kTabs[current]);
    frame.Text("text");
  });
  driver.Press(Role::Tab, "JSON", "ArrowRight");
  EXPECT_EQ(current, 1U);
  EXPECT_EQ(driver.focus(), driver.Get(Role::Tab, "YAML").id);
  driver.Press(Role::Tab, "YAML", "End");
  driver.Press(Role::Tab, "Raw", "ArrowRight");
  EXPECT_EQ(current, 0U);
  driver.Click(Role::Tab, "Raw");
  EXPECT_THAT(driver.Tree(), HasSubstr("tab \"Raw\" [selected]\ntabpanel \"Raw\"\n  text \"text\"\n"));
}

}  // namespace
}  // namespace callboard::ui
