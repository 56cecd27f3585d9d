#include "client/store/store.hpp"

#include <gmock/gmock.h>

#include "client/store/fixture.hpp"

namespace callboard::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kPetstore = "component:default/petstore";
const Needs kPetstorePage = {Need{}, {Need::What::Entity, std::string(kPetstore)}};

TEST(Store, LinksAndTheAddressChangeTheRoute) {
  StoreFixture fixture("/settings");
  fixture.store().Start();
  EXPECT_EQ(fixture.store().route().screen, Screen::Settings);
  fixture.store().FollowLink("/api-docs?filters[type]=grpc");
  EXPECT_EQ(fixture.store().route().screen, Screen::ApiIndex);
  EXPECT_THAT(fixture.store().route().list.types, ElementsAre("grpc"));
  EXPECT_EQ(fixture.Url(), "/api-docs?filters[type]=grpc");
}

TEST(Store, RoutesOfCommandsAreInTheAddress) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  ListQuery list;
  list.text = "pet";
  fixture.Push(ShowRoute{ListRoute(Screen::CatalogIndex, list), true});
  EXPECT_EQ(fixture.Url(), "/catalog?filters[kind]=component&filters[user]=all&filters[text]=pet");
  EXPECT_EQ(fixture.store().route().list.text, "pet");
}

TEST(Store, SettingsAreKept) {
  StoreFixture fixture;
  fixture.Enter();
  fixture.Push(ToggleStar{std::string(kPetstore)});
  fixture.Push(ToggleStar{"api:default/petstore"});
  fixture.Push(ToggleStar{"api:default/petstore"});
  fixture.Push(ChooseTheme{ThemeChoice::Dark});
  std::string kept;
  fixture.blobs().Get("settings", [&](std::string text) { kept = std::move(text); });
  EXPECT_EQ(
      kept,
      R"({"theme":"dark","starredEntities":["component:default/petstore"],"visitedEntities":[],"views":[],"provider":"guest"})");
  EXPECT_TRUE(IsStarred(fixture.store().state(), kPetstore));
}

TEST(Store, DefinitionOfAnApiIsReadWhenItArrives) {
  StoreFixture fixture("/catalog/default/api/a");
  fixture.Enter();
  fixture.LoadCatalog();
  fixture.Frame({{Need::What::Entity, "api:default/a"}, {Need::What::Entity, std::string(kPetstore)}});
  fixture.Answer(R"({"kind":"API","spec":{"type":"graphql","definition":"type Query { a: Int }"}})");
  fixture.Answer(R"({"kind":"Component","spec":{"type":"graphql","definition":"type Query { a: Int }"}})");
  const AppState& state = fixture.store().state();
  const auto definition = DetailsOf(state, "api:default/a")->value()->definition;
  ASSERT_NE(definition, nullptr);
  EXPECT_EQ(std::get<definitions::GraphQlSchema>(definition->content).types.size(), 1U);
  EXPECT_EQ(DetailsOf(state, kPetstore)->value()->definition, nullptr);
}

TEST(Store, ApiIsAskedOnceAtATime) {
  StoreFixture fixture;
  fixture.Enter();
  const AskApi ask{"GET /pets", {.method = "GET", .url = "https://api.example.com/pets"}};
  fixture.Push(ask);
  fixture.Push(ask);
  ASSERT_EQ(fixture.fetcher().pending().size(), 1U);
  EXPECT_THAT(fixture.fetcher().pending().front().request.headers, IsEmpty()) << "the portal's token is not theirs";
  fixture.Advance(2);
  fixture.Answer("[]", 500);
  const auto& trial = fixture.store().state().trials.at("GET /pets");
  ASSERT_NE(trial.value(), nullptr);
  EXPECT_EQ(trial.value()->status, 500);
  EXPECT_DOUBLE_EQ(trial.value()->secs, 2);
  fixture.Push(ask);
  fixture.fetcher().FailNext({ErrorCode::Unavailable, "No", {}, nullptr});
  EXPECT_NE(trial.error(), nullptr);
  fixture.Push(SignOut{});
  EXPECT_TRUE(fixture.store().state().trials.empty());
}

TEST(Store, EntityIsFetchedOnce) {
  StoreFixture fixture("/catalog/default/component/petstore");
  fixture.Enter();
  fixture.LoadCatalog();
  fixture.Frame(kPetstorePage);
  fixture.Frame(kPetstorePage);
  ASSERT_EQ(fixture.fetcher().pending().size(), 2U) << "with the one that waits for news";
  EXPECT_EQ(fixture.NextUrl(), "/api/catalog/entities/by-name/component/default/petstore");
  fixture.Answer(R"({"kind":"Component"})");
  const auto* const details = DetailsOf(fixture.store().state(), kPetstore);
  ASSERT_NE(details, nullptr);
  EXPECT_EQ(StringMember(details->value()->document, "kind"), "Component");
  fixture.Frame(kPetstorePage);
  EXPECT_EQ(fixture.NextUrl(), "/api/catalog/feed?since=12&wait=25") << "and nothing else";
}

TEST(Store, EntityIsFetchedAgainWhenItChanged) {
  StoreFixture fixture("/catalog/default/component/petstore");
  fixture.Enter();
  fixture.LoadCatalog();
  fixture.Frame(kPetstorePage);
  fixture.Answer(R"({"kind":"Component"})");
  fixture.Frame(kPetstorePage);
  fixture.Answer(FeedOf({FixtureEntities()[0]}, 12));
  fixture.Frame(kPetstorePage);
  EXPECT_EQ(fixture.NextUrl(), "/api/catalog/entities/by-name/component/default/petstore");
  EXPECT_NE(DetailsOf(fixture.store().state(), kPetstore)->value(), nullptr) << "the old one is shown meanwhile";
}

TEST(Store, MissingEntityFailsUntilAskedAgain) {
  StoreFixture fixture("/catalog/default/component/petstore");
  fixture.Enter();
  fixture.LoadCatalog();
  fixture.Frame(kPetstorePage);
  fixture.Answer(R"({"error":{"message":"No entity"}})", 404);
  fixture.Frame(kPetstorePage);
  EXPECT_EQ(fixture.NextUrl(), "/api/catalog/feed?since=12&wait=25") << "and nothing else";
  EXPECT_EQ(DetailsOf(fixture.store().state(), kPetstore)->error()->code, ErrorCode::NotFound);
  fixture.Push(Retry{kPetstorePage[1]});
  fixture.Frame(kPetstorePage);
  EXPECT_EQ(fixture.NextUrl(), "/api/catalog/entities/by-name/component/default/petstore");
}

TEST(Store, RevisionGrowsWithEveryChange) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  auto last = fixture.store().revision();
  const auto grew = [&] { return std::exchange(last, fixture.store().revision()) < last; };
  fixture.Frame();
  EXPECT_FALSE(grew()) << "a quiet frame changes nothing";
  fixture.LoadCatalog();
  EXPECT_TRUE(grew());
  fixture.Push(ChooseTheme{ThemeChoice::Light});
  EXPECT_TRUE(grew());
  fixture.store().FollowLink("/settings");
  EXPECT_TRUE(grew());
}

}  // namespace
}  // namespace callboard::store
