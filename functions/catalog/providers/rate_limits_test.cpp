#include "functions/catalog/providers/rate_limits.hpp"

#include <gtest/gtest.h>

#include "functions/catalog/providers/scm_client.hpp"

namespace callboard::catalog {
namespace {

using std::chrono::minutes, std::chrono::seconds;

const SystemTime kNow{seconds(1'800'000'000)};
const RateLimits::Key kKey{"github.com", "acme", "core"};

kit::Headers Budget(int remaining) {
  return {{"X-RateLimit-Limit", "100"},
          {"X-RateLimit-Remaining", std::to_string(remaining)},
          {"X-RateLimit-Reset", "1800000600"}};
}

TEST(RateLimitsTest, LeavesATenthToOthers) {
  RateLimits limits;
  EXPECT_FALSE(limits.Observe(kKey, 200, Budget(11), kNow));
  EXPECT_FALSE(limits.PausedUntil(kKey, kNow));
  EXPECT_FALSE(limits.Observe(kKey, 200, Budget(10), kNow));
  EXPECT_EQ(limits.PausedUntil(kKey, kNow), SystemTime(seconds(1'800'000'600)));
  EXPECT_FALSE(limits.PausedUntil(kKey, kNow + minutes(10)));
  EXPECT_FALSE(limits.PausedUntil({"github.com", "acme", "graphql"}, kNow));
  EXPECT_EQ(limits.Budgets().at(0).remaining, 10);
}

TEST(RateLimitsTest, WaitsForAsLongAsTheHostSays) {
  RateLimits limits;
  EXPECT_TRUE(limits.Observe(kKey, 403, {{"Retry-After", "90"}}, kNow));
  EXPECT_EQ(limits.PausedUntil(kKey, kNow), kNow + seconds(90));
  EXPECT_TRUE(limits.Observe(kKey, 403, Budget(0), kNow));
  EXPECT_EQ(limits.PausedUntil(kKey, kNow), SystemTime(seconds(1'800'000'600)));
}

TEST(RateLimitsTest, WaitsLongerEachTimeThatNoTimeIsSaid) {
  RateLimits limits;
  for (const int expected : {1, 2, 4}) {
    EXPECT_TRUE(limits.Observe(kKey, 429, {}, kNow));
    EXPECT_EQ(limits.PausedUntil(kKey, kNow), kNow + minutes(expected));
  }
  EXPECT_FALSE(limits.Observe(kKey, 200, {}, kNow));
  EXPECT_TRUE(limits.Observe(kKey, 429, {}, kNow));
  EXPECT_EQ(limits.PausedUntil(kKey, kNow), kNow + minutes(1));
}

TEST(RateLimitsTest, ARefusalForAnotherReasonIsNoLimit) {
  RateLimits limits;
  EXPECT_FALSE(limits.Observe(kKey, 403, Budget(50), kNow));
  EXPECT_FALSE(limits.PausedUntil(kKey, kNow));
}

TEST(ScmTimeTest, ReadsAndWritesRfc3339) {
  EXPECT_EQ(TimeText(*ParseTime("2026-01-31T12:00:00Z")), "2026-01-31T12:00:00Z");
  EXPECT_EQ(TimeText(*ParseTime("2026-01-31T12:00:00.123+02:00")), "2026-01-31T10:00:00Z");
  for (const char* const text : {"", "2026-01-31", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
                                 "2026-01-31T12:00:00", "2026-01-31T25:00:00Z", "2026-01-31T12:00:00Zx"})
    EXPECT_FALSE(ParseTime(text)) << text;
}

TEST(NextLinkTest, IsTheOneThatSaysNext) {
  EXPECT_EQ(NextLink(R"(<https://a/?page=3>; rel="next", <https://a/?page=9>; rel="last")"), "https://a/?page=3");
  EXPECT_EQ(NextLink(R"(<https://a/?page=1>; rel="prev", <https://a/?page=3>; rel="next")"), "https://a/?page=3");
  EXPECT_EQ(NextLink(R"(<https://a/?page=9>; rel="last")"), "");
  EXPECT_EQ(NextLink("<https://a"), "");
  EXPECT_EQ(NextLink(""), "");
}

}  // namespace
}  // namespace callboard::catalog
