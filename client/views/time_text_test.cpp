#include "client/views/time_text.hpp"

#include <gtest/gtest.h>

namespace callboard::views {
namespace {

constexpr double kNow = 1'764'057'600;  // 2025-11-25 08:00 UTC

TEST(TimeText, ReadsWhatTheServerWrites) {
  EXPECT_EQ(SecsFromIso("1970-01-02T00:00:01Z"), 86'401);
  EXPECT_EQ(SecsFromIso("2025-11-25T08:00:00.123456Z"), kNow);
  EXPECT_EQ(SecsFromIso("2025-13-25T08:00:00Z"), std::nullopt);
  EXPECT_EQ(SecsFromIso("2025-11-25T08:00:00+01:00"), std::nullopt);
  EXPECT_EQ(SecsFromIso(""), std::nullopt);
}

TEST(TimeText, SaysHowLongAgo) {
  EXPECT_EQ(RelativeTime(kNow - 3, kNow), "just now");
  EXPECT_EQ(RelativeTime(kNow - 40, kNow), "1 minute ago");
  EXPECT_EQ(RelativeTime(kNow - 125, kNow), "2 minutes ago");
  EXPECT_EQ(RelativeTime(kNow - 3'600, kNow), "1 hour ago");
  EXPECT_EQ(RelativeTime(kNow - 5 * 86'400, kNow), "5 days ago");
  EXPECT_EQ(RelativeTime(kNow + 90, kNow), "in 1 minute");
  EXPECT_EQ(RelativeTime(kNow + 5, kNow), "in a few seconds");
}

TEST(TimeText, SaysWhenAndHowLong) {
  EXPECT_EQ(ExactTime(kNow), "2025-11-25 08:00 UTC");
  EXPECT_EQ(DurationText(41), "41 ms");
  EXPECT_EQ(DurationText(2'340), "2.3 s");
  EXPECT_EQ(DurationText(240'000), "4 min");
}

}  // namespace
}  // namespace callboard::views
