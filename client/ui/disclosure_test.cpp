#include <gmock/gmock.h>

#include "client/ui/test_driver.hpp"
#include "client/ui/ui.hpp"

namespace callboard::ui {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Disclosure, ShowsItsContentWhileItIsOpen) {
  TestDriver driver([&](Frame& frame) {
    if (const auto open = frame.Disclosure("More"); open) frame.Text("Inside");
    frame.Text("Below");
  });
  EXPECT_THAT(driver.Tree(), HasSubstr("button \"More\" [collapsed]\ntext \"Below\""));
  driver.Click(Role::Button, "More");
  EXPECT_THAT(driver.Tree(),
              HasSubstr("button \"More\" [expanded]\ngroup \"More\"\n  text \"Inside\"\ntext \"Below\""));
  driver.Click(Role::Button, "More");
  EXPECT_THAT(driver.Tree(), Not(HasSubstr("Inside")));
}

TEST(Disclosure, StartsAsAskedAndRemembers) {
  TestDriver driver([&](Frame& frame) {
    if (const auto open = frame.Disclosure("More", true); open) frame.Text("Inside");
  });
  EXPECT_THAT(driver.Tree(), HasSubstr("Inside"));
  driver.Click(Role::Button, "More");
  driver.Settle();
  EXPECT_THAT(driver.Tree(), Not(HasSubstr("Inside")));
}

TEST(Disclosure, StaysOpenWhenItsDetailChanges) {
  std::string detail = "1 match";
  TestDriver driver([&](Frame& frame) {
    const DisclosureOptions options{.chip = "GET", .detail = detail, .mono = true, .framed = true};
    if (const auto open = frame.Disclosure("/pets", false, options); open) frame.Text("Inside");
  });
  driver.Click(Role::Button, "GET /pets 1 match");
  detail = "2 matches";
  driver.Settle();
  EXPECT_THAT(driver.Tree(), HasSubstr("button \"GET /pets 2 matches\" [expanded]"));
  EXPECT_THAT(driver.Tree(), HasSubstr("Inside"));
}

TEST(Disclosure, WrapsWhereItIsNarrow) {
  TestDriver driver([&](Frame& frame) {
    const auto box = frame.PageBox({0, 0, 200, 0}, 1);
    const DisclosureOptions options{.chip = "DELETE", .detail = "Takes a pet out of the shop for good", .framed = true};
    if (const auto open = frame.Disclosure("/pets/{petId}", true, options); open) frame.Text("Inside");
    frame.Text("Below");
  });
  const SemanticNode& button = driver.Get(Role::Button, "DELETE /pets/{petId} Takes a pet out of the shop for good");
  for (const TextRun& run : button.runs) {
    EXPECT_LE(run.rect.Right(), button.rect.Right());
    EXPECT_LE(run.rect.Bottom(), button.rect.Bottom());
  }
  EXPECT_GE(driver.Get(Role::Text, "Inside").rect.y, button.rect.Bottom());
  EXPECT_GT(driver.Get(Role::Text, "Below").rect.y, driver.Get(Role::Text, "Inside").rect.Bottom());
}

}  // namespace
}  // namespace callboard::ui
