#include "shared/base/error.hpp"

#include <gtest/gtest.h>

namespace callboard {
namespace {

TEST(ErrorTest, EveryCodeSurvivesTheWayThroughItsHttpStatus) {
  for (std::size_t i = 0; i < kErrorCodeCount; ++i) {
    const auto code = static_cast<ErrorCode>(i);
    EXPECT_EQ(TraitsOf(code).code, code);
    EXPECT_EQ(ErrorCodeFromHttpStatus(TraitsOf(code).http_status), code);
  }
}

TEST(ErrorTest, UnlistedStatusFallsBackToItsClass) {
  EXPECT_EQ(ErrorCodeFromHttpStatus(418), ErrorCode::InvalidInput);
  EXPECT_EQ(ErrorCodeFromHttpStatus(502), ErrorCode::Internal);
}

TEST(ErrorTest, WrappingKeepsCodeAndCause) {
  const Status wrapped = Fail(Error{ErrorCode::NotFound, "no row", "select 1", nullptr}, "Could not read the entity");
  EXPECT_EQ(wrapped.error().code, ErrorCode::NotFound);
  EXPECT_EQ(wrapped.error().message, "Could not read the entity: no row");
  EXPECT_EQ(wrapped.error().cause->detail, "select 1");
}

}  // namespace
}  // namespace callboard
