#include "functions/kit/external_access.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "functions/kit/http.hpp"
#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

Result<std::vector<ExternalToken>> From(const char* auth) {
  return ExternalAccessFrom(Config(Json{{"backend", {{"auth", *ParseJson(auth)}}}}));
}

/// Everybody else is a stranger.
class Strangers : public Authenticator {
 public:
  Result<Principal> Authenticate(const Request&) override { return Fail(ErrorCode::Unauthenticated, "Illegal token"); }
};

class ExternalAccessTest : public testing::Test {
 protected:
  Result<Principal> Ask(const char* auth, const std::string& authorization) {
    auto tokens = From(auth);
    EXPECT_TRUE(tokens.has_value()) << tokens.error().message;
    const auto authenticator = WithExternalAccess(std::make_shared<Strangers>(), std::move(*tokens), clock_);
    return authenticator->Authenticate({.headers = {{"Authorization", authorization}}});
  }

  static std::string SignedToken(const std::string& header, const std::string& claims, const std::string& secret) {
    const auto url_safe = [](std::string_view bytes) {
      std::string text = EncodeBase64(bytes);
      std::erase(text, '=');
      std::ranges::replace(text, '+', '-');
      std::ranges::replace(text, '/', '_');
      return text;
    };
    const std::string content = url_safe(header) + "." + url_safe(claims);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.data(), &size);
    return "Bearer " + content + "." + url_safe({reinterpret_cast<const char*>(digest.data()), size});
  }

  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
};

TEST_F(ExternalAccessTest, AStaticTokenNamesItsSubject) {
  const char* const config =
      R"({"externalAccess": [{"type": "static", "options": {"token": "0123456789", "subject": "ci"}}]})";
  const auto principal = Ask(config, "Bearer 0123456789");
  ASSERT_TRUE(principal.has_value()) << principal.error().message;
  EXPECT_EQ(principal->kind, PrincipalKind::Service);
  EXPECT_EQ(NameOf(*principal), "ci");
  EXPECT_EQ(principal->restrictions, nullptr);
  for (const char* const other : {"Bearer 012345678", "Bearer 01234567890", "Basic 0123456789", "Bearer ", ""})
    EXPECT_EQ(Ask(config, other).error().message, "Illegal token") << other;
}

TEST_F(ExternalAccessTest, RestrictionsAreReadAsBackstageReadsThem) {
  const auto principal = Ask(R"({"externalAccess": [
      {"type": "static", "options": {"token": "0123456789", "subject": "ci"}, "accessRestrictions": [
        {"plugin": "catalog", "permission": "catalog.entity.create, catalog.entity.read",
         "permissionAttribute": {"action": ["create", "read"]}},
        {"plugin": "events"}]}]})",
                             "bearer 0123456789");
  ASSERT_TRUE(principal.has_value()) << principal.error().message;
  ASSERT_THAT(*principal->restrictions, SizeIs(2));
  const PluginAccess& access = principal->restrictions->at("catalog");
  EXPECT_THAT(access.permissions, ElementsAre("catalog.entity.create", "catalog.entity.read"));
  EXPECT_THAT(access.actions, ElementsAre("create", "read"));
}

TEST_F(ExternalAccessTest, ALegacyTokenIsSignedWithTheSecret) {
  const std::string hs256 = R"({"alg":"HS256"})";
  const std::string claims = R"({"sub":"backstage-server","exp":1800000600})";
  for (const char* const config :
       {R"({"externalAccess": [{"type": "legacy", "options": {"secret": "c2VjcmV0", "subject": "old"}}]})",
        R"({"keys": [{"secret": "c2VjcmV0"}]})"}) {
    const auto principal = Ask(config, SignedToken(hs256, claims, "secret"));
    ASSERT_TRUE(principal.has_value()) << principal.error().message;
    EXPECT_EQ(principal->kind, PrincipalKind::Service);
    EXPECT_FALSE(Ask(config, SignedToken(hs256, claims, "guess")).has_value());
    EXPECT_FALSE(Ask(config, SignedToken(hs256, R"({"sub":"other"})", "secret")).has_value());
    EXPECT_FALSE(Ask(config, SignedToken(hs256, R"({"sub":"backstage-server","aud":"x"})", "secret")).has_value());
    EXPECT_FALSE(
        Ask(config, SignedToken(hs256, R"({"sub":"backstage-server","exp":1700000000})", "secret")).has_value());
    EXPECT_FALSE(Ask(config, SignedToken(R"({"alg":"HS512"})", claims, "secret")).has_value());
    EXPECT_FALSE(Ask(config, SignedToken(R"({"alg":"none"})", claims, "secret")).has_value());
  }
}

TEST_F(ExternalAccessTest, WhatCannotBeUsedIsNamedWithoutTheToken) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"externalAccess": {}})", "backend.auth.externalAccess: expected a list"},
      {R"({"externalAccess": [{"type": "jwks", "options": {}}]})", "externalAccess.0.type: expected static or legacy"},
      {R"({"externalAccess": [{"type": "static", "options": {"token": "s3cr3t", "subject": "ci"}}]})",
       "externalAccess.0.options.token: expected at least 8"},
      {R"({"externalAccess": [{"type": "static", "options": {"token": "s3cr3t s3cr3t", "subject": "ci"}}]})",
       "externalAccess.0.options.token"},
      {R"({"externalAccess": [{"type": "static", "options": {"token": "s3cr3ts3cr3t"}}]})",
       "externalAccess.0.options.subject"},
      {R"({"externalAccess": [{"type": "static", "options": {"token": "s3cr3ts3cr3t", "subject": "ci"},
           "accessRestrictions": [{"plugin": "a"}, {"plugin": "a"}]}]})",
       "externalAccess.0.accessRestrictions: the plugin 'a' is restricted twice"},
      {R"({"externalAccess": [{"type": "static", "options": {"token": "s3cr3ts3cr3t", "subject": "ci"},
           "accessRestrictions": [{"plugin": "a", "permissions": "x"}]}]})",
       "unknown key 'permissions'"},
      {R"({"externalAccess": [{"type": "static", "options": {"token": "s3cr3ts3cr3t", "subject": "ci"},
           "accessRestrictions": [{"plugin": "a", "permissionAttribute": {"action": "write"}}]}]})",
       "permissionAttribute.action: expected create, read, update or delete"},
      {R"({"keys": [{"secret": "*"}]})", "backend.auth.keys.0.secret: expected a text in base64"},
  };
  for (const auto& [config, expected] : cases) {
    const auto tokens = From(config);
    ASSERT_FALSE(tokens.has_value()) << config;
    EXPECT_EQ(tokens.error().code, ErrorCode::InvalidInput);
    EXPECT_THAT(tokens.error().message, HasSubstr(expected));
    EXPECT_THAT(tokens.error().message, Not(HasSubstr("s3cr3t")));
  }
}

TEST_F(ExternalAccessTest, RandomTokensAreLongAndNeverTheSame) {
  EXPECT_EQ(RandomToken().size(), 64U);
  EXPECT_NE(RandomToken(), RandomToken());
}

}  // namespace
}  // namespace callboard::kit
