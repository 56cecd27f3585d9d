#include "functions/kit/token_authenticator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "functions/kit/jwt.hpp"

namespace callboard::kit {
namespace {

using testing::ElementsAre;

class TokenAuthenticatorTest : public testing::Test {
 protected:
  TokenAuthenticatorTest() {
    token_ = *SignToken(
        {{"sub", "user:default/a"}, {"ent", {"user:default/a", "group:default/g"}}, {"exp", 1'800'000'600}}, "t", key_);
  }

  TokenAuthenticator Make(bool required) {
    return TokenAuthenticator(
        [this]() -> Result<Json> {
          ++asked_;
          return Json{{"keys", {*JwkFromPublicPem(key_.public_pem, key_.id)}}};
        },
        clock_, required);
  }

  static Request With(const std::string& authorization) {
    Request request;
    if (!authorization.empty()) request.headers.emplace("Authorization", authorization);
    return request;
  }

  SigningKey key_ = *GenerateSigningKey("k");
  std::string token_;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  int asked_ = 0;
};

TEST_F(TokenAuthenticatorTest, AGoodTokenNamesItsUser) {
  auto authenticator = Make(true);
  const auto principal = authenticator.Authenticate(With("Bearer " + token_));
  ASSERT_TRUE(principal.has_value()) << principal.error().message;
  EXPECT_EQ(principal->entity_ref, "user:default/a");
  EXPECT_THAT(principal->ownership_refs, ElementsAre("user:default/a", "group:default/g"));
  EXPECT_TRUE(authenticator.Authenticate(With("bearer " + token_)).has_value());
  EXPECT_EQ(asked_, 1);
}

TEST_F(TokenAuthenticatorTest, MissingAndIllegalCredentials) {
  auto authenticator = Make(true);
  EXPECT_EQ(authenticator.Authenticate(With("")).error().message, "Missing credentials");
  EXPECT_EQ(authenticator.Authenticate(With("Bearer abc")).error().message, "Illegal token");
  EXPECT_EQ(authenticator.Authenticate(With("Basic abc")).error().message, "Illegal token");
  EXPECT_EQ(Make(false).Authenticate(With(""))->kind, PrincipalKind::None);
  EXPECT_FALSE(Make(false).Authenticate(With("Bearer abc")).has_value());
}

TEST_F(TokenAuthenticatorTest, UnknownKeysDoNotMakeEveryRequestAskForTheKeySet) {
  auto authenticator = Make(true);
  const auto foreign = *SignToken({{"exp", 1'800'000'600}}, "t", *GenerateSigningKey("other"));
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(authenticator.Authenticate(With("Bearer " + foreign)).has_value());
  EXPECT_EQ(asked_, 1);
  clock_->Advance(std::chrono::seconds(6));
  EXPECT_FALSE(authenticator.Authenticate(With("Bearer " + foreign)).has_value());
  EXPECT_EQ(asked_, 2);
}

TEST_F(TokenAuthenticatorTest, ASourceThatFailsIsLeftInPeaceAndMakesNobodyIllegal) {
  std::string broken = R"({"keys": 1})";
  TokenAuthenticator authenticator(
      [&]() -> Result<Json> {
        ++asked_;
        if (broken.empty()) return Fail(ErrorCode::InvalidInput, "http://internal:1 talks nonsense");
        return ParseJson(broken);
      },
      clock_, true);
  for (int i = 0; i < 3; ++i) {
    const auto refused = authenticator.Authenticate(With("Bearer " + token_));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
  }
  EXPECT_EQ(asked_, 1);
  broken.clear();
  clock_->Advance(std::chrono::seconds(6));
  const auto refused = authenticator.Authenticate(With("Bearer " + token_));
  EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
  EXPECT_EQ(refused.error().message, "The keys that verify tokens could not be read");
  EXPECT_THAT(refused.error().detail, testing::HasSubstr("http://internal:1"));
}

TEST_F(TokenAuthenticatorTest, KnownKeysNeitherWaitForTheSourceNorAreLostWhenItFails) {
  const auto foreign = *SignToken({{"exp", 1'800'000'600}}, "t", *GenerateSigningKey("other"));
  TokenAuthenticator* asked_from_within = nullptr;
  TokenAuthenticator authenticator(
      [&]() -> Result<Json> {
        if (asked_from_within == nullptr) return Json{{"keys", {*JwkFromPublicPem(key_.public_pem, key_.id)}}};
        EXPECT_TRUE(asked_from_within->Authenticate(With("Bearer " + token_)).has_value());
        return Fail(ErrorCode::Unavailable, "away");
      },
      clock_, true);
  ASSERT_TRUE(authenticator.Authenticate(With("Bearer " + token_)).has_value());
  asked_from_within = &authenticator;
  clock_->Advance(std::chrono::seconds(6));
  EXPECT_EQ(authenticator.Authenticate(With("Bearer " + foreign)).error().code, ErrorCode::Unavailable);
  EXPECT_TRUE(authenticator.Authenticate(With("Bearer " + token_)).has_value());
}

TEST_F(TokenAuthenticatorTest, AnExpiredTokenIsRefused) {
  auto authenticator = Make(true);
  clock_->Advance(std::chrono::hours(2));
  EXPECT_EQ(authenticator.Authenticate(With("Bearer " + token_)).error().code, ErrorCode::Unauthenticated);
}

}  // namespace
}  // namespace callboard::kit
