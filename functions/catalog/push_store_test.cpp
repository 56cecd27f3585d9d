#include "functions/catalog/push_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <pqxx/pqxx>

#include "functions/catalog/test_database.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;

class PushStoreTest : public CatalogDatabaseTest {
 protected:
  void SetUp() override {
    CatalogDatabaseTest::SetUp();
    store_ = std::make_unique<PostgresPushStore>(pool());
  }

  /// The first column of every row.
  std::vector<std::string> Query(const std::string& sql) {
    std::vector<std::string> values;
    const auto done = pool()->Run([&](pqxx::connection& connection) {
      pqxx::work transaction(connection);
      for (const pqxx::row& row : transaction.exec(sql)) values.push_back(row[0].as<std::string>());
      transaction.commit();
    });
    EXPECT_TRUE(done.has_value()) << done.error().detail;
    return values;
  }

  /// Saves `state`, and gives what was there before.
  std::optional<PushedState> Push(const std::string& source, PushedState state, const std::string& subject = "ci") {
    std::optional<PushedState> found;
    const auto pushed = store_->Run(source, subject, [&](const std::optional<PushedState>& before) {
      found = before;
      return Result<std::optional<PushedState>>(std::move(state));
    });
    EXPECT_TRUE(pushed.has_value()) << pushed.error().detail;
    return found;
  }

  std::unique_ptr<PushStore> store_;
};

TEST_F(PushStoreTest, ASourceIsFoundAsItWasSaid) {
  const PushedState first = {{"component:default/a", "1"}, {"component:default/b", "1"}};
  const PushedState second = {{"component:default/b", "2"}, {"component:default/c", "1"}};
  EXPECT_EQ(Push("one", first), std::nullopt);
  EXPECT_EQ(Push("one", second), first);
  EXPECT_EQ(Push("one", {}), second);
  EXPECT_EQ(Push("one", first), PushedState{});
  EXPECT_EQ(Push("other", {}), std::nullopt);
  EXPECT_EQ(Push("one", {}), first);
}

TEST_F(PushStoreTest, WhatAStepDoesNotGiveOrFailsToGiveIsNotKept) {
  Push("one", {{"component:default/a", "1"}});
  const auto left =
      store_->Run("one", "ci", [](const auto&) -> Result<std::optional<PushedState>> { return std::nullopt; });
  EXPECT_TRUE(left.has_value());
  const auto failed = store_->Run("one", "ci", [](const auto&) -> Result<std::optional<PushedState>> {
    return Fail(ErrorCode::Unavailable, "away");
  });
  EXPECT_EQ(failed.error().message, "away");
  EXPECT_EQ(Push("one", {}), (PushedState{{"component:default/a", "1"}}));
}

TEST_F(PushStoreTest, TwoPushesOfOneSourceTakeTurns) {
  std::promise<void> inside, leave;
  auto first = std::async(std::launch::async, [&] {
    return store_->Run("one", "ci", [&](const auto&) -> Result<std::optional<PushedState>> {
      inside.set_value();
      leave.get_future().wait();
      return PushedState{{"component:default/first", "1"}};
    });
  });
  inside.get_future().wait();
  auto second = std::async(std::launch::async, [&] { return Push("one", {}); });
  Push("other", {});
  while (Query("select pid::text from pg_locks where locktype = 'advisory' and not granted").empty()) {
  }
  leave.set_value();
  EXPECT_TRUE(first.get().has_value());
  EXPECT_EQ(second.get(), (PushedState{{"component:default/first", "1"}}));
}

TEST_F(PushStoreTest, SubjectsAreKeptWhenTheyChange) {
  Push("one", {}, "ci");
  Push("one", {}, "ci");
  Push("one", {}, "release");
  Push("two", {}, "ci");
  EXPECT_THAT(Query("select source || ' ' || subject from catalog.push_subjects order by source, since"),
              ElementsAre("one ci", "one release", "two ci"));
}

}  // namespace
}  // namespace callboard::catalog
