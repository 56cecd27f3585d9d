#include "functions/kit/postgres.hpp"

#include <gtest/gtest.h>

#include <format>
#include <pqxx/pqxx>

#include "functions/kit/test_postgres.hpp"

namespace callboard::kit {
namespace {

TEST(PostgresTextTest, TimeLimitsGiveWayToWhatTheTextSays) {
  const std::string pairs = WithTimeLimits("host=db connect_timeout=9");
  EXPECT_TRUE(pairs.starts_with("connect_timeout=5 ")) << pairs;
  EXPECT_TRUE(pairs.ends_with(" host=db connect_timeout=9")) << pairs;
  const std::string bare = WithTimeLimits("postgresql://u@db/name");
  EXPECT_TRUE(bare.starts_with("postgresql://u@db/name?connect_timeout=5&")) << bare;
  EXPECT_TRUE(bare.ends_with("&options=-cstatement_timeout%3D30s")) << bare;
  const std::string with_query = WithTimeLimits("postgres://db?connect_timeout=9");
  EXPECT_TRUE(with_query.starts_with("postgres://db?connect_timeout=5&")) << with_query;
  EXPECT_TRUE(with_query.ends_with("&connect_timeout=9")) << with_query;
}

class PostgresPoolTest : public testing::Test {
 protected:
  void SetUp() override {
    database_ = TestDatabase();
    ASSERT_NE(database_, "");
  }

  static std::string Ask(pqxx::connection& connection, const std::string& sql) {
    return pqxx::nontransaction(connection).query_value<std::string>(sql);
  }

  std::string database_;
};

TEST_F(PostgresPoolTest, AStatementMayTakeHalfAMinute) {
  PostgresPool pool(database_, 1);
  std::string limit;
  ASSERT_TRUE(pool.Run([&](pqxx::connection& connection) { limit = Ask(connection, "show statement_timeout"); }));
  EXPECT_EQ(limit, "30s");
  const auto canceled = pool.Run([](pqxx::connection& connection) {
    pqxx::nontransaction session(connection);
    session.exec("set statement_timeout = 20");
    session.exec("select pg_sleep(10)");
  });
  EXPECT_EQ(canceled.error().code, ErrorCode::Unavailable) << canceled.error().detail;
}

TEST_F(PostgresPoolTest, WorkThatOutlastsItsLimitIsCutOff) {
  PostgresPool pool(database_, 1);
  const auto cut = pool.Run([](pqxx::connection& connection) { Ask(connection, "select pg_sleep(20)::text"); },
                            std::chrono::milliseconds(1));
  ASSERT_FALSE(cut.has_value());
  EXPECT_EQ(cut.error().code, ErrorCode::Unavailable) << cut.error().detail;
  EXPECT_TRUE(pool.Ping());
}

TEST_F(PostgresPoolTest, WhoeverGetsNoConnectionIsToldSo) {
  PostgresPool pool(database_, 1, std::chrono::milliseconds(1));
  Status inner;
  EXPECT_TRUE(pool.Run([&](pqxx::connection&) { inner = pool.Ping(); }));
  ASSERT_FALSE(inner.has_value());
  EXPECT_EQ(inner.error().code, ErrorCode::Unavailable);
  EXPECT_TRUE(pool.Ping());
}

TEST_F(PostgresPoolTest, ConnectionsThatTheServerEndedMeanwhileFailNobody) {
  PostgresPool pool(database_, 2);
  std::string first;
  std::string second;
  ASSERT_TRUE(pool.Run([&](pqxx::connection& connection) {
    first = Ask(connection, "select pg_backend_pid()::text");
    EXPECT_TRUE(pool.Run([&](pqxx::connection& other) { second = Ask(other, "select pg_backend_pid()::text"); }));
  }));
  PostgresPool killer(database_, 1);
  ASSERT_TRUE(killer.Run([&](pqxx::connection& connection) {
    for (const std::string& pid : {first, second})
      EXPECT_EQ(Ask(connection, std::format("select pg_terminate_backend({}, 10000)::text", pid)), "true");
  }));
  EXPECT_TRUE(pool.Ping());
  EXPECT_TRUE(pool.Run([&](pqxx::connection&) { EXPECT_TRUE(pool.Ping()); }));
}

TEST_F(PostgresPoolTest, AConnectionThatBreaksAtWorkIsUnavailableOnce) {
  PostgresPool pool(database_, 1);
  const auto broken = pool.Run(
      [](pqxx::connection& connection) { Ask(connection, "select pg_terminate_backend(pg_backend_pid())::text"); });
  ASSERT_FALSE(broken.has_value());
  EXPECT_EQ(broken.error().code, ErrorCode::Unavailable) << broken.error().detail;
  EXPECT_TRUE(pool.Ping());
}

}  // namespace
}  // namespace callboard::kit
