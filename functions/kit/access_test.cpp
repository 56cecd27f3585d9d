#include "functions/kit/access.hpp"

#include <gtest/gtest.h>

namespace callboard::kit {
namespace {

constexpr api::RouteRecord kRead{"Read", "GET", "/api/catalog/entities", "catalog.entity.read", "", "", "", ""};
constexpr api::RouteRecord kRefresh{"Refresh", "POST", "/api/catalog/refresh", "catalog.entity.refresh", "", "",
                                    "",        ""};
constexpr api::RouteRecord kEvents{"Events", "POST", "/api/catalog/events", "catalog.events.receive", "", "",
                                   "",       "",     api::Callers::Services};

/// "" when the route may be called, else why not.
std::string Refusal(const Principal& principal, const api::RouteRecord& route) {
  const auto allowed = CheckAccess(principal, route);
  if (!allowed) EXPECT_EQ(allowed.error().code, ErrorCode::Forbidden);
  return allowed ? "" : allowed.error().message;
}

Principal Service(AccessRestrictions restrictions) {
  return {.kind = PrincipalKind::Service,
          .subject = "ci",
          .restrictions = std::make_shared<AccessRestrictions>(std::move(restrictions))};
}

TEST(AccessTest, RoutesOfServicesAreNotForUsers) {
  EXPECT_EQ(Refusal({.kind = PrincipalKind::User}, kEvents), "This endpoint does not allow 'user' credentials");
  EXPECT_EQ(Refusal({.kind = PrincipalKind::Service}, kEvents), "");
  EXPECT_EQ(Refusal({}, kEvents), "");
  EXPECT_EQ(Refusal({.kind = PrincipalKind::User}, kRead), "");
}

TEST(AccessTest, ATokenReachesOnlyThePluginsThatItNames) {
  EXPECT_EQ(Refusal(Service({{"catalog", {}}}), kRead), "");
  EXPECT_EQ(Refusal(Service({{"scaffolder", {}}, {"search", {}}}), kRead),
            "This token's access is restricted to plugin(s) 'scaffolder', 'search'");
}

TEST(AccessTest, ATokenMayBeRestrictedToPermissionsAndActions) {
  const std::string refusal = "This token's access restrictions do not include the permission 'catalog.entity.read'";
  EXPECT_EQ(Refusal(Service({{"catalog", {{"catalog.entity.read"}, {}}}}), kRead), "");
  EXPECT_EQ(Refusal(Service({{"catalog", {{"catalog.entity.create"}, {}}}}), kRead), refusal);
  EXPECT_EQ(Refusal(Service({{"catalog", {{}, {"update"}}}}), kRead), refusal);
  EXPECT_EQ(Refusal(Service({{"catalog", {{}, {"update"}}}}), kRefresh), "");
  EXPECT_EQ(Refusal(Service({{"catalog", {{"catalog.entity.read"}, {"create"}}}}), kRead), refusal);
}

TEST(AccessTest, ATokenInTheQueryCountsWhenThereIsNoHeader) {
  Request request{.query = {{"access_token", "abc"}}};
  TakeTokenOfQuery(request);
  EXPECT_EQ(Header(request, "authorization"), "Bearer abc");
  request = {.query = {{"access_token", "abc"}}, .headers = {{"Authorization", "Bearer own"}}};
  TakeTokenOfQuery(request);
  EXPECT_EQ(Header(request, "authorization"), "Bearer own");
  EXPECT_EQ(request.headers.size(), 1U);
}

}  // namespace
}  // namespace callboard::kit
