#include <gmock/gmock.h>

#include "client/store/fixture.hpp"

namespace callboard::store {
namespace {

constexpr std::string_view kSignInUrl = "/api/auth/guest/refresh";
constexpr std::string_view kEntityUrl = "/api/catalog/entities/by-name/component/default/web";
const Needs kWeb = {{Need::What::Entity, "component:default/web"}};

std::string SignInAs(std::string_view user, int expires_in_secs) {
  return DumpJson({{"profile", Json::object()},
                   {"backstageIdentity",
                    {{"token", "new"},
                     {"identity", {{"userEntityRef", user}, {"ownershipEntityRefs", Json::array()}}},
                     {"expiresInSeconds", expires_in_secs}}}});
}

TEST(Session, NobodyIsSignedInAtFirst) {
  StoreFixture fixture("/catalog");
  fixture.store().Start();
  EXPECT_TRUE(fixture.store().state().started);
  fixture.Frame(kWeb);
  EXPECT_EQ(fixture.NextUrl(), "/api/app/config");
  fixture.Answer("{}");
  EXPECT_EQ(fixture.NextUrl(), "");
  EXPECT_EQ(SignedIn(fixture.store().state()), nullptr);
}

TEST(Session, GuestEntersAndIsRemembered) {
  StoreFixture fixture;
  fixture.Enter();
  ASSERT_NE(SignedIn(fixture.store().state()), nullptr);
  EXPECT_EQ(SignedIn(fixture.store().state())->user_ref, "user:default/alice");
  EXPECT_EQ(fixture.store().state().settings.provider, "guest");
  fixture.store().Start();
  EXPECT_EQ(fixture.NextUrl(), kSignInUrl);
}

TEST(Session, RefusedSignInSaysWhy) {
  StoreFixture fixture;
  fixture.store().Start();
  fixture.Push(SignIn{"guest"});
  fixture.Answer(R"({"error":{"message":"The guest provider is off"}})", 404);
  ASSERT_NE(fixture.store().state().session.error(), nullptr);
  EXPECT_EQ(fixture.store().state().session.error()->message, "The guest provider is off");
  EXPECT_EQ(SignedIn(fixture.store().state()), nullptr);
}

TEST(Session, TokenIsRenewedBeforeItRunsOut) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.Advance(3600 - 121);
  fixture.Frame();
  EXPECT_EQ(fixture.NextUrl(), "");
  fixture.Advance(2);
  fixture.Frame();
  EXPECT_EQ(fixture.NextUrl(), kSignInUrl);
  EXPECT_NE(SignedIn(fixture.store().state()), nullptr);
  fixture.Answer(SignInAs("user:default/alice", 3600));
  fixture.Frame(kWeb);
  EXPECT_EQ(fixture.NextUrl(), kEntityUrl);
}

TEST(Session, StaysReadableWhileTheServerIsAway) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.Advance(4000);
  fixture.Frame(kWeb);
  fixture.fetcher().FailNext({ErrorCode::Unavailable, "away", {}, nullptr});
  EXPECT_NE(SignedIn(fixture.store().state()), nullptr);
  fixture.Frame(kWeb);
  EXPECT_EQ(fixture.NextUrl(), "") << "neither a call with an old token, nor another try at once";
  fixture.Advance(11);
  fixture.Frame(kWeb);
  EXPECT_EQ(fixture.NextUrl(), kSignInUrl);
}

TEST(Session, RefusedTokenIsRenewedAndTheCallRepeated) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.Advance(60);
  fixture.Frame(kWeb);
  fixture.Answer(R"({"error":{"message":"Illegal token"}})", 401);
  fixture.Frame(kWeb);
  EXPECT_EQ(fixture.NextUrl(), kSignInUrl);
  fixture.Answer(SignInAs("user:default/alice", 3600));
  fixture.Frame(kWeb);
  EXPECT_EQ(fixture.NextUrl(), kEntityUrl);
}

TEST(Session, EndsWhenANewTokenIsRefused) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.Frame(kWeb);
  fixture.Answer(R"({"error":{"message":"Illegal token"}})", 401);
  EXPECT_EQ(SignedIn(fixture.store().state()), nullptr);
  ASSERT_NE(fixture.store().state().session.error(), nullptr);
  EXPECT_EQ(fixture.store().state().session.error()->message, "Illegal token");
}

TEST(Session, SigningOutForgetsEverything) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.LoadCatalog();
  fixture.Frame(kWeb);
  fixture.Push(SignOut{});
  EXPECT_EQ(fixture.NextUrl(), "") << "what was under way is cancelled";
  EXPECT_EQ(SignedIn(fixture.store().state()), nullptr);
  EXPECT_EQ(IndexOf(fixture.store().state()), nullptr);
  std::string manifest = "unset";
  fixture.blobs().Get("catalog/user:default/alice/manifest", [&](std::string text) { manifest = std::move(text); });
  EXPECT_EQ(manifest, "");
}

}  // namespace
}  // namespace callboard::store
