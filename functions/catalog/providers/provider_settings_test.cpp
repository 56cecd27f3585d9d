#include "functions/catalog/providers/provider_settings.hpp"

#include <gtest/gtest.h>

namespace callboard::catalog {
namespace {

Result<ProviderSettings> SettingsFrom(const char* providers) {
  return ProviderSettingsFrom(kit::Config({{"catalog", {{"providers", *ParseJson(providers)}}}}));
}

std::string ErrorOf(const char* providers) {
  const auto settings = SettingsFrom(providers);
  return settings ? "" : settings.error().message;
}

TEST(ProviderSettingsTest, ReadsGithubByIdWithBackstagesDefaults) {
  const auto settings = SettingsFrom(R"({"github": {"a": {"organization": "acme"}, "b": {"organization": "other",
    "host": "GHE.acme.com", "catalogPath": "/**/catalog.yaml", "filters": {"branch": "live", "repository": "svc-.*",
    "topic": {"include": ["x"], "exclude": ["y"]}, "visibility": ["Internal"], "allowForks": false,
    "allowArchived": true}, "schedule": {"frequency": "PT30M", "timeout": {"minutes": 3}}}}})");
  ASSERT_TRUE(settings) << settings.error().message;
  const GithubDiscoverySettings& a = settings->github.at(0);
  EXPECT_EQ(a.id, "a");
  EXPECT_EQ(a.host, "github.com");
  EXPECT_EQ(a.catalog_path, "catalog-info.yaml");
  EXPECT_TRUE(a.allow_forks);
  EXPECT_FALSE(a.allow_archived);
  EXPECT_EQ(a.schedule.frequency, std::chrono::hours(3));
  const GithubDiscoverySettings& b = settings->github.at(1);
  EXPECT_EQ(b.host, "ghe.acme.com");
  EXPECT_EQ(b.catalog_path, "**/catalog.yaml");
  EXPECT_EQ(b.branch, "live");
  EXPECT_TRUE(b.repository.IsWhole("svc-1"));
  EXPECT_FALSE(b.repository.IsWhole("my-svc-1"));
  EXPECT_EQ(b.visibilities, std::vector<std::string>{"internal"});
  EXPECT_EQ(b.schedule.frequency, std::chrono::minutes(30));
  EXPECT_EQ(b.schedule.timeout, std::chrono::minutes(3));
}

TEST(ProviderSettingsTest, ReadsOneGithubProviderWithoutAnId) {
  const auto settings = SettingsFrom(R"({"github": {"organization": "acme"}})");
  ASSERT_TRUE(settings);
  ASSERT_EQ(settings->github.size(), 1);
  EXPECT_EQ(settings->github[0].id, "default");
}

TEST(ProviderSettingsTest, ReadsOrganizationsAndTellsThemApartWhenThereAreSeveral) {
  const auto one = SettingsFrom(R"({"githubOrg": {"id": "p", "githubUrl": "https://github.com/x", "orgs": ["acme"]}})");
  ASSERT_TRUE(one) << one.error().message;
  EXPECT_EQ(one->github_org.at(0).github_url, "https://github.com");
  EXPECT_TRUE(one->github_org.at(0).use_default_namespace);
  const auto two = SettingsFrom(R"({"githubOrg": [{"id": "p", "githubUrl": "https://github.com", "orgs": ["acme"]},
                                                 {"id": "q", "githubUrl": "https://github.com", "orgs": ["b"]}]})");
  ASSERT_TRUE(two);
  EXPECT_FALSE(two->github_org.at(0).use_default_namespace);
}

TEST(ProviderSettingsTest, NamesTheKeyThatCannotBeUsed) {
  EXPECT_TRUE(ErrorOf(R"({"github": {"a": {}}})").contains("catalog.providers.github.a: Either organization or app"));
  EXPECT_TRUE(ErrorOf(R"({"github": {"a": {"organization": "x", "filters": {"branch": "a/b"}}}})")
                  .contains("github.a.filters.branch: Slash characters"));
  EXPECT_TRUE(ErrorOf(R"({"github": {"a": {"organization": "x", "filters": {"repository": "("}}}})")
                  .contains("github.a.filters.repository: '('"));
  EXPECT_TRUE(ErrorOf(R"({"github": {"a": {"organization": "x", "catalogPath": "*.yaml",
                          "validateLocationsExist": true}}})")
                  .contains("contains a wildcard"));
  EXPECT_TRUE(ErrorOf(R"({"github": {"a": {"organization": "x", "schedule": {"frequency": {"seconds": 0}}}}})")
                  .contains("schedule.frequency: expected at least one second"));
  EXPECT_TRUE(ErrorOf(R"({"github": {"a": {"organization": "x", "schedule": {"frequency": {"cron": "* * * * *"}}}}})")
                  .contains("cron"));
  EXPECT_TRUE(ErrorOf(R"({"gitlab": {"a": {}}})").contains("gitlab.a.host"));
  EXPECT_TRUE(ErrorOf(R"({"azureDevOps": {"a": {"organization": "x"}}})").contains("azureDevOps.a.project"));
  EXPECT_TRUE(ErrorOf(R"({"githubOrg": [{"id": "p", "githubUrl": "https://a.com"},
                                       {"id": "p", "githubUrl": "https://a.com"}]})")
                  .contains("githubOrg.1.id"));
  EXPECT_TRUE(ErrorOf(R"({"github": ["x"]})").contains("catalog.providers.github: expected an object"));
}

TEST(ProviderSettingsTest, RunsByHandWhenTheScheduleSaysSo) {
  const auto settings =
      SettingsFrom(R"({"github": {"organization": "x", "schedule": {"frequency": {"trigger": "manual"}}}})");
  ASSERT_TRUE(settings);
  EXPECT_FALSE(settings->github[0].schedule.frequency);
}

TEST(NamePatternTest, GivesUpOnWhatWouldTakeForEver) {
  const auto pattern = NamePattern::Compile("(a+)+$");
  ASSERT_TRUE(pattern);
  EXPECT_FALSE(pattern->IsIn(std::string(200, 'a') + "!"));
  EXPECT_FALSE(pattern->IsIn(std::string(2000, 'a')));
  EXPECT_TRUE(pattern->IsIn("aaa"));
}

}  // namespace
}  // namespace callboard::catalog
