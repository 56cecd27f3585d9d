#include "client/views/command_palette.hpp"

#include <gmock/gmock.h>

#include "client/store/fixture.hpp"
#include "client/ui/test_driver.hpp"

namespace callboard::views {
namespace {

using testing::ElementsAre;
using ui::Role;

class PaletteTest : public testing::Test {
 protected:
  PaletteTest() {
    fixture_.Enter();
    fixture_.LoadCatalog();
    local_.open = true;
  }

  std::vector<std::string> Labels(std::string_view text) {
    std::vector<std::string> labels;
    for (const PaletteItem& item : BuildPalette(fixture_.store().state(), text).items) labels.push_back(item.label);
    return labels;
  }

  void Draw(ui::Frame& frame) {
    store::CommandQueue commands;
    DrawPalette(frame, BuildPalette(fixture_.store().state(), local_.text), local_, commands);
    fixture_.store().Apply(commands);
  }

  store::StoreFixture fixture_{"/settings"};
  PaletteLocal local_;
};

TEST_F(PaletteTest, BeginsWithWhereOneWas) {
  fixture_.Show("/catalog/default/system/shop");
  fixture_.Frame();
  const std::vector<std::string> labels = Labels("");
  EXPECT_EQ(labels.front(), "The shop");
  EXPECT_THAT(labels, testing::Contains("Settings"));
}

TEST_F(PaletteTest, FindsEntitiesPagesAndActions) {
  EXPECT_THAT(Labels("pets"), ElementsAre("petstore", "Pet store", "Search everything for \"pets\""));
  EXPECT_THAT(Labels("sett"), ElementsAre("Settings", "Search everything for \"sett\""));
  EXPECT_THAT(Labels("dark th"), testing::Contains("Use the dark theme"));
  EXPECT_EQ(BuildPalette(fixture_.store().state(), "web").items.front().detail, "Component · team-b");
}

TEST_F(PaletteTest, EnterTakesTheFirst) {
  ui::TestDriver driver([this](ui::Frame& frame) { Draw(frame); });
  EXPECT_EQ(driver.focus(), driver.Get(Role::SearchField, "Name").id);
  driver.Fill(Role::SearchField, "Name", "shop");
  driver.Submit(Role::SearchField, "Name");
  EXPECT_EQ(driver.navigation(), "/catalog/default/system/shop");
  EXPECT_FALSE(local_.open);
}

TEST_F(PaletteTest, ActionsAreDone) {
  ui::TestDriver driver([this](ui::Frame& frame) { Draw(frame); });
  driver.Fill(Role::SearchField, "Name", "use dark");
  driver.Click(Role::Button, "Use the dark theme");
  EXPECT_EQ(fixture_.store().state().settings.theme, store::ThemeChoice::Dark);
  EXPECT_FALSE(local_.open);
  local_.open = true;
  driver.Settle();
  EXPECT_EQ(driver.Get(Role::SearchField, "Name").value, "") << "it begins anew";
}

}  // namespace
}  // namespace callboard::views
