#include "client/views/gallery.hpp"

#include <gmock/gmock.h>

#include "client/views/view_harness.hpp"

namespace callboard::views {
namespace {

using testing::HasSubstr;
using testing::Not;
using ui::Role;

class GalleryTest : public testing::Test {
 protected:
  [[nodiscard]] ui::TestDriver& Driver() { return harness_.Drawn(); }
  ViewHarness<GalleryData, GalleryLocal> harness_{"/_gallery", BuildGalleryData, DrawGallery};
};

TEST_F(GalleryTest, ShowsEveryWidget) {
  for (const Role role :
       {Role::Button,       Role::Link,        Role::TextField, Role::SearchField, Role::TextArea, Role::Select,
        Role::Autocomplete, Role::DateField,   Role::Checkbox,  Role::Switch,      Role::Radio,    Role::Tab,
        Role::TabPanel,     Role::OrderedList, Role::Table,     Role::Tree,        Role::TreeItem, Role::Code,
        Role::Image,        Role::Progress,    Role::KeyValues}) {
    EXPECT_TRUE(std::ranges::contains(Driver().Nodes(), role, &ui::SemanticNode::role)) << ui::NameOf(role);
  }
}

TEST_F(GalleryTest, StaysInNarrowWindows) {
  const ui::TestDriver& driver = harness_.Drawn({.window = {320, 640}, .system = {}});
  for (const ui::SemanticNode& node : driver.Nodes()) EXPECT_LE(node.rect.Right(), 321) << node.name;
}

TEST_F(GalleryTest, TableHidesColumnsMarksRowsAndExports) {
  Driver().Click(Role::Button, "Columns");
  Driver().Click(Role::MenuItem, "Hide Owner");
  EXPECT_FALSE(Driver().Has(Role::ColumnHeader, "Owner"));
  EXPECT_TRUE(Driver().Has(Role::ColumnHeader, "Lifecycle"));
  EXPECT_TRUE(Driver().Has(Role::Text, "1 of 3 selected"));
  Driver().Click(Role::Checkbox, "Select ledger");
  EXPECT_EQ(Driver().announcement(), "2 selected");
  Driver().Click(Role::Button, "Select none");
  EXPECT_TRUE(Driver().Has(Role::Text, "0 of 3 selected"));
  Driver().Click(Role::Button, "Export as CSV");
  ASSERT_TRUE(Driver().download().has_value());
  EXPECT_EQ(Driver().download()->text,
            "Name,Owner,Lifecycle\r\ncart,Checkout,production\r\nledger,Billing,deprecated\r\n"
            "search,Search,experimental\r\n");
}

TEST_F(GalleryTest, OverlaysOpenAndClose) {
  Driver().Click(Role::Button, "Open drawer");
  EXPECT_TRUE(Driver().Has(Role::Dialog, "Details of petstore"));
  Driver().Click(Role::Button, "Close");
  Driver().Click(Role::Button, "Show toast");
  EXPECT_EQ(Driver().announcement(), "Petstore was removed");
  Driver().Click(Role::Button, "Undo");
  EXPECT_THAT(Driver().Tree(), Not(HasSubstr("Petstore was removed")));
}

}  // namespace
}  // namespace callboard::views
