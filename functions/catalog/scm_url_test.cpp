// What npm @backstage/integration 2.2.0 answers for the same configuration and URLs; differences say so.
#include "functions/catalog/scm_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/model/yaml.hpp"

namespace callboard::catalog {
namespace {

const Integrations& Known() {
  static const Integrations kKnown = *Integrations::From(kit::Config(*model::ParseYamlDocuments(R"(
integrations:
  github:
    - {host: ghe.acme.com, apiBaseUrl: "https://ghe.acme.com/api/v3"}
    - {host: "127.0.0.1:3000", rawBaseUrl: "http://127.0.0.1:3000/raw/"}
  gitlab: [{host: "acme.com:8443", apiBaseUrl: "https://acme.com:8443/gitlab/api/v4", baseUrl: "https://acme.com:8443/gitlab/"}]
  azure: [{host: tfs.acme.com}, {host: acme.visualstudio.com}]
  bitbucketServer: [{host: bb.acme.com}]
  gitea: [{host: gitea.acme.com}]
)")
                                                                          .at(0)
                                                                          .content));
  return kKnown;
}

std::string Fetch(const char* url, bool has_credentials = false) {
  const Integration* const integration = Known().ForUrl(url);
  return integration == nullptr ? "no integration" : FileFetchUrl(*integration, url, has_credentials).value_or("error");
}

std::string Resolve(const char* target, const char* base) {
  return ResolveScmUrl(Known(), target, base).value_or("error");
}

TEST(ScmUrlTest, GitHubFilesAreFetchedRawOrByTheApi) {
  constexpr auto kFile = "https://github.com/o/r/blob/main/a/b.yaml";
  EXPECT_EQ(Fetch(kFile), "https://raw.githubusercontent.com/o/r/main/a/b.yaml");
  EXPECT_EQ(Fetch(kFile, true), "https://api.github.com/repos/o/r/contents/a/b.yaml?ref=main");
  EXPECT_EQ(Fetch("https://github.com/o/r/raw/main/b.yaml"), "https://raw.githubusercontent.com/o/r/main/b.yaml");
  EXPECT_EQ(Fetch("https://github.com/o/r/tree/main/b.yaml"), "https://raw.githubusercontent.com/o/r/main/b.yaml");
  EXPECT_EQ(Fetch("https://ghe.acme.com/o/r/blob/v1/x.yaml"),
            "https://ghe.acme.com/api/v3/repos/o/r/contents/x.yaml?ref=v1");
  EXPECT_EQ(Fetch("http://127.0.0.1:3000/o/r/blob/v1/x.yaml", true), "http://127.0.0.1:3000/raw/o/r/v1/x.yaml");
  // Backstage leaves these unencoded, and reads the ref as "feature" and "a?b" as a query.
  EXPECT_EQ(Fetch("https://github.com/o/r/blob/feature%2Fx/a%3Fb%20c.yaml", true),
            "https://api.github.com/repos/o/r/contents/a%3Fb%20c.yaml?ref=feature%2Fx");
}

TEST(ScmUrlTest, WhatIsNoFileIsRefused) {
  for (const char* const url :
       {"https://github.com/o/r", "https://github.com/o/r/issues/1", "https://github.com/o/r/blob/main",
        "https://github.com/o/r/blob/main/%252e%252e/b.yaml", "https://acme.com:8443/g/p/-/blob/main/x",
        "https://gitlab.com/g/p/-/issues/1", "https://dev.azure.com/org/proj/_git/repo",
        "https://dev.azure.com/org/proj/_git/repo?path=/a&version=GCabc", "https://dev.azure.com/org/proj/x?path=/a",
        "https://dev.azure.com/org/proj/_git/repo?path=/a/%2e%2e/b", "https://bb.acme.com/o/r/raw/x"})
    EXPECT_EQ(Fetch(url), "error") << url;
  EXPECT_EQ(Fetch("https://github.com/o/r/blob/main/a%2f..%2fb.yaml"), "no integration");
}

TEST(ScmUrlTest, GitLabFilesAreFetchedByTheApi) {
  EXPECT_EQ(Fetch("https://gitlab.com/g/p/-/blob/main/a/b.yaml"),
            "https://gitlab.com/api/v4/projects/g%2Fp/repository/files/a%2Fb.yaml/raw?ref=main");
  EXPECT_EQ(Fetch("https://gitlab.com/g/s/t/p/blob/main/b.yaml"),
            "https://gitlab.com/api/v4/projects/g%2Fs%2Ft%2Fp/repository/files/b.yaml/raw?ref=main");
  EXPECT_EQ(Fetch("https://acme.com:8443/gitlab/g/p/-/blob/main/my file.yaml"),
            "https://acme.com:8443/gitlab/api/v4/projects/g%2Fp/repository/files/my%20file.yaml/raw?ref=main");
  // Backstage takes "blob" only.
  EXPECT_EQ(Fetch("https://gitlab.com/g/p/-/raw/main/b.yaml"),
            "https://gitlab.com/api/v4/projects/g%2Fp/repository/files/b.yaml/raw?ref=main");
}

TEST(ScmUrlTest, WhatGitLabsPipelinesMadeIsFetchedByTheApi) {
  EXPECT_EQ(Fetch("https://gitlab.com/g/s/p/-/jobs/artifacts/main/raw/api/x.yaml?job=build"),
            "https://gitlab.com/api/v4/projects/g%2Fs%2Fp/jobs/artifacts/main/raw/api/x.yaml?job=build");
  EXPECT_EQ(Fetch("https://acme.com:8443/gitlab/g/p/-/jobs/artifacts/v1/raw/x.yaml?job=a"),
            "https://acme.com:8443/gitlab/api/v4/projects/g%2Fp/jobs/artifacts/v1/raw/x.yaml?job=a");
  EXPECT_EQ(Fetch("https://gitlab.com/g/p/-/jobs/artifacts/main/raw/%252e%252e/%252e%252e/user"), "error");
}

TEST(ScmUrlTest, AzureFilesAreFetchedByTheApi) {
  EXPECT_EQ(
      Fetch("https://dev.azure.com/org/proj/_git/repo?path=%2Fcatalog-info.yaml"),
      "https://dev.azure.com/org/proj/_apis/git/repositories/repo/items?api-version=6.0&path=%2Fcatalog-info.yaml");
  EXPECT_EQ(Fetch("https://dev.azure.com/org/_git/repo?path=/a/b.yaml&version=GBmain"),
            "https://dev.azure.com/org/repo/_apis/git/repositories/repo/items?api-version=6.0&path=%2Fa%2Fb.yaml"
            "&versionDescriptor.version=main&versionDescriptor.versionType=branch");
  EXPECT_EQ(Fetch("https://dev.azure.com/org/proj/_git/repo?path=/a.yaml&version=GTv1"),
            "https://dev.azure.com/org/proj/_apis/git/repositories/repo/items?api-version=6.0&path=%2Fa.yaml"
            "&versionDescriptor.version=v1&versionDescriptor.versionType=tag");
  EXPECT_EQ(Fetch("https://acme.visualstudio.com/proj/_git/repo?path=/a.yaml"),
            "https://acme.visualstudio.com/proj/_apis/git/repositories/repo/items?api-version=6.0&path=%2Fa.yaml");
  // Backstage writes tfs%2Fcoll, which servers refuse.
  EXPECT_EQ(Fetch("https://tfs.acme.com/tfs/coll/proj/_git/repo?path=/a.yaml"),
            "https://tfs.acme.com/tfs/coll/proj/_apis/git/repositories/repo/items?api-version=6.0&path=%2Fa.yaml");
}

TEST(ScmUrlTest, OtherHostsFilesAreFetchedByTheirApis) {
  EXPECT_EQ(Fetch("https://bitbucket.org/o/r/src/main/a.yaml"),
            "https://api.bitbucket.org/2.0/repositories/o/r/src/main/a.yaml");
  EXPECT_EQ(Fetch("https://bb.acme.com/projects/P/repos/r/browse/a/b.yaml?at=main"),
            "https://bb.acme.com/rest/api/1.0/projects/P/repos/r/raw/a/b.yaml?at=main");
  // Backstage asks for /contents, which wraps the file in JSON.
  EXPECT_EQ(Fetch("https://gitea.acme.com/o/r/src/branch/main/a.yaml"),
            "https://gitea.acme.com/api/v1/repos/o/r/raw/a.yaml?ref=main");
}

TEST(ScmUrlTest, TargetsAreSeenFromTheirPage) {
  constexpr auto kGitHub = "https://github.com/o/r/blob/main/a/b.yaml";
  EXPECT_EQ(Resolve("./", kGitHub), "https://github.com/o/r/tree/main/a/");
  EXPECT_EQ(Resolve("./x.yaml", kGitHub), "https://github.com/o/r/tree/main/a/x.yaml");
  EXPECT_EQ(Resolve("../x.yaml", kGitHub), "https://github.com/o/r/tree/main/x.yaml");
  EXPECT_EQ(Resolve("/x.yaml", kGitHub), "https://github.com/o/r/tree/main/x.yaml");
  EXPECT_EQ(Resolve("my file.yaml", kGitHub), "https://github.com/o/r/tree/main/a/my%20file.yaml");
  EXPECT_EQ(Resolve("https://h/x", kGitHub), "https://h/x");
  EXPECT_EQ(Resolve("file:///etc/passwd", kGitHub), "file:///etc/passwd");
  constexpr auto kGitLab = "https://acme.com:8443/gitlab/g/p/-/blob/main/a/b.yaml?x=1#L3";
  EXPECT_EQ(Resolve("./", kGitLab), "https://acme.com:8443/gitlab/g/p/-/blob/main/a/?x=1");
  EXPECT_EQ(Resolve("x.yaml", kGitLab), "https://acme.com:8443/gitlab/g/p/-/blob/main/a/x.yaml?x=1");
  EXPECT_EQ(Resolve("/x.yaml", kGitLab), "https://acme.com:8443/gitlab/g/p/-/blob/main/x.yaml?x=1");
  EXPECT_EQ(Resolve("./", "https://bitbucket.org/o/r/src/main/a/b.yaml"), "https://bitbucket.org/o/r/src/main/a/");
  EXPECT_EQ(Resolve("/x", "https://bb.acme.com/projects/P/repos/r/browse/a/b.yaml?at=main"),
            "https://bb.acme.com/projects/P/repos/r/browse/x?at=main");
  EXPECT_EQ(Resolve("./", "https://gitea.acme.com/o/r/src/branch/main/a/b.yaml"),
            "https://gitea.acme.com/o/r/src/branch/main/a/");
  EXPECT_EQ(Resolve("x.yaml?y=2", "https://other.com/a/b.yaml?z=1"), "https://other.com/a/x.yaml?z=1");
  // Backstage: https://other.com/a/b.yaml/x.yaml
  EXPECT_EQ(Resolve("/x.yaml", "https://other.com/a/b.yaml"), "https://other.com/x.yaml");
  EXPECT_EQ(Resolve("x", "nowhere"), "error");
}

TEST(ScmUrlTest, AzuresTargetsAreInTheQuery) {
  constexpr auto kAzure = "https://dev.azure.com/org/proj/_git/repo?path=%2Fa%2Fb.yaml&version=GBmain";
  EXPECT_EQ(Resolve("./", kAzure), "https://dev.azure.com/org/proj/_git/repo?path=%2Fa%2F&version=GBmain");
  EXPECT_EQ(Resolve("../x.yaml", kAzure), "https://dev.azure.com/org/proj/_git/repo?path=%2Fx.yaml&version=GBmain");
  EXPECT_EQ(Resolve("/x.yaml", kAzure), "https://dev.azure.com/org/proj/_git/repo?path=%2Fx.yaml&version=GBmain");
  EXPECT_EQ(Resolve("./", "https://dev.azure.com/org/proj/_git/repo"),
            "https://dev.azure.com/org/proj/_git/repo?path=%2F");
}

TEST(ScmUrlTest, PagesHaveAPlaceToEditThem) {
  for (const auto& [url, edit] : {
           std::pair("https://github.com/o/r/blob/main/a/b.yaml", "https://github.com/o/r/edit/main/a/b.yaml"),
           {"https://github.com/o/r/tree/main/a/", "https://github.com/o/r/edit/main/a/"},
           {"https://github.com/o/r/raw/main/a", "https://github.com/o/r/raw/main/a"},
           {"https://gitlab.com/g/p/-/blob/main/a/b.yaml", "https://gitlab.com/g/p/-/edit/main/a/b.yaml"},
           {"https://gitlab.com/g/p/blob/main/a/b.yaml", "https://gitlab.com/g/p/blob/main/a/b.yaml"},
           {"https://dev.azure.com/org/proj/_git/repo?path=%2Fa%2Fb.yaml&version=GBmain",
            "https://dev.azure.com/org/proj/_git/repo?path=%2Fa%2Fb.yaml&version=GBmain&_a=edit"},
           {"https://dev.azure.com/org/proj/_git/repo", "https://dev.azure.com/org/proj/_git/repo"},
           {"https://bitbucket.org/o/r/src/main/a/b.yaml",
            "https://bitbucket.org/o/r/src/main/a/b.yaml?mode=edit&at=main"},
           {"https://bb.acme.com/projects/P/repos/r/browse/a/b.yaml?at=main",
            "https://bb.acme.com/projects/P/repos/r/browse/a/b.yaml"},
           {"https://gitea.acme.com/o/r/src/branch/main/a/b.yaml", "https://gitea.acme.com/o/r/_edit/main/a/b.yaml"},
           {"https://other.com/a/b.yaml", "https://other.com/a/b.yaml"},
       })
    EXPECT_EQ(ResolveEditUrl(Known(), url), edit);
}

TEST(ScmUrlTest, PagesAndPathsAreEachOthersInverse) {
  for (const char* const url :
       {"https://github.com/o/r/blob/feature%2Fx/a%20b/*.yaml", "https://gitlab.com/g/s/p/-/blob/main/a/b.yaml",
        "https://dev.azure.com/org/proj/_git/repo?path=/a/b.yaml&version=GTv1",
        "https://bitbucket.org/o/r/src/main/a.yaml", "https://bb.acme.com/projects/P/repos/r/browse/a.yaml?at=main",
        "https://gitea.acme.com/o/r/src/branch/main/a.yaml"}) {
    const Integration& integration = *Known().ForUrl(url);
    const auto path = ParseRepositoryUrl(integration, url);
    ASSERT_TRUE(path.has_value()) << path.error().message;
    EXPECT_EQ(RepositoryUrl(integration, *path), url);
  }
}

}  // namespace
}  // namespace callboard::catalog
