#include "client/net/responses.hpp"

#include <gmock/gmock.h>

namespace callboard::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Json Parsed(std::string_view text) {
  return ParseJson(text).value_or(Json());
}

TEST(SignInAnswer, ReadsBackstagesShape) {
  const auto answer = SignInAnswerFromJson(Parsed(R"({"profile":{"displayName":"Guest"},"backstageIdentity":{
      "token":"abc","identity":{"type":"user","userEntityRef":"user:development/guest",
      "ownershipEntityRefs":["user:development/guest","group:default/a"]},"expiresInSeconds":600}})"));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->token, "abc");
  EXPECT_EQ(answer->user_ref, "user:development/guest");
  EXPECT_THAT(answer->ownership_refs, ElementsAre("user:development/guest", "group:default/a"));
  EXPECT_EQ(answer->display_name, "Guest");
  EXPECT_EQ(answer->expires_in_secs, 600);
}

TEST(SignInAnswer, NeedsTokenAndUser) {
  const auto no_token = SignInAnswerFromJson(Parsed(R"({"profile":{}})"));
  ASSERT_FALSE(no_token.has_value());
  EXPECT_THAT(no_token.error().message, HasSubstr("backstageIdentity.token"));
  const auto no_user = SignInAnswerFromJson(Parsed(R"({"backstageIdentity":{"token":"a","identity":[]}})"));
  ASSERT_FALSE(no_user.has_value());
  EXPECT_THAT(no_user.error().message, HasSubstr("userEntityRef"));
}

TEST(PortalConfig, ReadsWhatThereIs) {
  const PortalConfig config = PortalConfigFromJson(Parsed(
      R"({"app":{"title":"Portal","version":"1.2"},"organization":{"name":"Acme"},"auth":{"providers":["guest"]}})"));
  EXPECT_EQ(config.title, "Portal");
  EXPECT_EQ(config.organization, "Acme");
  EXPECT_EQ(config.version, "1.2");
  EXPECT_THAT(config.providers, ElementsAre("guest"));
}

TEST(PortalConfig, HasANameWhateverComes) {
  for (const std::string_view text : {"null", "[]", "{}", R"({"app":7,"auth":{"providers":{}}})"}) {
    const PortalConfig config = PortalConfigFromJson(Parsed(text));
    EXPECT_EQ(config.title, "Callboard");
    EXPECT_THAT(config.providers, IsEmpty());
  }
}

TEST(ErrorFromAnswer, ReadsBackstagesErrorBody) {
  const Error error = ErrorFromAnswer(
      404, R"({"error":{"name":"NotFoundError","message":"No entity named 'x'"},"response":{"statusCode":404}})");
  EXPECT_EQ(error.code, ErrorCode::NotFound);
  EXPECT_EQ(error.message, "No entity named 'x'");
}

TEST(ErrorFromAnswer, SaysTheStatusWhenTheBodyIsNoHelp) {
  for (const std::string_view body : {"", "<html>", "[]", R"({"error":"x"})"}) {
    const Error error = ErrorFromAnswer(502, body);
    EXPECT_EQ(error.message, "The server answered with status 502");
  }
  EXPECT_EQ(ErrorFromAnswer(503, "").code, ErrorCode::Unavailable);
  EXPECT_EQ(ErrorFromAnswer(401, "").code, ErrorCode::Unauthenticated);
}

}  // namespace
}  // namespace callboard::net
