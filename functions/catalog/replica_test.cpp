#include "functions/catalog/replica.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <format>
#include <thread>

#include "functions/catalog/migrations.hpp"

namespace callboard::catalog {
namespace {

Change Shown(std::string name, std::uint64_t change_seq) {
  Change change;
  change.record.ref = "component:default/" + name;
  change.record.uid = name;
  change.record.document = std::format(R"({{"kind":"Component","metadata":{{"name":"{}"}}}})", name);
  change.record.change_seq = change_seq;
  return change;
}

/// A log in memory, of which some readings fail.
class FakeLog : public EntityStore {
 public:
  Result<std::vector<LocationConflict>> ReplaceSource(std::string_view, const std::vector<UnprocessedEntity>&,
                                                      OrphanStrategy) override {
    return {};
  }
  Result<std::vector<WorkItem>> ClaimDue(std::size_t, std::chrono::milliseconds) override { return {}; }
  Result<std::vector<LocationConflict>> Commit(const std::vector<WorkOutcome>&, OrphanStrategy) override { return {}; }
  Status MakeAllDue() override { return {}; }

  Result<ChangePage> ReadChanges(std::uint64_t since, std::size_t) override {
    if (failures_left > 0) {
      --failures_left;
      return Fail(ErrorCode::Unavailable, "The database cannot be reached");
    }
    ChangePage page;
    for (const Change& change : log) {
      if (change.record.change_seq > since) page.changes.push_back(change);
      page.version = change.record.change_seq;
    }
    return page;
  }

  std::vector<Change> log;
  int failures_left = 0;
};

bool Has(const Replica& replica, std::string_view name) {
  return replica.With(
      [&](const Index& index) { return index.FindByRef(std::format("component:default/{}", name)).has_value(); });
}

TEST(ReplicaTest, AFailedReadingIsTriedAgainWithoutANotification) {
  const char* const database = std::getenv("CALLBOARD_TEST_DATABASE");
  ASSERT_NE(database, nullptr) << "run the store tests through ./dev test, which brings a database";
  FakeLog log;
  log.log = {Shown("a", 1)};
  log.failures_left = 2;
  Replica replica(log);
  replica.Start(std::make_unique<kit::PostgresListener>(database, std::string(kChangedChannel)));
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!replica.IsReady() && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
  EXPECT_TRUE(replica.IsReady());
  EXPECT_TRUE(Has(replica, "a"));
}

TEST(ReplicaTest, ALogThatHasGoneBackIsReadFromItsStart) {
  FakeLog log;
  log.log = {Shown("a", 1), Shown("b", 7)};
  Replica replica(log);
  ASSERT_TRUE(replica.CatchUp().has_value());
  log.log = {Shown("a", 1), Shown("c", 2)};
  ASSERT_TRUE(replica.CatchUp().has_value());
  EXPECT_TRUE(Has(replica, "a"));
  EXPECT_FALSE(Has(replica, "b"));
  EXPECT_TRUE(Has(replica, "c"));
  EXPECT_EQ(replica.With([](const Index& index) { return index.Version(); }), 2U);
}

}  // namespace
}  // namespace callboard::catalog
