#include "functions/catalog/providers/provider_store.hpp"

#include <gtest/gtest.h>

#include <format>
#include <pqxx/pqxx>

#include "functions/catalog/providers/webhook_store.hpp"
#include "functions/catalog/test_database.hpp"

namespace callboard::catalog {
namespace {

using std::chrono::hours, std::chrono::milliseconds, std::chrono::minutes;

class ProviderStoreTest : public CatalogDatabaseTest {
 protected:
  void SetUp() override {
    CatalogDatabaseTest::SetUp();
    store_ = std::make_unique<PostgresProviderStore>(pool());
    events_ = std::make_unique<PostgresWebhookStore>(pool());
  }

  /// As if `time` had passed.
  void Pass(std::string_view time) {
    Value(
        std::format("update catalog.providers set next_run_at = next_run_at - interval '{0}', "
                    "claimed_until = claimed_until - interval '{0}'",
                    time));
    Value(
        std::format("update catalog.webhook_events set due_at = due_at - interval '{0}', "
                    "claimed_until = claimed_until - interval '{0}', received_at = received_at - interval '{0}'",
                    time));
  }

  std::optional<ProviderClaim> Claim() {
    auto claim = store_->ClaimDue(providers_);
    EXPECT_TRUE(claim) << claim.error().message << claim.error().detail;
    return claim.value_or(std::nullopt);
  }

  Json Row() {
    const auto list = store_->List();
    EXPECT_TRUE(list);
    return list && !list->empty() ? (*list)[0] : Json();
  }

  std::optional<ClaimedEvent> NextEvent() {
    auto event = events_->Claim(minutes(5));
    EXPECT_TRUE(event) << event.error().message << event.error().detail;
    return event.value_or(std::nullopt);
  }

