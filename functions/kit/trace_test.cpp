#include "functions/kit/trace.hpp"

#include <gtest/gtest.h>

namespace callboard::kit {
namespace {

constexpr std::string_view kParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(TraceTest, ContinuesTheCallersTraceWithASpanOfItsOwn) {
  const std::string own = TraceParentFrom(kParent);
  EXPECT_EQ(TraceIdOf(own), "0af7651916cd43dd8448eb211c80319c");
  EXPECT_NE(own, kParent);
  EXPECT_EQ(own.size(), kParent.size());
}

TEST(TraceTest, StartsANewTraceForAnythingElse) {
  for (const std::string_view bad : {"", "00-xyz", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                                     "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                                     "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                                     "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-\r\n",
                                     "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                                     "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more"}) {
    EXPECT_EQ(TraceParentFrom(bad).size(), kParent.size()) << bad;
    EXPECT_TRUE(TraceParentFrom(bad).ends_with("-01")) << bad;
    EXPECT_NE(TraceIdOf(TraceParentFrom(bad)), TraceIdOf(kParent)) << bad;
  }
}

TEST(TraceTest, RequestIdsAreBoundedAndPlain) {
  EXPECT_EQ(RequestIdFrom("abc"), "abc");
  EXPECT_EQ(RequestIdFrom(std::string(200, 'a')).size(), 32U);
  EXPECT_EQ(RequestIdFrom("a b").size(), 32U);
}

}  // namespace
}  // namespace callboard::kit
