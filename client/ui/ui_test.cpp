#include "client/ui/ui.hpp"

#include <gmock/gmock.h>

#include <format>

#include "client/ui/test_driver.hpp"

namespace callboard::ui {
namespace {

using testing::HasSubstr;

TEST(Ui, TreeSaysWhatIsDrawn) {
  bool on = true;
  std::string text = "abc";
  const TestDriver driver([&](Frame& frame) {
    const auto main = frame.Main();
    frame.Heading(1, "Catalog");
    frame.Text("Everything there is");
    frame.Link("Docs", "/docs", {.current = true});
    static_cast<void>(frame.Button("Save", {.disabled = true}));
    static_cast<void>(frame.Checkbox("Mine", on));
    static_cast<void>(frame.TextField("Filter", text, {.search = true}));
  });
  EXPECT_EQ(driver.Tree(),
            "main\n"
            "  heading \"Catalog\" [level=1]\n"
            "  text \"Everything there is\"\n"
            "  link \"Docs\" [current] -> /docs\n"
            "  button \"Save\" [disabled]\n"
            "  checkbox \"Mine\" [checked]\n"
            "  searchbox \"Filter\" = \"abc\"\n"
            "  button \"Clear Filter\"\n");
}

TEST(Ui, ChipsThatDoNotFitAreCountedAndAnnounced) {
  const std::vector<std::string> tags = {"java", "spring", "tier-1", "pci-dss"};
  const auto tree_at = [&](float width) {
    const TestDriver driver([&](Frame& frame) {
      const auto box = frame.PageBox({0, 0, width, 0}, 1);
      const auto row = frame.Row({.wrap = false});
      frame.Chips(tags);
    });
    for (const SemanticNode& node : driver.Nodes()) EXPECT_LE(node.rect.Right(), width);
    return driver.Tree();
  };
  EXPECT_THAT(tree_at(600), HasSubstr("text \"pci-dss\""));
  EXPECT_THAT(tree_at(130), HasSubstr("text \"java\"\ntext \"spring, tier-1, pci-dss\""));
}

TEST(Ui, ButtonIsPressedOnce) {
  int presses = 0;
  TestDriver driver([&](Frame& frame) {
    if (frame.Button("Save")) ++presses;
  });
  driver.Click(Role::Button, "Save");
  driver.Settle();
  EXPECT_EQ(presses, 1);
}

TEST(Ui, LinkNavigates) {
  TestDriver driver([](Frame& frame) { frame.Link("Petstore", "/catalog/default/api/petstore"); });
  driver.Click(Role::Link, "Petstore");
  EXPECT_EQ(driver.navigation(), "/catalog/default/api/petstore");
}

TEST(Ui, FieldsBindBothWays) {
  std::string text;
  std::string kind = "api";
  bool mine = false;
  int submits = 0;
  const std::vector<SelectOption> options = {{"api", "API"}, {"component", "Component"}};
  TestDriver driver([&](Frame& frame) {
    if (frame.TextField("Name", text).submitted) ++submits;
    static_cast<void>(frame.Select("Kind", kind, options));
    static_cast<void>(frame.Checkbox("Mine", mine));
  });
  driver.Fill(Role::TextField, "Name", "привет 👩‍🚀");
  driver.Submit(Role::TextField, "Name");
  driver.Fill(Role::Select, "Kind", "component");
  driver.Click(Role::Checkbox, "Mine");
  EXPECT_EQ(text, "привет 👩‍🚀");
  EXPECT_EQ(submits, 1);
  EXPECT_EQ(kind, "component");
  EXPECT_TRUE(mine);
  text.clear();
  driver.Settle();
  EXPECT_EQ(driver.Get(Role::TextField, "Name").value, "");
}

TEST(Ui, RadioGroupChoosesOne) {
  std::string value = "a";
  const std::vector<SelectOption> options = {{"a", "First"}, {"b", "Second"}};
  TestDriver driver([&](Frame& frame) { static_cast<void>(frame.RadioGroup("Order", value, options)); });
  driver.Click(Role::Radio, "Second");
  EXPECT_EQ(value, "b");
  EXPECT_EQ(driver.Get(Role::Radio, "First").states & kChecked, 0U);
  EXPECT_NE(driver.Get(Role::Radio, "Second").states & kChecked, 0U);
}

TEST(Ui, SameKeysGetDifferentIds) {
  const TestDriver driver([](Frame& frame) {
    for (int i = 0; i < 3; ++i) frame.Text("same");
  });
  std::vector<NodeId> ids;
  for (const SemanticNode& node : driver.Nodes()) ids.push_back(node.id);
  std::ranges::sort(ids);
  EXPECT_EQ(std::ranges::adjacent_find(ids), ids.end());
}

TEST(Ui, MenuOpensTakesFocusAndCloses) {
  int chosen = 0;
  TestDriver driver([&](Frame& frame) {
    if (const auto menu = frame.Menu("More"); menu) {
      if (frame.MenuItem("Refresh")) ++chosen;
      frame.MenuLink("Edit", "https://example.org/edit");
    }
  });
  EXPECT_FALSE(driver.Has(Role::MenuItem, "Refresh"));
  driver.Click(Role::Button, "More");
  EXPECT_EQ(driver.focus(), driver.Get(Role::MenuItem, "Refresh").id);
  driver.Click(Role::MenuItem, "Refresh");
  EXPECT_EQ(chosen, 1);
  EXPECT_FALSE(driver.Has(Role::MenuItem, "Refresh"));
  driver.Click(Role::Button, "More");
  driver.Dismiss(Role::Menu, "More");
  EXPECT_EQ(driver.focus(), driver.Get(Role::Button, "More").id);
}

TEST(Ui, DialogBelongsToThePageAndCloses) {
  bool open = true;
  TestDriver driver([&](Frame& frame) {
    const auto main = frame.Main();
    if (const auto dialog = frame.Dialog("Unregister entity", open); dialog) frame.Text("Are you sure?");
  });
  EXPECT_EQ(driver.Get(Role::Dialog, "Unregister entity").parent, kRootId);
  driver.Click(Role::Button, "Close");
  EXPECT_FALSE(open);
  EXPECT_FALSE(driver.Has(Role::Dialog, "Unregister entity"));
}

TEST(Ui, NarrowWindowsKeepEverythingInside) {
  const auto draw = [](Frame& frame) {
    const auto box = frame.PageBox({16, 0, 288, 0}, 1);
    const auto row = frame.Row();
    for (int i = 0; i < 8; ++i) static_cast<void>(frame.Button(std::format("Button {}", i)));
    frame.Text("A rather long text that cannot be on one line of such a narrow window, not by far");
  };
  const TestDriver driver(draw, {.window = {320, 640}, .system = {}});
  for (const SemanticNode& node : driver.Nodes()) EXPECT_LE(node.rect.Right(), 304) << node.name;
}

TEST(Ui, TooltipIsADescription) {
  const TestDriver driver([](Frame& frame) {
    static_cast<void>(frame.IconButton(Icon::Star, "Star"));
    frame.Tooltip("Keeps it on your home page");
  });
  EXPECT_THAT(driver.Tree(), HasSubstr("button \"Star\" (Keeps it on your home page)"));
}

TEST(Ui, CardsOfOneLineAreEquallyHigh) {
  const TestDriver driver([](Frame& frame) {
    const auto grid = frame.Grid(20);
    {
      const auto card = frame.Card("Short");
      frame.Text("One line");
    }
    const auto card = frame.Card("Long");
    for (int i = 0; i < 5; ++i) frame.Text("Line");
  });
  EXPECT_EQ(driver.Get(Role::Region, "Short").rect.h, driver.Get(Role::Region, "Long").rect.h);
}

}  // namespace
}  // namespace callboard::ui
