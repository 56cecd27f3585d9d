#include "functions/auth/key_store.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <pqxx/pqxx>

namespace callboard::auth {
namespace {

class KeyStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* const database = std::getenv("CALLBOARD_TEST_DATABASE");
    ASSERT_NE(database, nullptr) << "run the store tests through ./dev test, which brings a database";
    pool_ = std::make_shared<kit::PostgresPool>(database, 2);
    Execute("drop schema if exists auth cascade");
    ASSERT_TRUE(kit::Migrate(*pool_, kSchema, AuthMigrations()));
    keys_ = std::make_unique<PostgresKeyStore>(pool_);
  }

  void Execute(const std::string& sql) {
    ASSERT_TRUE(pool_->Run([&](pqxx::connection& connection) { pqxx::nontransaction(connection).exec(sql); }));
  }

  int CountKeys() {
    int count = 0;
    EXPECT_TRUE(pool_->Run([&](pqxx::connection& connection) {
      count = pqxx::nontransaction(connection).query_value<int>("select count(*) from auth.keys");
    }));
    return count;
  }

  std::shared_ptr<kit::PostgresPool> pool_;
  std::unique_ptr<PostgresKeyStore> keys_;
};

TEST_F(KeyStoreTest, AKeySignsForADayAndVerifiesForAWhileLonger) {
  const auto first = keys_->CurrentKey();
  ASSERT_TRUE(first.has_value()) << first.error().detail;
  EXPECT_EQ(keys_->CurrentKey()->id, first->id);
  Execute("update auth.keys set created_at = now() - interval '25 hours'");
  EXPECT_NE(keys_->CurrentKey()->id, first->id);
  EXPECT_EQ(keys_->VerifyingKeys()->size(), 2U);
}

TEST_F(KeyStoreTest, KeysThatVerifyNothingAnyMoreAreDeleted) {
  ASSERT_TRUE(keys_->CurrentKey().has_value());
  Execute("update auth.keys set created_at = now() - interval '28 hours'");
  ASSERT_TRUE(keys_->CurrentKey().has_value());
  EXPECT_EQ(CountKeys(), 1);
}

}  // namespace
}  // namespace callboard::auth
