#include "functions/catalog/integrations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/model/yaml.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<Integrations> From(const char* yaml) {
  return Integrations::From(kit::Config(*model::ParseYamlDocuments(yaml).at(0).content));
}

std::string AuthorizationFor(const Integration& integration, const std::string& url) {
  const auto headers = TokenCredentials().HeadersFor(integration, url, {});
  const auto found = headers->find("Authorization");
  return found == headers->end() ? "" : found->second;
}

TEST(IntegrationsTest, TheWellKnownHostsNeedNoConfiguration) {
  const auto integrations = From("{}");
  ASSERT_TRUE(integrations.has_value());
  const Integration* const github = integrations->ForUrl("https://GitHub.com/o/r");
  ASSERT_NE(github, nullptr);
  EXPECT_EQ(github->api_base_url, "https://api.github.com");
  EXPECT_EQ(github->raw_base_url, "https://raw.githubusercontent.com");
  EXPECT_EQ(integrations->ForHost(IntegrationType::GitLab, "gitlab.com")->api_base_url, "https://gitlab.com/api/v4");
  EXPECT_NE(integrations->ForUrl("https://dev.azure.com/o/_git/r"), nullptr);
  EXPECT_NE(integrations->ForUrl("https://bitbucket.org/o/r"), nullptr);
  EXPECT_EQ(integrations->ForUrl("https://raw.githubusercontent.com/o/r"), nullptr);
  EXPECT_EQ(integrations->ForUrl("https://github.com.evil.org/o/r"), nullptr);
}

TEST(IntegrationsTest, ReadsBackstagesKeys) {
  const auto integrations = From(R"(
integrations:
  github:
    - {host: github.com, token: " t1 ", apps: [{appId: 7, clientId: c, clientSecret: s, webhookSecret: w, privateKey: pem, allowedInstallationOwners: [acme]}]}
    - {host: "ghe.acme.com:8443", apiBaseUrl: "https://ghe.acme.com:8443/api/v3/"}
  gitlab:
    - {host: git.acme.com, apiBaseUrl: "https://git.acme.com/gl/api/v4", baseUrl: "https://git.acme.com/gl/", token: t2}
  bitbucketServer: [{host: bb.acme.com, username: u, password: p}]
  gitea: [{host: gitea.acme.com, password: t3}]
  generic: [{host: files.acme.com, token: t4}]
  awsS3: [{endpoint: x}]
)");
  ASSERT_TRUE(integrations.has_value()) << integrations.error().message;
  const Integration* const github = integrations->ForHost(IntegrationType::GitHub, "github.com");
  EXPECT_EQ(github->token, "t1");
  ASSERT_EQ(github->apps.size(), 1U);
  EXPECT_EQ(github->apps[0].app_id, 7);
  EXPECT_EQ(github->apps[0].private_key, "pem");
  EXPECT_THAT(github->apps[0].allowed_installation_owners.value(), ElementsAre("acme"));
  EXPECT_EQ(integrations->ForUrl("https://ghe.acme.com:8443/o/r")->api_base_url, "https://ghe.acme.com:8443/api/v3");
  EXPECT_EQ(integrations->ForUrl("https://git.acme.com/x")->base_url, "https://git.acme.com/gl");
  EXPECT_EQ(integrations->ForUrl("https://bb.acme.com/x")->api_base_url, "https://bb.acme.com/rest/api/1.0");
  EXPECT_EQ(integrations->ForUrl("https://gitea.acme.com/x")->api_base_url, "https://gitea.acme.com/api/v1");
  EXPECT_EQ(integrations->ForUrl("https://files.acme.com/x")->token, "t4");
  EXPECT_EQ(std::ranges::count(integrations->All(), "github.com", &Integration::host), 1);
}

