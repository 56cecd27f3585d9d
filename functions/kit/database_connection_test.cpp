#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "functions/kit/function_main.hpp"

namespace callboard::kit {
namespace {

Result<std::string> From(const char* connection) {
  return DatabaseConnection(Config(Json{{"backend", {{"database", {{"connection", *ParseJson(connection)}}}}}}));
}

TEST(DatabaseConnectionTest, TextsAreLibpqsAffair) {
  EXPECT_EQ(From(R"("host=db")"), "host=db");
  EXPECT_EQ(From(R"({"connectionString": "postgresql://u@db/x"})"), "postgresql://u@db/x");
}

TEST(DatabaseConnectionTest, ObjectsAreQuoted) {
  EXPECT_EQ(From(R"({"host": "db", "port": 5432, "user": "u", "password": "it's", "database": "x"})"),
            R"(host='db' port='5432' user='u' password='it\'s' dbname='x' )");
  EXPECT_EQ(From(R"({"host": "db"})"), "host='db' dbname=callboard ");
}

TEST(DatabaseConnectionTest, SslVerifiesUnlessToldOtherwise) {
  setenv("SSL_CERT_FILE", "/roots.pem", 1);
  constexpr auto kBySystem = "dbname='x' sslmode=verify-full sslrootcert='/roots.pem' ";
  EXPECT_EQ(From(R"({"ssl": true, "database": "x"})"), kBySystem);
  EXPECT_EQ(From(R"({"ssl": {}, "database": "x"})"), kBySystem);
  EXPECT_EQ(From(R"({"ssl": {"rejectUnauthorized": true}, "database": "x"})"), kBySystem);
  unsetenv("SSL_CERT_FILE");
  EXPECT_EQ(From(R"({"ssl": "false", "database": "x"})"), "dbname='x' ");
  EXPECT_EQ(From(R"({"ssl": {"rejectUnauthorized": false, "ca": "/ca.pem"}, "database": "x"})"),
            "dbname='x' sslmode=require ");
  EXPECT_EQ(From(R"({"ssl": {"ca": "/ca.pem"}, "database": "x"})"),
            "dbname='x' sslmode=verify-full sslrootcert='/ca.pem' ");
}

TEST(DatabaseConnectionTest, CertificatesMayStandInTheConfiguration) {
  const auto connection = From(R"({"ssl": {"ca": "-----BEGIN CERTIFICATE-----\nabc"}, "database": "x"})");
  ASSERT_TRUE(connection.has_value()) << connection.error().message;
  const std::size_t begin = connection->find("sslrootcert='") + 13;
  const std::string path = connection->substr(begin, connection->find('\'', begin) - begin);
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), "-----BEGIN CERTIFICATE-----\nabc");
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::filesystem::remove(path);
}

TEST(DatabaseConnectionTest, WhatCannotBeDoneIsNamed) {
  for (const auto& [connection, key] : {
           std::pair(R"({"ssl": {"key": "x"}})", "connection.ssl.key"),
           {R"({"ssl": "often"})", "connection.ssl"},
           {R"({"connectionString": "postgresql://db", "ssl": true})", "connection.connectionString"},
           {"5", "backend.database.connection"},
       }) {
    const auto refused = From(connection);
    ASSERT_FALSE(refused.has_value()) << connection;
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
    EXPECT_TRUE(refused.error().message.contains(key)) << refused.error().message;
  }
}

}  // namespace
}  // namespace callboard::kit
