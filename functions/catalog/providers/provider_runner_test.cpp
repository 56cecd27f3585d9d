#include "functions/catalog/providers/provider_runner.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <future>

#include "functions/catalog/providers/scm_location.hpp"
#include "functions/catalog/providers/worker.hpp"

namespace callboard::catalog {
namespace {

/// Gives out what a test says is due, and keeps how it ended.
class FakeProviderStore : public ProviderStore {
 public:
  Status Register(const std::vector<ProviderRegistration>& providers) override {
    registered = providers.size();
    return {};
  }
  Result<std::optional<ProviderClaim>> ClaimDue(const std::vector<ProviderRegistration>&) override {
    if (due.empty()) return std::nullopt;
    ProviderClaim claim{due.front(), "claim", {{"known", 1}}};
    due.pop_front();
    return claim;
  }
  Status Finish(const ProviderOutcome& outcome) override {
    outcomes.push_back(outcome);
    return {};
  }
  Status RequestRun(const std::vector<std::string>& ids) override {
    requested.insert(requested.end(), ids.begin(), ids.end());
    return {};
  }
  Result<std::vector<std::string>> Abandoned(const std::vector<ProviderRegistration>&) override { return abandoned; }
  Status Forget(const std::string& id) override {
    std::erase(abandoned, id);
    return {};
  }
  Result<Json> List() override { return Json::array({{{"id", "test:a"}, {"entityCount", 3}}}); }

  std::size_t registered = 0;
  std::deque<std::string> due;
  std::vector<ProviderOutcome> outcomes;
  std::vector<std::string> requested;
  std::vector<std::string> abandoned;
};

class QueueOfEvents : public WebhookStore {
 public:
  struct Ending {
    std::string error;
    std::optional<std::chrono::milliseconds> retry_in;
  };
  Result<bool> Add(const WebhookEvent&) override { return true; }
  Result<std::optional<ClaimedEvent>> Claim(std::chrono::milliseconds) override {
    if (open.empty()) return std::nullopt;
    ClaimedEvent event = open.front();
    open.pop_front();
    return event;
  }
  Status Finish(long long, const std::string& error, std::optional<std::chrono::milliseconds> retry_in) override {
    endings.push_back({error, retry_in});
    return {};
  }
  Status Prune(std::chrono::hours) override { return {}; }

  std::deque<ClaimedEvent> open;
  std::vector<Ending> endings;
};

class FakeWriter : public CatalogWriter {
 public:
  Result<WriteSummary> ReplaceSource(std::string_view source, const std::vector<UnprocessedEntity>& entities) override {
    calls.push_back(std::format("replace {} {}", source, entities.size()));
    if (is_away) return Fail(ErrorCode::Unavailable, "The database cannot be reached");
    return WriteSummary{};
  }
  Result<WriteSummary> PatchSource(std::string_view source, const SourcePatch& patch) override {
    calls.push_back(std::format("patch {} {} {}", source, patch.upserts.size(), patch.removed.size()));
    return WriteSummary{};
  }
  Result<WriteSummary> Refresh(std::string_view) override { return WriteSummary{}; }
  Result<WriteSummary> RefreshTargets(const std::vector<std::string>& prefixes) override {
    calls.push_back("refresh " + prefixes.front());
    return WriteSummary{};
  }

  std::vector<std::string> calls;
  bool is_away = false;
};

class FakeProvider : public EntityProvider {
 public:
  const std::string& Id() const override { return id; }
  const ProviderSchedule& Schedule() const override { return schedule; }
  ProviderReading Read(const Json& state, const WorkLimits&) override {
    seen_state = state;
    ProviderReading reading = next;
    return reading;
  }
  Result<SourceChange> ChangeBy(const ScmEvent&, const WorkLimits&) override { return change; }

  std::string id = "test:a";
  ProviderSchedule schedule;
  Json seen_state;
  ProviderReading next;
  Result<SourceChange> change = SourceChange{};
};

class ProviderRunnerTest : public testing::Test {
 protected:
  ProviderRunnerTest() {
    std::vector<std::unique_ptr<EntityProvider>> providers;
    auto made = std::make_unique<FakeProvider>();
    provider_ = made.get();
    provider_->next.entities.push_back(LocationAt("https://a/b", "optional", "key"));
    provider_->next.state = {{"known", 2}};
    providers.push_back(std::move(made));
    runner_ = std::make_unique<ProviderRunner>(
        RunnerParts{.store = &store_, .events = &events_, .writer = &writer_, .limits = &limits_, .clock = &clock_},
        std::move(providers));
  }

  void RunOnce() {
    store_.due.push_back("test:a");
    ASSERT_TRUE(runner_->RunDue([] { return false; }));
  }

