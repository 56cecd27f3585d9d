#include "functions/catalog/providers/github_discovery.hpp"

#include <gtest/gtest.h>

#include "functions/catalog/providers/scripted_http.hpp"

namespace callboard::catalog {
namespace {

constexpr char kRepos[] = "GET https://api.github.com/orgs/acme/repos?per_page=100";

Json Repository(const std::string& name, const std::string& pushed_at = "2026-01-01T00:00:00Z") {
  return {{"name", name},
          {"html_url", "https://github.com/acme/" + name},
          {"owner", {{"login", "acme"}}},
          {"default_branch", "main"},
          {"topics", Json::array({"service"})},
          {"visibility", "public"},
          {"archived", false},
          {"fork", false},
          {"pushed_at", pushed_at}};
}

class GithubDiscoveryTest : public testing::Test {
 protected:
  GithubDiscoveryTest() { settings_.organization = "acme"; }

  GithubDiscovery Make() {
    settings_.id = "acme";
    settings_.catalog_path = "catalog-info.yaml";
    return {settings_,
            *integrations_.ForHost(IntegrationType::GitHub, "github.com"),
            {.access = {http_.get(), &credentials_, &limits_, clock_.get()},
             .apps = &credentials_,
             .integrations = &integrations_}};
  }

  WorkLimits Work() const { return {.deadline = clock_->SteadyNow() + std::chrono::minutes(1), .is_cancelled = {}}; }

  static std::vector<std::string> TargetsOf(const std::vector<UnprocessedEntity>& entities) {
    std::vector<std::string> targets;
    for (const UnprocessedEntity& one : entities) targets.emplace_back(model::SpecString(one.entity, "target"));
    return targets;
  }

  SourceChange Changed(const std::string& name, const Json& payload) {
    auto change = Make().ChangeBy({"github", name, payload}, Work());
    EXPECT_TRUE(change) << change.error().message;
    return change.value_or(SourceChange{});
  }

  static Json Push(const std::string& ref, const Json& commit) {
    return {{"ref", ref}, {"repository", Repository("a")}, {"commits", Json::array({commit})}};
  }

