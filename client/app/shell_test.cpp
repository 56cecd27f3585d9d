#include "client/app/shell.hpp"

#include <gmock/gmock.h>

#include "client/app/sign_in.hpp"
#include "client/ui/test_driver.hpp"

namespace callboard::app {
namespace {

using ui::Role;

struct Fixture {
  ShellData data{.app_title = "Callboard", .path = "/api-docs", .user = "Guest"};
  ShellLocal local;
  ShellResult result;
  ui::TestDriver driver;
  explicit Fixture(ui::Environment environment = {})
      : driver(
            [this](ui::Frame& frame) {
              ShellResult now = DrawShell(frame, data, local, [&] { frame.Heading(1, "APIs"); });
              if (now.search || now.sign_out) result = std::move(now);
            },
            environment) {}
};

TEST(Shell, HasTheLandmarksOfAPortal) {
  const Fixture shell;
  EXPECT_EQ(shell.driver.Tree(),
            "group\n"
            "  banner\n"
            "    link \"Callboard\" -> /\n"
            "    search \"Portal\"\n"
            "      searchbox \"Search\"\n"
            "    button \"Go to\" (Ctrl+K)\n"
            "    button \"Account\" [collapsed]\n"
            "group\n"
            "  navigation \"sidebar nav\"\n"
            "    link \"Home\" -> /\n"
            "    link \"Catalog\" -> /catalog\n"
            "    link \"APIs\" [current] -> /api-docs\n"
            "    link \"Graph\" -> /catalog-graph\n"
            "    link \"Register\" -> /catalog-import\n"
            "    link \"Ingestion\" -> /ingestion\n"
            "    link \"Settings\" -> /settings\n"
            "main\n"
            "  heading \"APIs\" [level=1]\n");
}

TEST(Shell, SearchAsksOnEnter) {
  Fixture shell;
  shell.driver.Fill(Role::SearchField, "Search", "billing");
  EXPECT_FALSE(shell.result.search.has_value());
  shell.driver.Submit(Role::SearchField, "Search");
  EXPECT_EQ(shell.result.search, "billing");
}

TEST(Shell, SignsOutFromTheAccountMenu) {
  Fixture shell;
  shell.driver.Click(Role::Button, "Account");
  shell.driver.Click(Role::MenuItem, "Sign out");
  EXPECT_TRUE(shell.result.sign_out);
}

TEST(Shell, HidesTheLinksBehindAButtonWhenNarrow) {
  Fixture shell({.window = {320, 640}, .system = {}});
  EXPECT_FALSE(shell.driver.Has(Role::Navigation, "sidebar nav"));
  shell.driver.Click(Role::Button, "Navigation");
  EXPECT_TRUE(shell.driver.Has(Role::Link, "Catalog"));
  for (const ui::SemanticNode& node : shell.driver.Nodes()) EXPECT_LE(node.rect.Right(), 320) << node.name;
}

TEST(SignIn, EntersOnce) {
  int entered = 0;
  SignInData data{.app_title = "Callboard", .error = {}};
  ui::TestDriver driver([&](ui::Frame& frame) {
    if (DrawSignIn(frame, data)) ++entered;
  });
  driver.Click(Role::Button, "Enter");
  EXPECT_EQ(entered, 1);
  data.error = "The server could not be reached";
  driver.Settle();
  EXPECT_THAT(driver.Tree(), testing::HasSubstr("You could not be signed in"));
}

}  // namespace
}  // namespace callboard::app
