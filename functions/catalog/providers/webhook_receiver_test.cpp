#include "functions/catalog/providers/webhook_receiver.hpp"

#include <gtest/gtest.h>

#include <set>

#include "functions/kit/digest.hpp"

namespace callboard::catalog {
namespace {

class FakeWebhookStore : public WebhookStore {
 public:
  Result<bool> Add(const WebhookEvent& event) override {
    const bool is_new = ids.insert(event.id).second && (!event.fingerprint || prints.insert(*event.fingerprint).second);
    if (is_new) added.push_back(event);
    return is_new;
  }
  Result<std::optional<ClaimedEvent>> Claim(std::chrono::milliseconds) override { return std::nullopt; }
  Status Finish(long long, const std::string&, std::optional<std::chrono::milliseconds>) override { return {}; }
  Status Prune(std::chrono::hours) override { return {}; }

  std::set<std::string> ids;
  std::set<std::string> prints;
  std::vector<WebhookEvent> added;
};

class WebhookReceiverTest : public testing::Test {
 protected:
  std::string Receive(std::string_view source, kit::Headers headers, const Json& body) {
    kit::Request request{.headers = std::move(headers), .body = DumpJson(body)};
    request.headers.emplace("Content-Type", "application/json");
    if (source == "github" && !request.headers.contains("X-Hub-Signature-256"))
      request.headers.emplace("X-Hub-Signature-256", "sha256=" + kit::HmacSha256Hex("two", request.body));
    const auto response = receiver_.Receive(source, request);
    if (!response) return response.error().message;
    return std::string(StringMember(*ParseJson(response->body), "status"));
  }

  static kit::Headers Github(const std::string& event, const std::string& id) {
    return {{"X-GitHub-Event", event}, {"X-GitHub-Delivery", id}};
  }

  Json PushAt(std::chrono::seconds ago) const {
    const auto at = std::chrono::floor<std::chrono::seconds>(clock_.SystemNow() - ago).time_since_epoch().count();
    return {{"ref", "refs/heads/main"}, {"repository", {{"id", 3}, {"pushed_at", at}}}};
  }

  kit::ManualClock clock_;
  FakeWebhookStore store_;
  int woken_ = 0;
  WebhookReceiver receiver_{
      {.github = {"one", "two"}, .gitlab = {"lab"}, .azure = {"ado"}}, store_, clock_, [this] { ++woken_; }};
};

TEST_F(WebhookReceiverTest, TakesASignedEventOnce) {
  const Json push = PushAt(std::chrono::seconds(1));
  EXPECT_EQ(Receive("github", Github("push", "1"), push), "accepted");
  EXPECT_EQ(Receive("github", Github("push", "1"), push), "duplicate");
  EXPECT_EQ(Receive("github", Github("push", "2"), push), "duplicate");
  EXPECT_EQ(woken_, 1);
  ASSERT_EQ(store_.added.size(), 1);
  EXPECT_EQ(store_.added[0].key, "github:3");
}

TEST_F(WebhookReceiverTest, TheSameMembershipMayBeGivenTwice) {
  const Json added = {{"action", "added"}, {"organization", {{"login", "acme"}}}};
  EXPECT_EQ(Receive("github", Github("membership", "1"), added), "accepted");
  EXPECT_EQ(Receive("github", Github("membership", "2"), added), "accepted");
  EXPECT_EQ(store_.added.at(1).key, "github:acme");
}

TEST_F(WebhookReceiverTest, RefusesWhatIsOldOrNotSigned) {
  EXPECT_TRUE(Receive("github", Github("push", "1"), PushAt(std::chrono::hours(25))).contains("too long ago"));
  kit::Headers unsigned_headers = Github("push", "1");
  unsigned_headers.emplace("X-Hub-Signature-256", "");
  EXPECT_TRUE(Receive("github", unsigned_headers, Json::object()).contains("does not carry the signature"));
  kit::Headers wrong = Github("push", "1");
  wrong.emplace("X-Hub-Signature-256", "sha256=" + kit::HmacSha256Hex("three", "{}"));
  EXPECT_TRUE(Receive("github", wrong, Json::object()).contains("does not carry the signature"));
  EXPECT_TRUE(Receive("github", {}, Json::object()).contains("X-GitHub-Event"));
  EXPECT_TRUE(Receive("github", Github("push", "1"), Json::array()).contains("Expected an object"));
  EXPECT_TRUE(Receive("bitbucket", {}, Json::object()).contains("Nobody listens"));
  EXPECT_TRUE(store_.added.empty());
}

TEST_F(WebhookReceiverTest, WithoutASecretNobodyIsLetIn) {
  WebhookReceiver open({}, store_, clock_, [] {});
  for (const char* const source : {"github", "gitlab", "azureDevOps"}) {
    kit::Request request{.body = "{}"};
    request.headers.emplace("X-Gitlab-Token", "");
    request.headers.emplace("X-Hub-Signature-256", "sha256=" + kit::HmacSha256Hex("", "{}"));
    const auto response = open.Receive(source, request);
    ASSERT_FALSE(response) << source;
    EXPECT_EQ(response.error().code, ErrorCode::Forbidden);
  }
}

TEST_F(WebhookReceiverTest, KnowsTheOtherHostsWays) {
  const Json push = {{"object_kind", "push"}, {"project_id", 4}, {"after", "abc"}};
  EXPECT_EQ(Receive("gitlab", {{"X-Gitlab-Token", "lab"}, {"X-Gitlab-Event-UUID", "u"}}, push), "accepted");
  EXPECT_EQ(Receive("gitlab", {{"X-Gitlab-Token", "lab"}, {"X-Gitlab-Event-UUID", "u"}}, push), "duplicate");
  EXPECT_TRUE(Receive("gitlab", {{"X-Gitlab-Token", "la"}}, push).contains("does not carry"));
  EXPECT_EQ(Receive("gitlab", {{"X-Gitlab-Token", "lab"}}, {{"object_kind", "tag_push"}}), "ignored");
  const Json azure = {{"id", "n"}, {"eventType", "git.push"}, {"createdDate", "2027-01-15T07:00:00Z"}};
  EXPECT_EQ(Receive("azureDevOps", {{"X-Ado-Webhook-Secret", "ado"}}, azure), "accepted");
  EXPECT_EQ(Receive("azureDevOps", {{"Authorization", "Basic OmFkbw=="}}, azure), "duplicate");
  EXPECT_TRUE(Receive("azureDevOps", {{"Authorization", "Basic OmFk"}}, azure).contains("does not carry"));
}

TEST(WebhookSettingsTest, TakesSecretsFromWhereBackstageHasThemAndNoEmptyOnes) {
  const auto settings = WebhookSettingsFrom(kit::Config(
      {{"catalog", {{"webhooks", {{"github", {{"secret", "a"}}}, {"maxAge", "PT1H"}}}}},
       {"events", {{"modules", {{"github", {{"webhookSecret", "b"}}}, {"gitlab", {{"webhookSecret", "c"}}}}}}}}));
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->github, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(settings->gitlab, std::vector<std::string>{"c"});
  EXPECT_EQ(settings->max_age, std::chrono::hours(1));
  EXPECT_FALSE(WebhookSettingsFrom(kit::Config({{"catalog", {{"webhooks", {{"github", {{"secret", ""}}}}}}}})));
}

}  // namespace
}  // namespace callboard::catalog
