#include "client/views/settings_page.hpp"

#include <gmock/gmock.h>

#include "client/views/not_found.hpp"
#include "client/views/view_harness.hpp"

namespace callboard::views {
namespace {

using testing::HasSubstr;
using ui::Role;

TEST(SettingsPage, SaysWhoAndWhere) {
  ViewHarness<SettingsPageData, SettingsPageLocal> harness("/settings", BuildSettingsPageData, DrawSettingsPage);
  const SettingsPageData data = harness.Built();
  EXPECT_EQ(data.user_name, "Alice");
  EXPECT_EQ(data.user.text, "Alice Liddell");
  ASSERT_EQ(data.ownership.size(), 2U);
  EXPECT_EQ(data.ownership[1].text, "Team A");
  EXPECT_EQ(data.version, "1.2.3");
  EXPECT_EQ(data.entity_count, 12U);
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("heading \"Settings\" [level=1]"));
}

TEST(SettingsPage, ChoosesAThemeAndSignsOut) {
  ViewHarness<SettingsPageData, SettingsPageLocal> harness("/settings", BuildSettingsPageData, DrawSettingsPage);
  harness.Drawn().Click(Role::Radio, "Dark");
  EXPECT_EQ(harness.fixture().store().state().settings.theme, store::ThemeChoice::Dark);
  harness.Drawn().Click(Role::Button, "Sign out");
  EXPECT_EQ(store::SignedIn(harness.fixture().store().state()), nullptr);
}

TEST(NotFound, NamesThePathAndLeadsOn) {
  ViewHarness<NotFoundData, NotFoundLocal> harness("/nowhere", BuildNotFoundData, DrawNotFound);
  EXPECT_THAT(harness.Drawn().Tree(), HasSubstr("There is no page at /nowhere"));
  EXPECT_TRUE(harness.Drawn().Has(Role::Link, "Go to the catalog"));
}

}  // namespace
}  // namespace callboard::views
