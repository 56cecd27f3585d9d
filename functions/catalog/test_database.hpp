#pragma once
// An empty schema of the catalog in the database that the environment names, for tests of stores.

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <pqxx/pqxx>
#include <string>

#include "functions/catalog/migrations.hpp"
#include "functions/kit/postgres.hpp"

namespace callboard::catalog {

class CatalogDatabaseTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* const database = std::getenv("CALLBOARD_TEST_DATABASE");
    ASSERT_NE(database, nullptr) << "run the store tests through ./dev test, which brings a database";
    pool_ = std::make_shared<kit::PostgresPool>(database, 4);
    Value("drop schema if exists catalog cascade");
    const auto migrated = kit::Migrate(*pool_, kSchema, CatalogMigrations());
    ASSERT_TRUE(migrated.has_value()) << migrated.error().detail;
  }

  /// The first value that `sql` gives, "" when it gives none.
  std::string Value(const std::string& sql) {
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

  [[nodiscard]] const std::shared_ptr<kit::PostgresPool>& pool() const { return pool_; }

 private:
  std::shared_ptr<kit::PostgresPool> pool_;
};

}  // namespace callboard::catalog
