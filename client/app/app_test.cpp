#include "client/app/app.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "client/platform/native_platform.hpp"
#include "client/store/fixture.hpp"
#include "client/ui/fixed_glyphs.hpp"
#include "client/ui/headless_renderer.hpp"

namespace callboard::app {
namespace {

using testing::HasSubstr;
using ui::Role;

constexpr std::string_view kSignedIn = R"({"backstageIdentity":{"token":"t","expiresInSeconds":3600,
  "identity":{"type":"user","userEntityRef":"user:default/guest","ownershipEntityRefs":["user:default/guest"]}},
  "profile":{"displayName":"Guest"},"providerInfo":{}})";

/// The whole application on a machine in memory.
struct Portal {
  platform::Platform machine;
  platform::MemoryFetcher* fetcher = nullptr;
  platform::MemoryHistory* history = nullptr;
  ui::FixedGlyphs glyphs;
  ui::Context context{glyphs};
  std::unique_ptr<App> app;
  AppOutput last;
  double now_secs = 1'000'000;

  explicit Portal(std::string url) {
    auto made_fetcher = std::make_unique<platform::MemoryFetcher>();
    auto made_history = std::make_unique<platform::MemoryHistory>(std::move(url));
    fetcher = made_fetcher.get();
    history = made_history.get();
    machine = {std::move(made_fetcher), std::make_unique<platform::MemoryBlobStore>(), std::move(made_history), [] {},
               [this] { return now_secs; }};
    app = std::make_unique<App>(machine, context);
    Frames();
  }

  void Frames() {
    for (int i = 0; i < 4; ++i) {
      const bool scrolled = last.scroll_to_top;
      last = app->RunFrame({.system = {}, .now_secs = now_secs, .wall_secs = now_secs});
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

  [[nodiscard]] ui::NodeId Find(Role role, std::string_view name) const {
    for (const ui::SemanticNode& node : context.Nodes()) {
      if (node.role == role && node.name == name) return node.id;
    }
    return 0;
  }

  [[nodiscard]] bool Asks(std::string_view url) const {
    return std::ranges::any_of(fetcher->pending(), [&](const auto& pending) { return pending.request.url == url; });
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

TEST(App, WhatALinkUnderTheMouseNeedsIsFetched) {
  Portal portal("/catalog");
  portal.Enter();
  portal.Answer("/api/catalog/feed", store::FeedOf(store::FixtureEntities()));
  constexpr std::string_view kEntity = "/api/catalog/entities/by-name/component/default/petstore";
  portal.app->TakeInput({.kind = ui::InputKind::Hover, .node = portal.Find(Role::Link, "Pet store"), .text = {}});
  portal.Frames();
  EXPECT_FALSE(portal.Asks(kEntity)) << "the mouse may be on its way elsewhere";
  portal.now_secs += 1;
  portal.Frames();
  EXPECT_TRUE(portal.Asks(kEntity));
}

TEST(App, SaysWhenTheCatalogMayBeOutOfDate) {
  Portal portal("/catalog");
  portal.Enter();
  portal.Answer("/api/catalog/feed?since=0", store::FeedOf(store::FixtureEntities()));
  EXPECT_THAT(portal.Tree(), Not(HasSubstr("out of date")));
  portal.Answer("/nothing", "");
  EXPECT_THAT(portal.Tree(), HasSubstr("The catalog may be out of date"));
  EXPECT_THAT(portal.Tree(), HasSubstr("It was up to date just now. offline. Trying again by itself"));
  EXPECT_THAT(portal.Tree(), HasSubstr("link \"Pet store\""));
  portal.now_secs += 60;
  portal.Frames();
  portal.Answer("/api/catalog/feed", store::EmptyFeed(12));
  EXPECT_THAT(portal.Tree(), Not(HasSubstr("out of date")));
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
