#pragma once
// The database that the environment names, for tests of stores.

#include <gtest/gtest.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "functions/kit/postgres.hpp"

namespace callboard::kit {

class PostgresTest : public testing::Test {
 protected:
  /// Makes the schema anew and empty.
  void Prepare(std::string_view schema, std::span<const Migration> migrations);

  /// The first value that `sql` gives, "" when it gives none.
  std::string Value(const std::string& sql);

  [[nodiscard]] const std::shared_ptr<PostgresPool>& pool() const { return pool_; }

 private:
  std::shared_ptr<PostgresPool> pool_;
};

/// The connection text; fails the test when the environment names no database.
[[nodiscard]] std::string TestDatabase();

}  // namespace callboard::kit
