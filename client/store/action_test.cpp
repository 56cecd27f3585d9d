// What people ask the server to do, and what is read of it beside the catalog.

#include <gmock/gmock.h>

#include "client/store/fixture.hpp"

namespace callboard::store {
namespace {

using testing::IsEmpty;

constexpr std::string_view kUrl = "https://git.example.org/shop/catalog-info.yaml";
constexpr std::string_view kHistoryUrl = "/api/catalog/entities/by-name/component/default/petstore/history?limit=50";
const Need kHistory = {Need::What::EntityHistory, "component:default/petstore"};
const Need kIngestion = {Need::What::Ingestion, {}};

struct CallCase {
  Command command;
  std::string key;
  std::string request;  // method, URL and body
};

class ActionCalls : public testing::TestWithParam<CallCase> {};

TEST_P(ActionCalls, AreThoseOfTheRoutes) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.Push(GetParam().command);
  ASSERT_EQ(fixture.fetcher().pending().size(), 1U);
  const platform::FetchRequest& request = fixture.fetcher().pending().front().request;
  EXPECT_EQ(request.method + " " + request.url + " " + request.body, GetParam().request);
  const auto* const action = ActionOf(fixture.store().state(), GetParam().key);
  ASSERT_NE(action, nullptr);
  EXPECT_TRUE(action->IsLoading());
  fixture.Answer("", 204);
  EXPECT_EQ(action->state(), RemoteState::Ready);
}

INSTANTIATE_TEST_SUITE_P(
    All, ActionCalls,
    testing::Values(CallCase{RefreshEntity{"component:default/a"}, "refresh component:default/a",
                             R"(POST /api/catalog/refresh {"entityRef":"component:default/a"})"},
                    CallCase{UnregisterLocation{"id-1"}, "unregister id-1", "DELETE /api/catalog/locations/id-1 "},
                    CallCase{DeleteEntity{"uid-1"}, "delete uid-1", "DELETE /api/catalog/entities/by-uid/uid-1 "},
                    CallCase{AnalyzeLocation{std::string(kUrl)}, "analyze " + std::string(kUrl),
                             R"(POST /api/catalog/analyze-location {"location":{"type":"url","target":")" +
                                 std::string(kUrl) + R"("}})"},
                    CallCase{PreviewLocation{std::string(kUrl)}, "preview " + std::string(kUrl),
                             R"(POST /api/catalog/locations?dryRun=true {"type":"url","target":")" + std::string(kUrl) +
                                 R"("})"},
                    CallCase{RegisterLocation{std::string(kUrl)}, "register " + std::string(kUrl),
                             R"(POST /api/catalog/locations {"type":"url","target":")" + std::string(kUrl) + R"("})"}));

TEST(Actions, AreAskedOnceAtATime) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.Push(RefreshEntity{"component:default/a"});
  fixture.Push(RefreshEntity{"component:default/a"});
  EXPECT_EQ(fixture.fetcher().pending().size(), 1U);
}

TEST(Actions, ErrorsKeepTheMessageAndTheIdOfTheRequest) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.Push(RegisterLocation{std::string(kUrl)});
  ASSERT_TRUE(fixture.fetcher().Answer(403, {{"x-request-id", "r-17"}}, R"({"error":{"message":"Not allowed"}})"));
  const std::string key = ActionKey(RegisterLocation{std::string(kUrl)});
  const Error* const error = ActionOf(fixture.store().state(), key)->error();
  ASSERT_NE(error, nullptr);
  EXPECT_EQ(error->code, ErrorCode::Forbidden);
  EXPECT_EQ(error->message, "Not allowed");
  EXPECT_EQ(error->detail, "r-17");
  fixture.Push(ForgetAction{key});
  EXPECT_EQ(ActionOf(fixture.store().state(), key), nullptr);
}

TEST(Actions, WhatChangedIsSeenAtOnce) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.LoadCatalog();
  fixture.Frame({Need{}, kHistory});
  fixture.Answer(R"({"items":[]})");
  fixture.Frame({Need{}, kHistory});
  ASSERT_EQ(fixture.fetcher().pending().size(), 1U) << "only news of the catalog are waited for";
  fixture.Push(RefreshEntity{kHistory.ref});
  fixture.Answer("");
  fixture.Frame({Need{}, kHistory});
  EXPECT_EQ(fixture.NextUrl(), kHistoryUrl);
}

TEST(Reads, AreKeptUntilTheCatalogChanges) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.LoadCatalog();
  fixture.Frame({Need{}, kHistory});
  fixture.Answer(R"({"items":[1]})");
  fixture.Frame({Need{}, kHistory});
  fixture.Answer(FeedOf({FixtureEntities()[0]}, 12));
  EXPECT_NE(ReadOf(fixture.store().state(), kHistory)->value(), nullptr) << "the old one is shown meanwhile";
  fixture.Frame({Need{}, kHistory});
  EXPECT_EQ(fixture.NextUrl(), kHistoryUrl);
}

TEST(Reads, HowIngestionGoesIsAskedAgainAfterAWhile) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.Frame({kIngestion});
  EXPECT_EQ(fixture.NextUrl(), "/api/catalog/ingestion");
  fixture.Answer(R"({"locations":[]})");
  fixture.Frame({kIngestion});
  EXPECT_THAT(fixture.fetcher().pending(), IsEmpty());
  fixture.Advance(Store::kRunsFreshSecs + 1);
  fixture.Frame({kIngestion});
  EXPECT_EQ(fixture.NextUrl(), "/api/catalog/ingestion");
}

TEST(Reads, FailuresAreKeptUntilAskedAgain) {
  StoreFixture fixture("/catalog");
  fixture.Enter();
  fixture.Frame({kHistory});
  fixture.Answer(R"({"error":{"message":"No entity"}})", 404);
  fixture.Frame({kHistory});
  EXPECT_THAT(fixture.fetcher().pending(), IsEmpty());
  EXPECT_EQ(ReadOf(fixture.store().state(), kHistory)->error()->code, ErrorCode::NotFound);
  fixture.Push(Retry{kHistory});
  fixture.Frame({kHistory});
  EXPECT_EQ(fixture.fetcher().pending().size(), 1U);
}

}  // namespace
}  // namespace callboard::store