TEST(IntegrationsTest, ErrorsNameTheKey) {
  for (const auto& [yaml, part] : {
           std::pair("integrations: {github: {host: github.com}}", "integrations.github: expected a list"),
           {"integrations: {github: [x]}", "integrations.github.0: expected an object"},
           {"integrations: {github: [{host: 'a/b', token: x}]}", "integrations.github.0.host: 'a/b' is not a valid"},
           {"integrations: {github: [{}, {host: ghe.acme.com}]}", "integrations.github.1.apiBaseUrl: expected a URL"},
           {"integrations: {github: [{token: [x]}]}", "integrations.github.0.token: expected a string, found array"},
           {"integrations: {github: [{apps: [{appId: x, privateKey: y}]}]}", "integrations.github.0.apps.0.appId:"},
           {"integrations: {github: [{apps: [{appId: 1}]}]}", "integrations.github.0.apps.0.privateKey:"},
           {"integrations: {gitlab: [{token: x}]}", "integrations.gitlab.0.host: expected a string"},
           {"integrations: {gitlab: [{host: h}]}", "integrations.gitlab.0.apiBaseUrl:"},
           {"integrations: {gitlab: [{host: h, apiBaseUrl: x}]}", "integrations.gitlab.0.apiBaseUrl: 'x' is not a URL"},
           {"integrations: {azure: [{token: x}]}", "integrations.azure.0.token: has been removed"},
           {"integrations: {azure: [{credentials: [{clientId: x}]}]}", "azure.0.credentials.0.personalAccessToken"},
           {"integrations: {bitbucketCloud: [{username: x}]}", "integrations.bitbucketCloud.0.token"},
       }) {
    const auto refused = From(yaml);
    ASSERT_FALSE(refused.has_value()) << yaml;
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
    EXPECT_THAT(refused.error().message, HasSubstr(part));
  }
}

TEST(IntegrationsTest, CredentialsGoToTheirOwnHostOnly) {
  const auto integrations = From(R"(
integrations:
  github: [{token: t1}]
  gitlab: [{host: git.acme.com, apiBaseUrl: "https://git.acme.com/gl/api/v4", baseUrl: "https://git.acme.com/gl", token: t2}]
  bitbucketServer: [{host: bb.acme.com, username: u, password: p}]
  gitea: [{host: gitea.acme.com, password: t3}]
)");
  const Integration& github = *integrations->ForUrl("https://github.com/o/r");
  EXPECT_EQ(AuthorizationFor(github, "https://api.github.com/repos/o/r"), "Bearer t1");
  EXPECT_EQ(AuthorizationFor(github, "https://github.com/o/r/blob/main/x"), "Bearer t1");
  for (const char* const foreign : {"http://api.github.com/repos/o/r", "https://api.github.com.evil.org/repos",
                                    "https://api.github.com:8443/repos", "https://gitlab.com/o/r", "x"})
    EXPECT_EQ(AuthorizationFor(github, foreign), "") << foreign;
  const Integration& gitlab = *integrations->ForUrl("https://git.acme.com/gl/x");
  EXPECT_EQ(AuthorizationFor(gitlab, "https://git.acme.com/gl/api/v4/projects"), "Bearer t2");
  EXPECT_EQ(AuthorizationFor(gitlab, "https://git.acme.com/other/api"), "");
  EXPECT_EQ(AuthorizationFor(gitlab, "https://git.acme.com/glx"), "");
  EXPECT_EQ(AuthorizationFor(*integrations->ForUrl("https://bb.acme.com/x"), "https://bb.acme.com/x"), "Basic dTpw");
  EXPECT_EQ(AuthorizationFor(*integrations->ForUrl("https://gitea.acme.com/x"), "https://gitea.acme.com/x"),
            "token t3");
}

TEST(IntegrationsTest, AzuresTokensAreOfOrganizations) {
  const auto integrations = From(R"(
integrations:
  azure:
    - credentials: [{organizations: [one, "t w o"], personalAccessToken: a}, {personalAccessToken: b}]
    - {host: tfs.acme.com, credentials: [{organizations: [coll], personalAccessToken: c}]}
)");
  ASSERT_TRUE(integrations.has_value()) << integrations.error().message;
  const Integration& cloud = *integrations->ForUrl("https://dev.azure.com/x");
  EXPECT_EQ(AuthorizationFor(cloud, "https://dev.azure.com/one/p/_git/r"), "Basic OmE=");
  EXPECT_EQ(AuthorizationFor(cloud, "https://dev.azure.com/t%20w%20o/_apis/x"), "Basic OmE=");
  EXPECT_EQ(AuthorizationFor(cloud, "https://dev.azure.com/three/p"), "Basic OmI=");
  const Integration& server = *integrations->ForUrl("https://tfs.acme.com/x");
  EXPECT_EQ(AuthorizationFor(server, "https://tfs.acme.com/tfs/coll/p"), "Basic OmM=");
  EXPECT_EQ(AuthorizationFor(server, "https://tfs.acme.com/coll/p"), "Basic OmM=");
  EXPECT_EQ(AuthorizationFor(server, "https://tfs.acme.com/other/p"), "");
}

TEST(IntegrationsTest, APortThatBeginsLikeTheUsualOneIsAnother) {
  const auto found = From(
      "integrations: {github: [{host: 'git.example.com:44317', apiBaseUrl: 'https://git.example.com:44317/api'}]}");
  EXPECT_TRUE(found.has_value()) << found.error().message;
}

}  // namespace
}  // namespace callboard::catalog
