#include <gmock/gmock.h>

#include <array>
#include <format>

#include "client/ui/test_driver.hpp"
#include "client/ui/ui.hpp"

namespace callboard::ui {
namespace {

std::string ManyLines() {
  std::string text;
  for (int i = 0; i < 200; ++i) text += std::format("line {}\n", i);
  return text;
}

TEST(CodeBlock, CopiesItsText) {
  TestDriver driver([](Frame& frame) { frame.CodeBlock("Config", "a: 1"); });
  driver.Click(Role::Button, "Copy");
  EXPECT_EQ(driver.copied(), "a: 1");
  EXPECT_EQ(driver.announcement(), "Copied");
}

TEST(CodeBlock, NumbersStandBesideTheTextAndAreNotOfIt) {
  bool numbers = false;
  TestDriver driver([&](Frame& frame) { frame.CodeBlock("Config", ManyLines(), {.line_numbers = numbers}); });
  const float before = driver.Get(Role::Code, "Config").runs.front().rect.x;
  numbers = true;
  driver.Settle();
  const SemanticNode& code = driver.Get(Role::Code, "Config");
  EXPECT_GT(code.runs.front().rect.x, before);
  EXPECT_EQ(code.runs.front().text, ManyLines());
}

TEST(CodeBlock, BringsTheCurrentMarkIntoTheWindow) {
  const std::string text = ManyLines();
  const std::array<TextRange, 2> marks = {TextRange{0, 4}, TextRange{text.find("line 150"), 8}};
  CodeOptions options{.marks = marks, .current = 1};
  TestDriver driver([&](Frame& frame) { frame.CodeBlock("Config", text, options); });
  EXPECT_FALSE(driver.last_output().scroll_to);
  options.show_current = true;
  driver.Settle();
  const SemanticNode& code = driver.Get(Role::Code, "Config");
  const auto line = static_cast<float>(code.runs.front().line_height);
  ASSERT_TRUE(driver.last_output().scroll_to);
  const float mark = code.runs.front().rect.y + 150 * line;
  EXPECT_GT(mark, *driver.last_output().scroll_to);
  EXPECT_LT(mark + line, *driver.last_output().scroll_to + driver.environment().window.h);
  options.current = 7;
  driver.Settle();
  EXPECT_FALSE(driver.last_output().scroll_to) << "there is no such mark";
}

}  // namespace
}  // namespace callboard::ui
