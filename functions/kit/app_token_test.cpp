#include "functions/kit/app_token.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

#include "functions/kit/digest.hpp"
#include "functions/kit/gauge.hpp"
#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

std::string PemOf(EVP_PKEY* key) {
  BIO* const bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(bio, &text);
  std::string pem(text, static_cast<std::size_t>(size));
  BIO_free(bio);
  return pem;
}

bool Verifies(EVP_PKEY* key, const std::string& token) {
  const std::size_t dot = token.rfind('.');
  std::string signature;
  if (!DecodeBase64(token.substr(dot + 1), signature)) return false;
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key);
  const int verified = EVP_DigestVerify(context, reinterpret_cast<const unsigned char*>(signature.data()),
                                        signature.size(), reinterpret_cast<const unsigned char*>(token.data()), dot);
  EVP_MD_CTX_free(context);
  return verified == 1;
}

TEST(AppTokenTest, IsSignedWithTheKeyInEitherSpelling) {
  const Key key(EVP_RSA_gen(2048));
  const std::string pem = PemOf(key.get());
  std::string one_line;
  for (const char c : pem) one_line += c == '\n' ? std::string("\\n") : std::string(1, c);
  for (const std::string& spelling : {pem, one_line}) {
    const auto token = SignAppToken({{"iss", 7}}, spelling);
    ASSERT_TRUE(token) << token.error().message;
    EXPECT_TRUE(Verifies(key.get(), *token));
    std::string claims;
    ASSERT_TRUE(DecodeBase64(Split(*token, '.')[1], claims));
    EXPECT_EQ(claims, R"({"iss":7})");
    EXPECT_EQ(token->find_first_of("+/="), std::string::npos);
  }
  const Key other(EVP_RSA_gen(2048));
  EXPECT_FALSE(Verifies(other.get(), *SignAppToken({{"iss", 7}}, pem)));
}

TEST(AppTokenTest, RefusesWhatIsNoRsaKey) {
  const Key curve(EVP_EC_gen("P-256"));
  for (const std::string& pem : {std::string(), std::string("-----BEGIN PRIVATE KEY-----\nx\n"), PemOf(curve.get())}) {
    const auto token = SignAppToken(Json::object(), pem);
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().code, ErrorCode::InvalidInput);
  }
}

// Source: GitHub's documentation, "Validating webhook deliveries", its example for testing.
TEST(HmacTest, IsThatOfGithubsExample) {
  EXPECT_EQ(HmacSha256Hex("It's a Secret to Everybody", "Hello, World!"),
            "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  EXPECT_TRUE(IsSameSecret("abc", "abc"));
  EXPECT_FALSE(IsSameSecret("abc", "abd"));
  EXPECT_FALSE(IsSameSecret("abc", "ab"));
}

TEST(GaugeTest, ShowsTheLastValueOfEachSeries) {
  SetGauge("test_left", "What is left", {{"host", "a"}}, 5);
  SetGauge("test_left", "What is left", {{"host", "b"}}, 7);
  SetGauge("test_left", "What is left", {{"host", "a"}}, 4);
  const std::string text = GaugesText();
  EXPECT_TRUE(text.contains("test_left{host=\"a\"} 4\n")) << text;
  EXPECT_TRUE(text.contains("test_left{host=\"b\"} 7\n")) << text;
  EXPECT_FALSE(text.contains("} 5\n")) << text;
}

}  // namespace
}  // namespace callboard::kit
