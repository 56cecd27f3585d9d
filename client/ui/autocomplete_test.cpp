#include "client/ui/autocomplete.hpp"

#include <gmock/gmock.h>

#include <format>

#include "client/ui/test_driver.hpp"

namespace callboard::ui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<SelectOption> Many(std::size_t count) {
  std::vector<SelectOption> options;
  for (std::size_t i = 0; i < count; ++i) options.push_back({std::format("v{}", i), std::format("Team {}", i)});
  return options;
}

class AutocompleteTest : public testing::Test {
 protected:
  void Draw(Frame& frame) {
    const AutocompleteResult result = Autocomplete(frame, "Owner", text_, options_);
    if (result.chosen) chosen_ = options_[*result.chosen].value;
    if (result.submitted) ++submits_;
  }
  [[nodiscard]] std::size_t OptionCount() const {
    return static_cast<std::size_t>(std::ranges::count(driver_.Nodes(), Role::Option, &SemanticNode::role));
  }

  std::vector<SelectOption> options_ = Many(5000);
  std::string text_;
  std::string chosen_;
  int submits_ = 0;
  TestDriver driver_{[this](Frame& frame) { Draw(frame); }};
};

TEST_F(AutocompleteTest, TypingNarrowsAndEnterChooses) {
  EXPECT_EQ(OptionCount(), 0U);
  driver_.Focus(Role::Autocomplete, "Owner");
  driver_.Fill(Role::Autocomplete, "Owner", "team 499");
  EXPECT_EQ(driver_.announcement(), "11 options");
  EXPECT_THAT(driver_.Tree(), HasSubstr("autocomplete \"Owner\" = \"team 499\" [expanded]"));
  driver_.Press(Role::Autocomplete, "Owner", "ArrowDown");
  driver_.Press(Role::Autocomplete, "Owner", "ArrowDown");
  EXPECT_EQ(driver_.Get(Role::Autocomplete, "Owner").active, driver_.Get(Role::Option, "Team 4990").id);
  driver_.Press(Role::Autocomplete, "Owner", "Enter");
  EXPECT_EQ(chosen_, "v4990");
  EXPECT_EQ(text_, "Team 4990");
  EXPECT_THAT(driver_.Tree(), HasSubstr("[collapsed]"));
}

TEST_F(AutocompleteTest, DrawsOnlyOptionsInSight) {
  driver_.Focus(Role::Autocomplete, "Owner");
  driver_.Press(Role::Autocomplete, "Owner", "ArrowUp");
  EXPECT_LT(OptionCount(), 20U);
  const SemanticNode& last = driver_.Get(Role::Option, "Team 4999");
  EXPECT_EQ(last.row_index, 5000);
  EXPECT_EQ(driver_.Get(Role::Autocomplete, "Owner").active, last.id);
}

TEST_F(AutocompleteTest, EscapeAndLeavingClose) {
  driver_.Focus(Role::Autocomplete, "Owner");
  driver_.Click(Role::Autocomplete, "Owner");
  EXPECT_TRUE(driver_.Has(Role::ListBox, "Owner"));
  driver_.Press(Role::Autocomplete, "Owner", "Escape");
  EXPECT_FALSE(driver_.Has(Role::ListBox, "Owner"));
  driver_.Press(Role::Autocomplete, "Owner", "ArrowDown");
  EXPECT_TRUE(driver_.Has(Role::ListBox, "Owner"));
  driver_.Blur();
  EXPECT_FALSE(driver_.Has(Role::ListBox, "Owner"));
}

TEST_F(AutocompleteTest, PressingAnOptionChoosesIt) {
  driver_.Focus(Role::Autocomplete, "Owner");
  driver_.Click(Role::Autocomplete, "Owner");
  driver_.Click(Role::Option, "Team 3");
  EXPECT_EQ(chosen_, "v3");
  // What was chosen does not hide the others when the list opens again.
  driver_.Click(Role::Autocomplete, "Owner");
  EXPECT_TRUE(driver_.Has(Role::Option, "Team 0"));
}

TEST_F(AutocompleteTest, EnterWithoutAnOptionSubmits) {
  driver_.Focus(Role::Autocomplete, "Owner");
  driver_.Submit(Role::Autocomplete, "Owner");
  EXPECT_EQ(submits_, 1);
}

TEST(MatchingOptions, PutsThoseThatStartWithTheTextFirst) {
  const std::vector<SelectOption> options = {{"a", "My API"}, {"b", "API gateway"}, {"c", "Web"}};
  EXPECT_THAT(MatchingOptions(options, " api "), ElementsAre(1, 0));
  EXPECT_THAT(MatchingOptions(options, ""), ElementsAre(0, 1, 2));
  EXPECT_THAT(MatchingOptions(options, "x"), ElementsAre());
}

TEST(MultiSelect, AddsAndRemoves) {
  const std::vector<SelectOption> options = Many(3);
  std::vector<std::string> values = {"v1"};
  std::string typed;
  TestDriver driver([&](Frame& frame) { MultiSelect(frame, "Teams", values, typed, options); });
  driver.Focus(Role::Autocomplete, "Teams");
  driver.Click(Role::Autocomplete, "Teams");
  EXPECT_FALSE(driver.Has(Role::Option, "Team 1"));
  driver.Click(Role::Option, "Team 2");
  EXPECT_THAT(values, ElementsAre("v1", "v2"));
  EXPECT_EQ(typed, "");
  driver.Click(Role::Button, "Remove Team 1");
  EXPECT_THAT(values, ElementsAre("v2"));
}

}  // namespace
}  // namespace callboard::ui
