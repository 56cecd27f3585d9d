#include "functions/catalog/location_store.hpp"

#include <gtest/gtest.h>

#include "functions/catalog/test_database.hpp"

namespace callboard::catalog {
namespace {

const SourceLocation kOne{"url", "https://host/one.yaml"};
const SourceLocation kTwo{"url", "https://host/two.yaml"};

class LocationStoreTest : public CatalogDatabaseTest {
 protected:
  void SetUp() override {
    CatalogDatabaseTest::SetUp();
    store_ = std::make_unique<PostgresLocationStore>(pool());
  }

  RegisteredLocation Added(const SourceLocation& location) {
    const auto added = store_->Add(location);
    EXPECT_TRUE(added.has_value()) << added.error().message;
    return added.value_or(RegisteredLocation{});
  }

  std::unique_ptr<PostgresLocationStore> store_;
};

TEST_F(LocationStoreTest, OneTargetIsRegisteredOnce) {
  const RegisteredLocation one = Added(kOne);
  const auto again = store_->Add(kOne);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::Conflict);
  EXPECT_EQ(again.error().message, "Location url:https://host/one.yaml already exists");
  EXPECT_EQ(store_->FindLocation(kOne).value()->id, one.id);
  EXPECT_FALSE(store_->FindLocation(kTwo).value().has_value());
}

TEST_F(LocationStoreTest, AMovedLocationStaysTheSameEntity) {
  const RegisteredLocation one = Added(kOne);
  const auto moved = store_->Move(one.id, kTwo);
  ASSERT_TRUE(moved.has_value());
  EXPECT_EQ(moved->location, kTwo);
  const UnprocessedEntity before = EntityForRegistered(one);
  const UnprocessedEntity after = EntityForRegistered(*moved);
  EXPECT_EQ(model::RefText(after.entity), model::RefText(before.entity));
  EXPECT_EQ(after.location_key, before.location_key);
  EXPECT_EQ(model::SpecString(after.entity, "target"), kTwo.target);
}

TEST_F(LocationStoreTest, WhereALocationWasMovedAwayAnotherCanCome) {
  const RegisteredLocation moved = Added(kOne);
  ASSERT_TRUE(store_->Move(moved.id, kTwo).has_value());
  EXPECT_NE(Added(kOne).entity_ref, moved.entity_ref);
  const auto taken = store_->Move(moved.id, kOne);
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().code, ErrorCode::Conflict);
}

TEST_F(LocationStoreTest, ListsInTheOrderOfRegistration) {
  const std::string first = Added(kTwo).id;
  const std::string second = Added(kOne).id;
  const auto listed = store_->List();
  ASSERT_TRUE(listed.has_value());
  ASSERT_EQ(listed->size(), 2U);
  EXPECT_EQ((*listed)[0].id, first);
  EXPECT_EQ((*listed)[1].id, second);
}

TEST_F(LocationStoreTest, IdsThatAreGoneOrWereNeverAreNotFound) {
  const std::string id = Added(kOne).id;
  ASSERT_TRUE(store_->Remove(id).has_value());
  EXPECT_TRUE(store_->Remove(id).has_value());
  for (const std::string& missing : {id, std::string("no uuid")}) {
    EXPECT_EQ(store_->Get(missing).error().code, ErrorCode::NotFound);
    EXPECT_EQ(store_->Move(missing, kTwo).error().code, ErrorCode::NotFound);
  }
}

}  // namespace
}  // namespace callboard::catalog
