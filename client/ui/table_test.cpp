#include <gmock/gmock.h>

#include <array>
#include <format>

#include "client/ui/test_driver.hpp"
#include "client/ui/ui.hpp"

namespace callboard::ui {
namespace {

constexpr std::size_t kRows = 20'000;
constexpr TableColumn kColumns[] = {
    {.title = "Name", .weight = 2, .sortable = true, .sorted = SortDirection::Ascending},
    {.title = "Owner"},
};

struct Fixture {
  TableResult last;
  std::size_t asked = 0;
  void Draw(Frame& frame) {
    asked = 0;
    std::string key;
    const auto result = frame.Table(
        {.label = "Entities", .columns = kColumns, .row_count = kRows},
        [&](std::size_t i) {
          key = std::format("row-{}", i);
          return std::string_view(key);
        },
        [&](std::size_t i) {
          ++asked;
          {
            const auto cell = frame.TableCell();
            frame.Link(std::format("service-{}", i), std::format("/catalog/{}", i));
          }
          {
            const auto cell = frame.TableCell();
            frame.Text("team-a");
          }
        });
    if (result.sort_column) last = result;
  }
};

TEST(Table, DrawsOnlyWhatIsNearTheWindow) {
  Fixture fixture;
  TestDriver driver([&](Frame& frame) { fixture.Draw(frame); });
  EXPECT_LT(fixture.asked, 40U);
  const SemanticNode& table = driver.Get(Role::Table, "Entities");
  EXPECT_EQ(table.row_count, static_cast<int>(kRows) + 1);
  EXPECT_TRUE(driver.Has(Role::Link, "service-0"));
  driver.environment().scroll = {0, table.rect.h - driver.environment().window.h};
  driver.Settle();
  EXPECT_TRUE(driver.Has(Role::Link, std::format("service-{}", kRows - 1)));
  EXPECT_FALSE(driver.Has(Role::Link, "service-0"));
  EXPECT_LT(fixture.asked, 40U);
}

TEST(Table, FocusedRowStaysWhenScrolledAway) {
  Fixture fixture;
  TestDriver driver([&](Frame& frame) { fixture.Draw(frame); });
  driver.Focus(Role::Link, "service-2");
  driver.environment().scroll = {0, 100'000};
  driver.Settle();
  EXPECT_TRUE(driver.Has(Role::Link, "service-2"));
}

TEST(Table, HeadersSort) {
  Fixture fixture;
  TestDriver driver([&](Frame& frame) { fixture.Draw(frame); });
  EXPECT_NE(driver.Get(Role::ColumnHeader, "Name").states & kSortedUp, 0U);
  driver.Click(Role::Button, "Name");
  EXPECT_EQ(fixture.last.sort_column, 0U);
}

TEST(Table, RowsHoldTheirCells) {
  Fixture fixture;
  const TestDriver driver([&](Frame& frame) { fixture.Draw(frame); });
  EXPECT_THAT(driver.Tree(),
              testing::HasSubstr("  row [row=2]\n    rowheader\n      link \"service-0\" -> /catalog/0\n    cell\n"
                                 "      text \"team-a\"\n"));
}

TEST(Table, HandlesChangeWidths) {
  constexpr std::array kThree = {TableColumn{.title = "Name"}, TableColumn{.title = "Owner"},
                                 TableColumn{.title = "Tags"}};
  TestDriver driver([&](Frame& frame) {
    frame.Table(
        {.label = "Entities", .columns = kThree, .row_count = 0, .resizable = true},
        [](std::size_t) { return std::string_view{}; }, [](std::size_t) {});
  });
  const auto width = [&](std::string_view title) { return driver.Get(Role::ColumnHeader, title).rect.w; };
  EXPECT_FALSE(driver.Has(Role::Separator, "Width of Tags")) << "the last one takes what is left";
  driver.Drag(Role::Separator, "Width of Name", 300);
  EXPECT_NEAR(width("Name"), 300, 1);
  driver.Press(Role::Separator, "Width of Name", "ArrowRight");
  EXPECT_NEAR(width("Name"), 315, 1);
  driver.Drag(Role::Separator, "Width of Name", 5000);
  EXPECT_NEAR(width("Tags"), 90, 1) << "the others keep what they need";
  EXPECT_LE(driver.Get(Role::ColumnHeader, "Tags").rect.Right(), 1280);
  driver.Drag(Role::Separator, "Width of Name", 1);
  EXPECT_NEAR(width("Name"), 90, 1);
}

TEST(Table, PutsCellsBelowEachOtherWhenNarrow) {
  Fixture fixture;
  const TestDriver driver(
      [&](Frame& frame) {
        const auto box = frame.PageBox({0, 0, 160, 0}, 1);
        fixture.Draw(frame);
      },
      {.window = {160, 640}, .system = {}});
  for (const SemanticNode& node : driver.Nodes()) EXPECT_LE(node.rect.Right(), 161) << NameOf(node.role) << node.name;
  EXPECT_GT(driver.Get(Role::Button, "Name").rect.w, 30) << "still sorts";
  EXPECT_TRUE(driver.Has(Role::ColumnHeader, "Owner"));
}

}  // namespace
}  // namespace callboard::ui