  FakeProviderStore store_;
  QueueOfEvents events_;
  FakeWriter writer_;
  RateLimits limits_;
  kit::ManualClock clock_;
  FakeProvider* provider_;
  std::unique_ptr<ProviderRunner> runner_;
};

TEST_F(ProviderRunnerTest, ARunMakesTheSourceWhatItFound) {
  RunOnce();
  EXPECT_EQ(provider_->seen_state, Json({{"known", 1}}));
  EXPECT_EQ(writer_.calls, std::vector<std::string>{"replace test:a 1"});
  ASSERT_EQ(store_.outcomes.size(), 1);
  EXPECT_EQ(store_.outcomes[0].error, "");
  EXPECT_EQ(store_.outcomes[0].entity_count, 1);
  EXPECT_EQ(store_.outcomes[0].state, Json({{"known", 2}}));
}

TEST_F(ProviderRunnerTest, ARunThatFailsLeavesTheCatalogAlone) {
  provider_->next.status = Fail(ErrorCode::Unavailable, "The host is away");
  provider_->next.retry_at = clock_.SystemNow();
  RunOnce();
  EXPECT_TRUE(writer_.calls.empty());
  EXPECT_EQ(store_.outcomes.at(0).error, "The host is away");
  EXPECT_EQ(store_.outcomes.at(0).retry_at, clock_.SystemNow());
  EXPECT_EQ(store_.outcomes.at(0).state, Json({{"known", 2}}));
}

TEST_F(ProviderRunnerTest, ACatalogThatDoesNotTakeARunIsItsError) {
  writer_.is_away = true;
  RunOnce();
  EXPECT_EQ(store_.outcomes.at(0).error, "The database cannot be reached");
}

TEST_F(ProviderRunnerTest, WhatIsNotConfiguredAnyMoreLeavesTheCatalog) {
  store_.abandoned = {"test:old"};
  RunOnce();
  EXPECT_EQ(writer_.calls.at(0), "replace test:old 0");
  EXPECT_TRUE(store_.abandoned.empty());
}

TEST_F(ProviderRunnerTest, APushPatchesAndRefreshes) {
  provider_->change->upserts.push_back(LocationAt("https://a/b", "optional", "key"));
  provider_->change->removed = {"location:default/x"};
  events_.open.push_back(
      {1, 1, "github", "push", R"({"ref":"refs/heads/main","repository":{"html_url":"https://github.com/acme/a"}})"});
  EXPECT_EQ(runner_->HandleEvents([] { return false; }), false);
  EXPECT_EQ(writer_.calls,
            (std::vector<std::string>{"patch test:a 1 1", "refresh url:https://github.com/acme/a/blob/main/"}));
  EXPECT_EQ(events_.endings.at(0).error, "");
}

TEST_F(ProviderRunnerTest, AnEventMayAskForARun) {
  provider_->change->rerun = true;
  events_.open.push_back({1, 1, "github", "team", "{}"});
  EXPECT_EQ(runner_->HandleEvents([] { return false; }), true);
  EXPECT_EQ(store_.requested, std::vector<std::string>{"test:a"});
}

TEST_F(ProviderRunnerTest, AnEventThatFailsComesAgainUntilItIsGivenUp) {
  provider_->change = Fail(ErrorCode::Unavailable, "The host is away");
  events_.open.push_back({1, 1, "github", "repository", "{}"});
  events_.open.push_back({1, 5, "github", "repository", "{}"});
  ASSERT_TRUE(runner_->HandleEvents([] { return false; }));
  EXPECT_EQ(events_.endings.at(0).error, "The host is away");
  EXPECT_TRUE(events_.endings.at(0).retry_in);
  EXPECT_FALSE(events_.endings.at(1).retry_in);
}

TEST_F(ProviderRunnerTest, ListsProvidersWithTheirSchedules) {
  const auto list = runner_->List();
  ASSERT_TRUE(list);
  EXPECT_EQ(DumpJson(*list),
            R"({"items":[{"id":"test:a","entityCount":3,"schedule":{"timeoutSecs":3600.0,"frequencySecs":10800.0}}]})");
}

TEST(ChangedPrefixesTest, AreThePagesOfTheBranch) {
  EXPECT_EQ(ChangedPrefixes({"gitlab", "push", *ParseJson(R"({"ref":"refs/heads/a b",
    "project":{"web_url":"https://gitlab.com/g/p"}})")}),
            (std::vector<std::string>{"url:https://gitlab.com/g/p/-/blob/a%20b/",
                                      "url:https://gitlab.com/g/p/-/tree/a%20b/"}));
  EXPECT_EQ(
      ChangedPrefixes({"azureDevOps", "git.push",
                       *ParseJson(R"({"resource":{"repository":{"remoteUrl":"https://dev.azure.com/o/p/_git/r"}}})")}),
      std::vector<std::string>{"url:https://dev.azure.com/o/p/_git/r?path="});
  EXPECT_TRUE(ChangedPrefixes({"github", "push", *ParseJson(R"({"ref":"refs/tags/v1",
    "repository":{"html_url":"https://github.com/a/b"}})")})
                  .empty());
  EXPECT_TRUE(ChangedPrefixes({"github", "push", Json::object()}).empty());
}

TEST(WorkerTest, WorksOnceForManyWakesAndEndsWithTheObject) {
  std::promise<void> begun;
  std::promise<void> go;
  std::promise<void> twice;
  int runs = 0;
  {
    Worker worker([&](const std::function<bool()>& stop) {
      ++runs;
      if (runs == 1) {
        begun.set_value();
        go.get_future().wait();
        EXPECT_FALSE(stop());
      } else {
        twice.set_value();
      }
    });
    worker.Wake();
    begun.get_future().wait();
    for (int i = 0; i < 10; ++i) worker.Wake();
    go.set_value();
    twice.get_future().wait();
    worker.Stop();
    worker.Wake();
  }
  EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace callboard::catalog
