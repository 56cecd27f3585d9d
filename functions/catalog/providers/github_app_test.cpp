#include "functions/catalog/providers/github_app.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "functions/catalog/providers/scripted_http.hpp"

namespace callboard::catalog {
namespace {

constexpr char kInstallations[] = "GET https://api.github.com/app/installations?per_page=100";
constexpr char kToken[] = "POST https://api.github.com/app/installations/5/access_tokens";
constexpr char kPage[] = "https://github.com/acme/repo/blob/main/x.yaml";

std::string NewKey() {
  EVP_PKEY* const key = EVP_RSA_gen(2048);
  BIO* const bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(bio, &text);
  std::string pem(text, static_cast<std::size_t>(size));
  BIO_free(bio);
  EVP_PKEY_free(key);
  return pem;
}

class AppCredentialsTest : public testing::Test {
 protected:
  AppCredentialsTest() {
    static const std::string kKey = NewKey();
    integration_ = {.type = IntegrationType::GitHub,
                    .host = "github.com",
                    .base_url = "https://github.com",
                    .api_base_url = "https://api.github.com",
                    .raw_base_url = "https://raw.githubusercontent.com"};
    integration_.apps.push_back({.app_id = 7, .private_key = kKey});
    http_->On(kInstallations,
              {200, {}, R"([{"id":5,"target_type":"Organization","account":{"login":"Acme"},"suspended_at":null}])"});
    http_->On(kToken, {201, {}, R"({"token":"first","expires_at":"2027-01-15T09:00:00Z"})"});
    http_->On(kToken, {201, {}, R"({"token":"second","expires_at":"2027-01-15T10:00:00Z"})"});
  }

  std::string AuthorizationFor(const std::string& url) {
    const auto headers = credentials_.HeadersFor(integration_, url, clock_->SteadyNow());
    if (!headers) return "error: " + headers.error().message;
    const auto found = headers->find("Authorization");
    return found == headers->end() ? "" : found->second;
  }

  std::shared_ptr<ScriptedHttp> http_ = std::make_shared<ScriptedHttp>();
  // 2027-01-15T08:00:00Z
  std::shared_ptr<kit::ManualClock> clock_ = std::make_shared<kit::ManualClock>();
  AppCredentials credentials_{http_, clock_};
  Integration integration_;
};

TEST_F(AppCredentialsTest, KeepsATokenUntilShortlyBeforeItEnds) {
  EXPECT_EQ(AuthorizationFor(kPage), "Bearer first");
  EXPECT_EQ(AuthorizationFor("https://api.github.com/repos/ACME/other/contents/x"), "Bearer first");
  EXPECT_EQ(http_->asked.size(), 2) << "one list, one token";
  clock_->Advance(std::chrono::minutes(49));
  EXPECT_EQ(AuthorizationFor(kPage), "Bearer first");
  clock_->Advance(std::chrono::minutes(1));
  EXPECT_EQ(AuthorizationFor(kPage), "Bearer second");
}

TEST_F(AppCredentialsTest, FallsBackToTheTokenOfTheConfiguration) {
  integration_.token = "fixed";
  EXPECT_EQ(AuthorizationFor("https://github.com/stranger/repo"), "Bearer fixed");
  EXPECT_EQ(AuthorizationFor("https://api.github.com/rate_limit"), "Bearer fixed");
  integration_.token = "";
  EXPECT_EQ(AuthorizationFor("https://github.com/stranger/repo"), "");
}

TEST_F(AppCredentialsTest, SendsNothingToPlacesThatAreNotTheHosts) {
  integration_.token = "fixed";
  EXPECT_EQ(AuthorizationFor("https://evil.example.com/acme/repo"), "");
  EXPECT_EQ(AuthorizationFor("http://github.com/acme/repo"), "");
  EXPECT_TRUE(http_->asked.empty());
}

TEST_F(AppCredentialsTest, KeepsToTheOwnersThatAreAllowed) {
  integration_.apps[0].allowed_installation_owners = {"other"};
  EXPECT_EQ(AuthorizationFor(kPage), "");
  EXPECT_TRUE(http_->asked.empty());
  integration_.apps[0].allowed_installation_owners = {"ACME"};
  EXPECT_EQ(AuthorizationFor(kPage), "Bearer first");
}

TEST_F(AppCredentialsTest, ASuspendedInstallationIsAnErrorAndSoIsARefusal) {
  ScriptedHttp& http = *http_;
  http.On(kInstallations, {200, {}, R"([{"id":5,"account":{"login":"acme"},"suspended_at":"2026-01-01T00:00:00Z"}])"});
  EXPECT_EQ(AuthorizationFor(kPage), "Bearer first");
  clock_->Advance(std::chrono::hours(1));
  EXPECT_TRUE(AuthorizationFor(kPage).contains("suspended"));
  http.On(kInstallations, {401, {}, R"({"message":"Bad key"})"});
  clock_->Advance(std::chrono::hours(1));
  EXPECT_TRUE(AuthorizationFor(kPage).contains("suspended"));
  clock_->Advance(std::chrono::hours(1));
  EXPECT_TRUE(AuthorizationFor(kPage).contains("401: Bad key"));
}

TEST_F(AppCredentialsTest, AStrangerIsNoReasonToAskEveryTime) {
  EXPECT_EQ(AuthorizationFor("https://github.com/stranger/a"), "");
  const std::size_t asked = http_->asked.size();
  EXPECT_EQ(AuthorizationFor("https://github.com/stranger/b"), "");
  EXPECT_EQ(http_->asked.size(), asked);
  clock_->Advance(std::chrono::seconds(31));
  EXPECT_EQ(AuthorizationFor("https://github.com/stranger/b"), "");
  EXPECT_EQ(http_->asked.size(), asked + 1);
}

TEST_F(AppCredentialsTest, NamesTheOrganizationsThatInstalledIt) {
  EXPECT_EQ(credentials_.Organizations(integration_, "", clock_->SteadyNow()), std::vector<std::string>{"Acme"});
  EXPECT_EQ(credentials_.Organizations(integration_, "8", clock_->SteadyNow()), std::vector<std::string>{});
}

}  // namespace
}  // namespace callboard::catalog
