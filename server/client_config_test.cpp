#include "server/client_config.hpp"

#include <gtest/gtest.h>

namespace callboard::server {
namespace {

Json ProvidersIn(const char* auth) {
  const auto route = ClientConfigRoute(kit::Config(Json{{"auth", *ParseJson(auth)}}));
  return (*ParseJson(route->handler({})->body))["auth"]["providers"];
}

TEST(ClientConfigTest, GuestsAreOfferedWhereTheyMaySignIn) {
  EXPECT_EQ(ProvidersIn(R"({"providers": {"guest": {}}})"), Json({"guest"}));
  EXPECT_EQ(ProvidersIn(R"({"environment": "development", "providers": {"guest": {}}})"), Json({"guest"}));
  EXPECT_EQ(ProvidersIn(R"({"environment": "production", "providers": {"guest": {}, "other": {}}})"), Json({"other"}));
  EXPECT_EQ(ProvidersIn(R"({"environment": "production",
                            "providers": {"guest": {"dangerouslyAllowOutsideDevelopment": true}}})"),
            Json({"guest"}));
}

}  // namespace
}  // namespace callboard::server
