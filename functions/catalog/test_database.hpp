#pragma once
// An empty catalog in the database that the environment names, for tests of stores.

#include "functions/catalog/migrations.hpp"
#include "functions/kit/test_postgres.hpp"

namespace callboard::catalog {

class CatalogDatabaseTest : public kit::PostgresTest {
 protected:
  void SetUp() override { Prepare(kSchema, CatalogMigrations()); }
};

}  // namespace callboard::catalog
