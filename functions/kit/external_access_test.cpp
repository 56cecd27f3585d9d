#include "functions/kit/external_access.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <memory>

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

/// Answers a key set.
class KeyServer : public HttpClient {
 public:
  Result<HttpAnswer> Send(const HttpRequest& request) override {
    asked.push_back(request.url);
    return answer;
  }

  std::vector<std::string> asked;
  HttpAnswer answer{.status = 200};
};

class ExternalAccessTest : public testing::Test {
 protected:
  Result<Principal> Ask(const char* auth, const std::string& authorization) {
    auto tokens = From(auth);
    EXPECT_TRUE(tokens.has_value()) << tokens.error().message;
    const auto authenticator = WithExternalAccess(std::make_shared<Strangers>(), std::move(*tokens), clock_, client_);
    return authenticator->Authenticate({.headers = {{"Authorization", authorization}}});
  }

  static std::string UrlSafe(std::string_view bytes) {
    std::string text = EncodeBase64(bytes);
    std::erase(text, '=');
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
  }

  static std::string SignedToken(const std::string& header, const std::string& claims, const std::string& secret) {
    const std::string content = UrlSafe(header) + "." + UrlSafe(claims);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.data(), &size);
    return "Bearer " + content + "." + UrlSafe({reinterpret_cast<const char*>(digest.data()), size});
  }

  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::shared_ptr<KeyServer> client_ = std::make_shared<KeyServer>();
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

constexpr char kJwks[] = R"({"externalAccess": [{"type": "jwks",
    "options": {"url": "https://keys.example/jwks", "issuer": "https://issuer.example", "audience": "callboard, other",
                "subjectPrefix": "ci"},
    "accessRestrictions": [{"plugin": "catalog"}]}]})";

TEST_F(ExternalAccessTest, ATokenThatSomebodyElseSignsNamesItsSubject) {
  const auto key = *GenerateSigningKey("k1");
  client_->answer.body = DumpJson({{"keys", {*JwkFromPublicPem(key.public_pem, key.id)}}});
  const Json claims = {
      {"iss", "https://issuer.example"}, {"aud", {"other", "x"}}, {"sub", "repo:acme"}, {"exp", 1'800'000'600}};
  const auto ask = [&](Json changed, const SigningKey& signer) {
    Json all = claims;
    all.update(changed);
    return Ask(kJwks, "Bearer " + *SignToken(all, "JWT", signer));
  };
  const auto principal = ask(Json::object(), key);
  ASSERT_TRUE(principal.has_value()) << principal.error().message;
  EXPECT_EQ(principal->kind, PrincipalKind::Service);
  EXPECT_EQ(NameOf(*principal), "external:ci:repo:acme");
  EXPECT_TRUE(principal->restrictions->contains("catalog"));
  EXPECT_THAT(client_->asked, ElementsAre("https://keys.example/jwks"));
  EXPECT_TRUE(ask({{"aud", "callboard"}, {"nbf", 1'700'000'000}}, key).has_value());
  for (const Json& changed :
       {Json{{"iss", "https://other.example"}}, Json{{"aud", "elsewhere"}}, Json{{"aud", nullptr}}, Json{{"sub", ""}},
        Json{{"exp", 1'700'000'000}}, Json{{"nbf", 1'900'000'000}}, Json{{"nbf", "soon"}}})
    EXPECT_EQ(ask(changed, key).error().message, "Illegal token") << changed.dump();
  EXPECT_FALSE(ask(Json::object(), *GenerateSigningKey("k1")).has_value());
  EXPECT_FALSE(ask(Json::object(), *GenerateSigningKey("k2")).has_value());
  client_->answer.status = 500;
  EXPECT_FALSE(ask(Json::object(), key).has_value());
}

TEST_F(ExternalAccessTest, TokensMayBeSignedWithRsa) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), EVP_PKEY_free);
  const auto number = [&](const char* name) {
    BIGNUM* value = nullptr;
    EVP_PKEY_get_bn_param(key.get(), name, &value);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
    BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(value);
    return EncodeBase64(bytes);
  };
  client_->answer.body = DumpJson({{"keys",
                                    {{{"kty", "RSA"},
                                      {"kid", "r1"},
                                      {"n", number(OSSL_PKEY_PARAM_RSA_N)},
                                      {"e", number(OSSL_PKEY_PARAM_RSA_E)}}}}});
  const std::string content =
      UrlSafe(R"({"alg":"RS256","kid":"r1"})") + "." +
      UrlSafe(R"({"iss":"https://issuer.example","aud":"callboard","sub":"s","exp":1800000600})");
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
  std::string signature(256, '\0');
  std::size_t size = signature.size();
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                 reinterpret_cast<const unsigned char*>(content.data()), content.size());
  const std::string token = "Bearer " + content + "." + UrlSafe(signature);
  const auto principal = Ask(kJwks, token);
  ASSERT_TRUE(principal.has_value()) << principal.error().message;
  EXPECT_EQ(NameOf(*principal), "external:ci:s");
  std::string only_es = kJwks;
  only_es.replace(only_es.find("\"issuer\""), 0, R"("algorithm": "ES256", )");
  EXPECT_FALSE(Ask(only_es.c_str(), token).has_value());
  EXPECT_FALSE(Ask(kJwks, token.substr(0, token.size() - 4) + "AAAA").has_value());
}

TEST_F(ExternalAccessTest, WhatCannotBeUsedIsNamedWithoutTheToken) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"externalAccess": {}})", "backend.auth.externalAccess: expected a list"},
      {R"({"externalAccess": [{"type": "mtls"}]})", "externalAccess.0.type: expected static, legacy or jwks"},
      {R"({"externalAccess": [{"type": "jwks", "options": {}}]})", "externalAccess.0.options.url: expected a URL"},
      {R"({"externalAccess": [{"type": "jwks", "options": {"url": "https://keys", "algorithm": "HS256"}}]})",
       "externalAccess.0.options.algorithm: expected ES256 or RS256"},
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