  std::unique_ptr<PostgresProviderStore> store_;
  std::unique_ptr<PostgresWebhookStore> events_;
  std::vector<ProviderRegistration> providers_ = {{"github:a", {.frequency = hours(3), .timeout = minutes(10)}}};
};

TEST_F(ProviderStoreTest, OneRunsAtATimeAndAgainAfterItsInterval) {
  EXPECT_FALSE(Claim()) << "not registered yet";
  ASSERT_TRUE(store_->Register(providers_));
  const auto claim = Claim();
  ASSERT_TRUE(claim);
  EXPECT_EQ(claim->id, "github:a");
  EXPECT_EQ(claim->state, Json::object());
  EXPECT_FALSE(Claim());
  EXPECT_EQ(Row()["isRunning"], true);
  ASSERT_TRUE(store_->Finish({.id = claim->id, .claim = claim->claim, .state = {{"page", 1}}, .entity_count = 5}));
  EXPECT_FALSE(Claim());
  EXPECT_EQ(Row()["entityCount"], 5);
  Pass("3 hours");
  EXPECT_EQ(Claim()->state, Json({{"page", 1}}));
}

TEST_F(ProviderStoreTest, TheFirstRunWaitsForItsDelay) {
  providers_[0].schedule.initial_delay = minutes(5);
  ASSERT_TRUE(store_->Register(providers_));
  EXPECT_FALSE(Claim());
  Pass("5 minutes");
  EXPECT_TRUE(Claim());
}

TEST_F(ProviderStoreTest, ARunWhoseProcessDiedIsTakenOverAndItsEndIsNoNews) {
  ASSERT_TRUE(store_->Register(providers_));
  const auto lost = Claim();
  ASSERT_TRUE(lost);
  Pass("10 minutes");
  EXPECT_FALSE(Claim());
  Pass("1 minute");
  const auto taken = Claim();
  ASSERT_TRUE(taken);
  ASSERT_TRUE(store_->Finish({.id = lost->id, .claim = lost->claim, .state = {{"lost", 1}}, .entity_count = 99}));
  EXPECT_EQ(Row()["isRunning"], true);
  EXPECT_EQ(Row()["entityCount"], 0);
}

TEST_F(ProviderStoreTest, WhoAsksDuringARunGetsOneMore) {
  ASSERT_TRUE(store_->Register(providers_));
  const auto claim = Claim();
  ASSERT_TRUE(claim);
  ASSERT_TRUE(store_->RequestRun({"github:a"}));
  EXPECT_FALSE(Claim());
  ASSERT_TRUE(store_->Finish({.id = claim->id, .claim = claim->claim, .state = Json::object()}));
  EXPECT_TRUE(Claim());
}

TEST_F(ProviderStoreTest, AFailureIsToldAndComesAgainSoonerThanTheSchedule) {
  ASSERT_TRUE(store_->Register(providers_));
  auto claim = Claim();
  ASSERT_TRUE(store_->Finish({.id = claim->id, .claim = claim->claim, .state = Json::object(), .entity_count = 7}));
  Pass("3 hours");
  claim = Claim();
  ASSERT_TRUE(store_->Finish({.id = claim->id, .claim = claim->claim, .state = {{"half", 1}}, .error = "away"}));
  EXPECT_EQ(Row()["error"], "away");
  EXPECT_EQ(Row()["failures"], 1);
  EXPECT_EQ(Row()["entityCount"], 7);
  EXPECT_FALSE(Claim());
  Pass("1 minute");
  claim = Claim();
  ASSERT_TRUE(claim);
  EXPECT_EQ(claim->state, Json({{"half", 1}}));
  ASSERT_TRUE(store_->Finish({.id = claim->id, .claim = claim->claim, .state = Json::object(), .error = "away"}));
  Pass("1 minute");
  EXPECT_FALSE(Claim()) << "the second time it waits longer";
}

TEST_F(ProviderStoreTest, AHostThatWantsToBeLeftAloneIs) {
  ASSERT_TRUE(store_->Register(providers_));
  const auto claim = Claim();
  const SystemTime later = std::chrono::system_clock::now() + hours(5);
  ASSERT_TRUE(store_->Finish(
      {.id = claim->id, .claim = claim->claim, .state = Json::object(), .error = "limit", .retry_at = later}));
  Pass("4 hours");
  EXPECT_FALSE(Claim());
  Pass("61 minutes");
  EXPECT_TRUE(Claim());
}

TEST_F(ProviderStoreTest, RunsByHandOnlyWhenAsked) {
  providers_[0].schedule.frequency.reset();
  ASSERT_TRUE(store_->Register(providers_));
  const auto claim = Claim();
  ASSERT_TRUE(store_->Finish({.id = claim->id, .claim = claim->claim, .state = Json::object()}));
  EXPECT_TRUE(Row()["nextRunAt"].is_null());
  EXPECT_FALSE(Claim());
  ASSERT_TRUE(store_->RequestRun({"github:a"}));
  EXPECT_TRUE(Claim());
}

TEST_F(ProviderStoreTest, WhatNobodyRunsForLongIsAbandoned) {
  ASSERT_TRUE(store_->Register({{"github:old", {}}}));
  EXPECT_TRUE(store_->Abandoned(providers_)->empty());
  Pass("61 minutes");
  EXPECT_EQ(store_->Abandoned(providers_), std::vector<std::string>{"github:old"});
  EXPECT_TRUE(store_->Abandoned({{"github:old", {}}})->empty());
  Value("update catalog.providers set next_run_at = 'infinity', last_started_at = now() - interval '23 hours'");
  EXPECT_TRUE(store_->Abandoned(providers_)->empty());
  Value("update catalog.providers set last_started_at = now() - interval '25 hours'");
  EXPECT_EQ(store_->Abandoned(providers_)->size(), 1);
  ASSERT_TRUE(store_->Forget("github:old"));
  EXPECT_TRUE(store_->Abandoned(providers_)->empty());
}

TEST_F(ProviderStoreTest, EventsAreHandledInTheOrderOfTheirKeys) {
  EXPECT_EQ(events_->Add({"g:1", {}, "repo 1", "github", "push", "{}"}), true);
  EXPECT_EQ(events_->Add({"g:2", {}, "repo 1", "github", "push", "{}"}), true);
  EXPECT_EQ(events_->Add({"g:3", {}, "repo 2", "github", "push", "{\"x\":1}"}), true);
  const auto first = NextEvent();
  const auto other = NextEvent();
  ASSERT_TRUE(first && other);
  EXPECT_EQ(other->payload, "{\"x\":1}");
  EXPECT_FALSE(NextEvent()) << "behind the first of its key";
  ASSERT_TRUE(events_->Finish(first->seq, "away", milliseconds(60'000)));
  EXPECT_FALSE(NextEvent()) << "the first one is to come again";
  Pass("1 minute");
  EXPECT_EQ(NextEvent()->attempts, 2);
  ASSERT_TRUE(events_->Finish(first->seq, "", {}));
  EXPECT_TRUE(NextEvent());
}

TEST_F(ProviderStoreTest, AnEventIsTakenInOnceUnlessItWasGivenUp) {
  const WebhookEvent event{"g:1", "print", "key", "github", "push", "{}"};
  EXPECT_EQ(events_->Add(event), true);
  EXPECT_EQ(events_->Add(event), false);
  WebhookEvent renamed = event;
  renamed.id = "g:other";
  EXPECT_EQ(events_->Add(renamed), false);
  const auto claimed = NextEvent();
  ASSERT_TRUE(events_->Finish(claimed->seq, "", {}));
  EXPECT_EQ(events_->Add(event), false);
  const WebhookEvent failing{"g:2", {}, "key", "github", "push", "{}"};
  EXPECT_EQ(events_->Add(failing), true);
  ASSERT_TRUE(events_->Finish(NextEvent()->seq, "away", {}));
  EXPECT_FALSE(NextEvent());
  EXPECT_EQ(events_->Add(failing), true);
  EXPECT_EQ(NextEvent()->attempts, 1);
}

TEST_F(ProviderStoreTest, AnEventWhoseProcessDiedIsHandledByAnother) {
  EXPECT_EQ(events_->Add({"g:1", {}, "key", "github", "push", "{}"}), true);
  ASSERT_TRUE(NextEvent());
  EXPECT_FALSE(NextEvent());
  Pass("5 minutes");
  EXPECT_EQ(NextEvent()->attempts, 2);
}

TEST_F(ProviderStoreTest, WhatWasDoneIsForgottenAfterAWhile) {
  const WebhookEvent event{"g:1", "print", "key", "github", "push", "{}"};
  EXPECT_EQ(events_->Add(event), true);
  ASSERT_TRUE(events_->Finish(NextEvent()->seq, "", {}));
  Pass("6 days");
  ASSERT_TRUE(events_->Prune(hours(24 * 7)));
  EXPECT_EQ(events_->Add(event), false);
  Pass("1 day");
  ASSERT_TRUE(events_->Prune(hours(24 * 7)));
  EXPECT_EQ(events_->Add(event), true);
}

}  // namespace
}  // namespace callboard::catalog
