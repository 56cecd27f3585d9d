#include "functions/catalog/replica.hpp"

#include <gtest/gtest.h>

#include <format>
#include <thread>

#include "functions/catalog/fake_store.hpp"
#include "functions/catalog/test_database.hpp"

namespace callboard::catalog {
namespace {

bool Has(const Replica& replica, std::string_view name) {
  return replica.With(
      [&](const Index& index) { return index.FindByRef(std::format("component:default/{}", name)).has_value(); });
}

TEST(ReplicaTest, AFailedReadingIsTriedAgainWithoutANotification) {
  FakeStore store;
  store.log = {ShownComponent("a", 1)};
  store.failing_reads = 2;
  Replica replica(store);
  replica.Start(std::make_unique<kit::PostgresListener>(kit::TestDatabase(), std::string(kChangedChannel)));
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!replica.IsReady() && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
  EXPECT_TRUE(replica.IsReady());
  EXPECT_TRUE(Has(replica, "a"));
}

TEST(ReplicaTest, ALogThatHasGoneBackIsReadFromItsStart) {
  FakeStore store;
  store.log = {ShownComponent("a", 1), ShownComponent("b", 7)};
  Replica replica(store);
  ASSERT_TRUE(replica.CatchUp().has_value());
  store.log = {ShownComponent("a", 1), ShownComponent("c", 2)};
  ASSERT_TRUE(replica.CatchUp().has_value());
  EXPECT_TRUE(Has(replica, "a"));
  EXPECT_FALSE(Has(replica, "b"));
  EXPECT_TRUE(Has(replica, "c"));
  EXPECT_EQ(replica.With([](const Index& index) { return index.Version(); }), 2U);
}

}  // namespace
}  // namespace callboard::catalog
