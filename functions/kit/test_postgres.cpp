#include "functions/kit/test_postgres.hpp"

#include <cstdlib>
#include <format>
#include <pqxx/pqxx>

namespace callboard::kit {

std::string TestDatabase() {
  const char* const database = std::getenv("CALLBOARD_TEST_DATABASE");
  EXPECT_NE(database, nullptr) << "run the store tests through ./dev test, which brings a database";
  return database == nullptr ? "" : database;
}

void PostgresTest::Prepare(std::string_view schema, std::span<const Migration> migrations) {
  pool_ = std::make_shared<PostgresPool>(TestDatabase(), 4);
  Value(std::format("drop schema if exists {} cascade", schema));
  const auto migrated = Migrate(*pool_, schema, migrations);
  ASSERT_TRUE(migrated.has_value()) << migrated.error().detail;
}

std::string PostgresTest::Value(const std::string& sql) {
  std::string value;
  const auto done = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    const pqxx::result rows = transaction.exec(sql);
    if (!rows.empty() && rows.columns() > 0) value = rows[0][0].as<std::string>("");
    transaction.commit();
  });
  EXPECT_TRUE(done.has_value()) << done.error().detail;
  return value;
}

}  // namespace callboard::kit
