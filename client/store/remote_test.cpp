#include "client/store/remote.hpp"

#include <gtest/gtest.h>

#include <string>

namespace callboard::store {
namespace {

TEST(Remote, EveryStateKeepsTheValueBefore) {
  Remote<std::string> remote;
  EXPECT_EQ(remote.state(), RemoteState::Idle);
  EXPECT_EQ(remote.value(), nullptr);
  remote.Begin();
  EXPECT_TRUE(remote.IsLoading());
  remote.Succeed("a");
  EXPECT_EQ(remote.state(), RemoteState::Ready);
  remote.Begin();
  ASSERT_NE(remote.value(), nullptr);
  EXPECT_EQ(*remote.value(), "a");
  remote.Fail({ErrorCode::Unavailable, "away", {}, nullptr});
  ASSERT_NE(remote.error(), nullptr);
  EXPECT_EQ(remote.error()->message, "away");
  EXPECT_EQ(*remote.value(), "a");
  remote.Invalidate();
  EXPECT_EQ(remote.state(), RemoteState::Idle);
  EXPECT_EQ(remote.error(), nullptr);
  EXPECT_EQ(*remote.value(), "a");
}

TEST(Remote, CanBeFilledInPlace) {
  Remote<std::string> remote;
  remote.Begin();
  remote.Emplace("") += "ab";
  EXPECT_TRUE(remote.IsLoading());
  EXPECT_EQ(*remote.value(), "ab");
  remote.Finish();
  EXPECT_EQ(remote.state(), RemoteState::Ready);
}

}  // namespace
}  // namespace callboard::store
