#include "functions/kit/jwt.hpp"

#include <gtest/gtest.h>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

using std::chrono::system_clock;

const system_clock::time_point kNow{std::chrono::seconds(1'800'000'000)};

Json Claims() {
  return {{"sub", "user:default/alice"}, {"exp", 1'800'000'600}, {"ent", {"user:default/alice", "group:default/a"}}};
}

TEST(JwtTest, ASignedTokenIsVerifiedThroughItsPublishedKey) {
  const auto key = GenerateSigningKey("k1");
  const auto token = SignToken(Claims(), "vnd.backstage.user", *key);
  ASSERT_TRUE(token.has_value()) << token.error().message;
  EXPECT_EQ(*KeyIdOfToken(*token), "k1");
  const auto jwk = JwkFromPublicPem(key->public_pem, key->id);
  ASSERT_TRUE(jwk.has_value());
  const auto public_pem = PublicPemFromJwk(*jwk);
  ASSERT_TRUE(public_pem.has_value()) << public_pem.error().message;
  const auto claims = VerifyToken(*token, *public_pem, kNow);
  ASSERT_TRUE(claims.has_value()) << claims.error().message;
  EXPECT_EQ(StringMember(*claims, "sub"), "user:default/alice");
  EXPECT_EQ(claims->at("ent").size(), 2U);
}

TEST(JwtTest, ForgedExpiredAndForeignTokensAreRefused) {
  const auto key = GenerateSigningKey("k1");
  const auto other = GenerateSigningKey("k1");
  const auto token = SignToken(Claims(), "t", *key);
  EXPECT_FALSE(VerifyToken(*token, other->public_pem, kNow).has_value());
  EXPECT_EQ(VerifyToken(*token, key->public_pem, kNow + std::chrono::hours(1)).error().message,
            "The token has expired");
  std::string forged = *token;
  forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(VerifyToken(forged, key->public_pem, kNow).error().code, ErrorCode::Unauthenticated);
  const std::string unsigned_token =
      EncodeBase64(R"({"alg":"none","kid":"k1"})") + "." + EncodeBase64(DumpJson(Claims())) + ".";
  EXPECT_FALSE(VerifyToken(unsigned_token, key->public_pem, kNow).has_value());
}

TEST(JwtTest, TextThatIsNoTokenIsRefused) {
  for (const std::string text : {"", "abc", "a.b.c", "...", "e30.e30.e30"}) {
    EXPECT_FALSE(KeyIdOfToken(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace callboard::kit
