#include "client/app/app.hpp"

#include <gmock/gmock.h>

#include "client/platform/native_platform.hpp"
#include "client/ui/fixed_glyphs.hpp"
#include "client/ui/headless_renderer.hpp"

namespace callboard::app {
namespace {

using testing::HasSubstr;
using ui::Role;

constexpr std::string_view kSignedIn = R"({"backstageIdentity":{"token":"t","expiresInSeconds":3600,
  "identity":{"type":"user","userEntityRef":"user:default/guest","ownershipEntityRefs":["user:default/guest"]}},
  "profile":{"displayName":"Guest"},"providerInfo":{}})";

constexpr double kNowSecs = 1'000'000;

/// The whole application on a machine in memory.
struct Portal {
  platform::Platform machine;
  platform::MemoryFetcher* fetcher = nullptr;
  platform::MemoryHistory* history = nullptr;
  ui::FixedGlyphs glyphs;
  ui::Context context{glyphs};
  std::unique_ptr<App> app;
  AppOutput last;

  explicit Portal(std::string url) {
    auto made_fetcher = std::make_unique<platform::MemoryFetcher>();
    auto made_history = std::make_unique<platform::MemoryHistory>(std::move(url));
    fetcher = made_fetcher.get();
    history = made_history.get();
    machine = {std::move(made_fetcher), std::make_unique<platform::MemoryBlobStore>(), std::move(made_history), [] {},
               [] { return kNowSecs; }};
    app = std::make_unique<App>(machine, context);
    Frames();
  }

  void Frames() {
    for (int i = 0; i < 4; ++i) {
      const bool scrolled = last.scroll_to_top;
      last = app->RunFrame({.system = {}, .wall_secs = kNowSecs});
      last.scroll_to_top |= scrolled;
      ui::AcceptTextures();
      if (last.frame.focus != 0) focused = last.frame.focus;
    }
  }

  void Click(Role role, std::string_view name) {
    last = {};
    for (const ui::SemanticNode& node : context.Nodes()) {
      if (node.role == role && node.name == name) {
        app->TakeInput({.kind = ui::InputKind::Click, .node = node.id, .text = {}});
        Frames();
        return;
      }
    }
    FAIL() << "no " << ui::NameOf(role) << " " << name << "\n" << Tree();
  }

  /// Answers every request for a path that begins with `path`; the others fail.
  void Answer(std::string_view path, std::string_view body) {
    while (!fetcher->pending().empty()) {
      if (fetcher->pending().front().request.url.starts_with(path)) {
        fetcher->Answer(200, {}, body);
      } else {
        fetcher->FailNext({ErrorCode::Unavailable, "offline", "", nullptr});
      }
    }
    Frames();
  }

  void Enter() {
    Click(Role::Button, "Enter");
    Answer("/api/auth/guest/refresh", kSignedIn);
  }

  [[nodiscard]] std::string Tree() const { return ui::DumpTree(context.Nodes()); }
  ui::NodeId focused = 0;
};

TEST(App, AsksWhoIsThereFirst) {
  const Portal portal("/catalog");
  EXPECT_THAT(portal.Tree(), HasSubstr("button \"Enter\""));
  EXPECT_THAT(portal.Tree(), Not(HasSubstr("sidebar nav")));
}

TEST(App, EnterOpensThePortal) {
  Portal portal("/");
  portal.Enter();
  EXPECT_THAT(portal.Tree(), HasSubstr("navigation \"sidebar nav\"\n"));
  EXPECT_THAT(portal.Tree(), HasSubstr("link \"Catalog\""));
  EXPECT_THAT(portal.Tree(), HasSubstr("link \"APIs\""));
}

TEST(App, SaysWhyNobodyWasSignedIn) {
  Portal portal("/");
  portal.Click(Role::Button, "Enter");
  portal.Answer("/nothing", "");
  EXPECT_THAT(portal.Tree(), HasSubstr("You could not be signed in"));
  EXPECT_THAT(portal.Tree(), HasSubstr("button \"Enter\"\n"));
}

TEST(App, LinksChangeTheAddressAndTheHeadingIsRead) {
  Portal portal("/no-such-page");
  portal.Enter();
  EXPECT_EQ(portal.last.title, "Page not found | Callboard");
  portal.focused = 0;
  portal.Click(Role::Link, "APIs");
  EXPECT_EQ(portal.history->Url(), "/api-docs");
  EXPECT_TRUE(portal.last.scroll_to_top);
  const ui::SemanticNode* heading = ui::FindNode(portal.context.Nodes(), portal.focused);
  ASSERT_NE(heading, nullptr);
  EXPECT_EQ(heading->role, Role::Heading);
}

TEST(App, BackShowsThePageBefore) {
  Portal portal("/no-such-page");
  portal.Enter();
  portal.Click(Role::Link, "APIs");
  ASSERT_TRUE(portal.history->Back());
  portal.app->FollowAddress();
  portal.Frames();
  EXPECT_EQ(portal.last.title, "Page not found | Callboard");
}

TEST(App, SignOutAsksAgain) {
  Portal portal("/");
  portal.Enter();
  portal.Click(Role::Button, "Account");
  portal.Click(Role::MenuItem, "Sign out");
  EXPECT_THAT(portal.Tree(), HasSubstr("button \"Enter\""));
}

}  // namespace
}  // namespace callboard::app