  std::shared_ptr<ScriptedHttp> http_ = std::make_shared<ScriptedHttp>();
  std::shared_ptr<kit::ManualClock> clock_ = std::make_shared<kit::ManualClock>();
  Integrations integrations_ = *Integrations::From(kit::Config());
  AppCredentials credentials_{http_, clock_};
  RateLimits limits_;
  GithubDiscoverySettings settings_;
};

TEST_F(GithubDiscoveryTest, EmitsLocationsAsBackstageDoes) {
  http_->On(kRepos, {200, {{"ETag", "\"1\""}}, DumpJson(Json::array({Repository("a")}))});
  const ProviderReading reading = Make().Read(Json::object(), Work());
  ASSERT_TRUE(reading.status) << reading.status.error().message;
  ASSERT_EQ(reading.entities.size(), 1);
  // The name is the SHA-1 of the location, as in locationSpecToMetadataName.
  EXPECT_EQ(
      DumpJson(reading.entities[0].entity.document),
      R"({"apiVersion":"backstage.io/v1alpha1","kind":"Location","metadata":{)"
      R"("name":"generated-7f888b97d9c3ffdeccb00bd2f832e471c4f75a6f","namespace":"default","annotations":{)"
      R"("backstage.io/managed-by-location":"url:https://github.com/acme/a/blob/main/catalog-info.yaml",)"
      R"("backstage.io/managed-by-origin-location":"url:https://github.com/acme/a/blob/main/catalog-info.yaml"}},)"
      R"("spec":{"type":"url","target":"https://github.com/acme/a/blob/main/catalog-info.yaml",)"
      R"("presence":"optional"}})");
  EXPECT_EQ(reading.entities[0].location_key, "github-provider:acme");
}

TEST_F(GithubDiscoveryTest, FollowsPagesAndKeepsThoseThatAreUnchanged) {
  const std::string second = "https://api.github.com/orgs/acme/repos?page=2";
  const kit::Headers first_headers = {{"ETag", "\"1\""}, {"Link", "<" + second + ">; rel=\"next\""}};
  http_->On(kRepos, {200, first_headers, DumpJson(Json::array({Repository("a")}))});
  http_->On(kRepos, {304, {}, ""});
  http_->On("GET " + second, {200, {{"ETag", "\"2\""}}, DumpJson(Json::array({Repository("b")}))});
  http_->On("GET " + second, {200, {{"ETag", "\"3\""}}, DumpJson(Json::array({Repository("c")}))});
  const ProviderReading first = Make().Read(Json::object(), Work());
  EXPECT_EQ(first.entities.size(), 2);
  const ProviderReading again = Make().Read(first.state, Work());
  EXPECT_EQ(TargetsOf(again.entities),
            (std::vector<std::string>{"https://github.com/acme/a/blob/main/catalog-info.yaml",
                                      "https://github.com/acme/c/blob/main/catalog-info.yaml"}));
  EXPECT_EQ(http_->asked.at(2).headers.find("If-None-Match")->second, "\"1\"");
  EXPECT_EQ(http_->asked.at(3).headers.find("If-None-Match")->second, "\"2\"");
}

TEST_F(GithubDiscoveryTest, AsksForAFileOnlyAfterAPush) {
  settings_.validate_locations_exist = true;
  const std::string file = "GET https://api.github.com/repos/acme/a/contents/catalog-info.yaml?ref=main";
  http_->On(kRepos, {200, {{"ETag", "\"1\""}}, DumpJson(Json::array({Repository("a"), Repository("none")}))});
  http_->On(kRepos, {200, {{"ETag", "\"1b\""}}, DumpJson(Json::array({Repository("a"), Repository("none")}))});
  http_->On(
      kRepos,
      {200, {{"ETag", "\"2\""}}, DumpJson(Json::array({Repository("a", "2026-02-02T00:00:00Z"), Repository("none")}))});
  http_->On(file, {200, {{"ETag", "\"f\""}}, R"({"type":"file","size":7})"});
  http_->On(file, {304, {}, ""});
  ProviderReading reading = Make().Read(Json::object(), Work());
  EXPECT_EQ(reading.entities.size(), 1);
  EXPECT_EQ(http_->asked.size(), 3);
  reading = Make().Read(reading.state, Work());
  EXPECT_EQ(reading.entities.size(), 1);
  EXPECT_EQ(http_->asked.size(), 4) << "nothing was pushed, and still a file was asked for";
  reading = Make().Read(reading.state, Work());
  EXPECT_EQ(reading.entities.size(), 1);
  ASSERT_EQ(http_->asked.size(), 6);
  EXPECT_EQ(http_->asked.back().headers.find("If-None-Match")->second, "\"f\"");
}

TEST_F(GithubDiscoveryTest, AnEmptyFileIsNone) {
  settings_.validate_locations_exist = true;
  http_->On(kRepos, {200, {}, DumpJson(Json::array({Repository("a")}))});
  http_->On("GET https://api.github.com/repos/acme/a/contents/catalog-info.yaml?ref=main",
            {200, {}, R"({"type":"file","size":0})"});
  EXPECT_TRUE(Make().Read(Json::object(), Work()).entities.empty());
}

TEST_F(GithubDiscoveryTest, GoesOnWhereALimitStoppedIt) {
  settings_.validate_locations_exist = true;
  const std::string of_b = "GET https://api.github.com/repos/acme/b/contents/catalog-info.yaml?ref=main";
  http_->On(kRepos, {200, {{"ETag", "\"1\""}}, DumpJson(Json::array({Repository("a"), Repository("b")}))});
  http_->On("GET https://api.github.com/repos/acme/a/contents/catalog-info.yaml?ref=main",
            {200, {}, R"({"type":"file","size":7})"});
  http_->On(of_b, {403, {{"Retry-After", "60"}}, R"({"message":"secondary rate limit"})"});
  http_->On(of_b, {200, {}, R"({"type":"file","size":7})"});
  const ProviderReading stopped = Make().Read(Json::object(), Work());
  ASSERT_FALSE(stopped.status);
  EXPECT_EQ(stopped.retry_at, clock_->SystemNow() + std::chrono::seconds(60));
  const std::size_t asked = http_->asked.size();
  EXPECT_FALSE(Make().Read(stopped.state, Work()).status);
  EXPECT_EQ(http_->asked.size(), asked) << "the host was asked although it wanted to be left alone";
  clock_->Advance(std::chrono::seconds(61));
  const ProviderReading done = Make().Read(stopped.state, Work());
  ASSERT_TRUE(done.status);
  EXPECT_EQ(done.entities.size(), 2);
  EXPECT_EQ(http_->asked.size(), asked + 2) << "the list and the one file that was left";
}

TEST_F(GithubDiscoveryTest, AnOrganizationThatIsAwayIsNotAnEmptyOne) {
  const ProviderReading reading = Make().Read(Json::object(), Work());
  ASSERT_FALSE(reading.status);
  EXPECT_TRUE(reading.status.error().message.contains("acme is not there"));
}

TEST_F(GithubDiscoveryTest, APersonsRepositoriesAreFoundToo) {
  http_->On("GET https://api.github.com/users/acme/repos?per_page=100",
            {200, {}, DumpJson(Json::array({Repository("a")}))});
  EXPECT_EQ(Make().Read(Json::object(), Work()).entities.size(), 1);
}

TEST_F(GithubDiscoveryTest, CredentialsDoNotFollowALinkElsewhere) {
  http_->On(kRepos, {200, {{"Link", "<https://api.github.com.evil.example/x>; rel=\"next\""}}, "[]"});
  const ProviderReading reading = Make().Read(Json::object(), Work());
  ASSERT_FALSE(reading.status);
  EXPECT_TRUE(reading.status.error().message.contains("not below https://api.github.com"));
  EXPECT_EQ(http_->asked.size(), 1);
}

TEST_F(GithubDiscoveryTest, FiltersAsBackstageDoes) {
  const auto passes = [&](auto change) {
    GithubDiscoverySettings settings = settings_;
    GithubRepository repository = GithubRepositoryFrom(Repository("a"));
    change(settings, repository);
    return PassesFilters(settings, repository);
  };
  EXPECT_TRUE(passes([](auto&, auto&) {}));
  EXPECT_FALSE(passes([](auto&, auto& repository) { repository.is_archived = true; }));
  EXPECT_TRUE(
      passes([](auto& settings, auto& repository) { repository.is_archived = settings.allow_archived = true; }));
  EXPECT_TRUE(passes([](auto&, auto& repository) { repository.is_fork = true; }));
  EXPECT_FALSE(passes([](auto& settings, auto& repository) {
    repository.is_fork = true;
    settings.allow_forks = false;
  }));
  EXPECT_FALSE(passes([](auto& settings, auto&) { settings.topics = {"other"}; }));
  EXPECT_TRUE(passes([](auto& settings, auto&) { settings.topics = {"other", "service"}; }));
  EXPECT_FALSE(passes([](auto& settings, auto&) {
    settings.topics = {"service"};
    settings.excluded_topics = {"service"};
  }));
  EXPECT_FALSE(passes([](auto& settings, auto&) { settings.visibilities = {"private", "internal"}; }));
  EXPECT_TRUE(passes([](auto& settings, auto& repository) {
    settings.visibilities = {"internal"};
    repository.visibility = "INTERNAL";
  }));
  EXPECT_FALSE(passes([](auto& settings, auto&) { settings.repository = *NamePattern::Compile("ab"); }));
  EXPECT_FALSE(passes([](auto&, auto& repository) { repository.default_branch.clear(); }));
}

TEST_F(GithubDiscoveryTest, APushCountsOnTheConfiguredBranchOnly) {
  const Json added = {{"added", Json::array({"catalog-info.yaml", "x"})}};
  EXPECT_EQ(Changed("push", Push("refs/heads/main", added)).upserts.size(), 1);
  EXPECT_TRUE(Changed("push", Push("refs/heads/live", added)).upserts.empty());
  settings_.branch = "live";
  EXPECT_TRUE(Changed("push", Push("refs/heads/main", added)).upserts.empty());
  EXPECT_EQ(TargetsOf(Changed("push", Push("refs/heads/live", added)).upserts),
            std::vector<std::string>{"https://github.com/acme/a/blob/live/catalog-info.yaml"});
}

TEST_F(GithubDiscoveryTest, TheLastOfSeveralCommitsCounts) {
  Json payload = Push("refs/heads/main", {{"added", Json::array({"catalog-info.yaml"})}});
  payload["commits"].push_back({{"removed", Json::array({"catalog-info.yaml"})}});
  const SourceChange change = Changed("push", payload);
  EXPECT_TRUE(change.upserts.empty());
  EXPECT_EQ(change.removed.size(), 1);
}

TEST_F(GithubDiscoveryTest, EventsOfOthersAreNotOurs) {
  Json elsewhere = Push("refs/heads/main", {{"added", Json::array({"catalog-info.yaml"})}});
  elsewhere["repository"]["owner"]["login"] = "stranger";
  EXPECT_TRUE(Changed("push", elsewhere).upserts.empty());
  Json other_host = Push("refs/heads/main", {{"added", Json::array({"catalog-info.yaml"})}});
  other_host["repository"]["html_url"] = "https://ghe.example.com/acme/a";
  EXPECT_TRUE(Changed("push", other_host).upserts.empty());
  EXPECT_TRUE(Changed("push", Json::object()).upserts.empty());
  EXPECT_TRUE(Changed("star", elsewhere).upserts.empty());
}

TEST_F(GithubDiscoveryTest, AChangedDefaultBranchMovesTheLocation) {
  const Json payload = {
      {"action", "edited"}, {"repository", Repository("a")}, {"changes", {{"default_branch", {{"from", "master"}}}}}};
  const SourceChange change = Changed("repository", payload);
  EXPECT_EQ(change.removed.size(), 1);
  EXPECT_EQ(TargetsOf(change.upserts),
            std::vector<std::string>{"https://github.com/acme/a/blob/main/catalog-info.yaml"});
}

}  // namespace
}  // namespace callboard::catalog
