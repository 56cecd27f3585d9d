// Over real sockets: a web server, and hosts that answer as the APIs of GitHub, GitLab and Azure do.
#include "functions/catalog/url_source_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <mutex>

#include "functions/kit/test_raw_server.hpp"
#include "shared/base/text.hpp"
#include "shared/model/yaml.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// What a server answers, by the request's target; what is not there is 404.
class Answers {
 public:
  void Set(const std::string& target, std::string answer) {
    const std::scoped_lock lock(mutex_);
    answers_[target] = std::move(answer);
  }
  std::string To(const std::string& target) {
    const std::scoped_lock lock(mutex_);
    const auto found = answers_.find(target);
    return found == answers_.end() ? kit::RawAnswer("404 Not Found", "", "") : found->second;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> answers_;
};

class UrlSourceReaderTest : public testing::Test {
 protected:
  UrlSourceReaderTest()
      : server_([this](const std::string& head, const kit::RawServer::Send& send) {
          const std::string_view line = std::string_view(head).substr(0, head.find("\r\n"));
          send(answers_.To(std::string(Split(line, ' ').at(1))));
        }) {}

  /// `yaml` is the configuration, in which HOST and URL stand for the server's.
  std::unique_ptr<UrlSourceReader> Reader(std::string yaml) {
    for (const auto& [word, value] : {std::pair("HOST", server_.Host()), {"URL", server_.BaseUrl()}}) {
      for (std::size_t at = yaml.find(word); at != std::string::npos; at = yaml.find(word))
        yaml.replace(at, std::string_view(word).size(), value);
    }
    const kit::Config config(*model::ParseYamlDocuments(yaml).at(0).content);
    return std::make_unique<UrlSourceReader>(
        UrlReading{.client = std::make_shared<kit::CurlHttpClient>(),
                   .rules = ReadingRules::From(config).value(),
                   .integrations = std::make_shared<const Integrations>(Integrations::From(config).value()),
                   .credentials = std::make_shared<TokenCredentials>(),
                   .timeout = std::chrono::seconds(10),
                   .is_cancelled = {}});
  }

  std::unique_ptr<UrlSourceReader> Plain() { return Reader("backend: {reading: {allow: [{host: 'HOST'}]}}"); }

  [[nodiscard]] SourceLocation At(std::string_view path) const {
    return {"url", server_.BaseUrl() + std::string(path)};
  }

  std::vector<std::string> Targets() {
    std::vector<std::string> targets;
    for (const std::string& head : server_.Heads()) targets.emplace_back(Split(head, ' ').at(1));
    std::ranges::sort(targets);
    return targets;
  }

  Answers answers_;
  kit::RawServer server_;
};

TEST_F(UrlSourceReaderTest, RequestsTheUrlThatWasJudged) {
  answers_.Set("/private", kit::RawAnswer("200 OK", "", "text"));
  const auto content = Plain()->Read(At("/public/%2e%2e/private#x"), "");
  ASSERT_TRUE(content.has_value()) << content.error().message;
  EXPECT_EQ(*content->files.front().text, "text");
  EXPECT_EQ(content->files.front().location, At("/public/%2e%2e/private#x"));
  EXPECT_THAT(Targets(), ElementsAre("/private"));
}

TEST_F(UrlSourceReaderTest, WhatIsNotAllowedOrNoUrlIsNotRequested) {
  const auto reader = Reader("backend: {reading: {allow: [{host: 'HOST', paths: [/public]}]}}");
  for (const auto& target : {At("/x").target, std::string("file:///etc/passwd"), std::string("http://127.0.0.1:1/")}) {
    const auto refused = reader->Read({"url", target}, "");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::Forbidden);
    EXPECT_THAT(refused.error().message, HasSubstr("Reading from '" + target + "' is not allowed"));
  }
  EXPECT_EQ(reader->Read(At("/public/*.yaml"), "").error().code, ErrorCode::InvalidInput);
  EXPECT_THAT(Targets(), IsEmpty());
}

TEST_F(UrlSourceReaderTest, NamesThatAWildcardAllowsMustBePublic) {
  const std::string url = "http://a.localhost:" + server_.Host().substr(server_.Host().find(':') + 1) + "/x";
  const auto port = server_.Host().substr(server_.Host().find(':') + 1);
  answers_.Set("/x", kit::RawAnswer("200 OK", "", "text"));
  const auto refused =
      Reader("backend: {reading: {allow: [{host: '*.localhost:" + port + "'}]}}")->Read({"url", url}, "");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::Forbidden) << refused.error().message;
  EXPECT_THAT(refused.error().message, HasSubstr("not a public address"));
  EXPECT_THAT(Targets(), IsEmpty());
  EXPECT_TRUE(Reader("backend: {reading: {allow: [{host: 'a.localhost:" + port + "'}]}}")->Read({"url", url}, ""));
}

TEST_F(UrlSourceReaderTest, WhatHasNotChangedIsNotReadAgain) {
  answers_.Set("/tagged", kit::RawAnswer("200 OK", "ETag: \"1\"\r\n", "text"));
  answers_.Set("/plain", kit::RawAnswer("200 OK", "", "text"));
  const auto reader = Plain();
  EXPECT_EQ(reader->Read(At("/tagged"), "")->version, "\"1\"");
  const auto plain = reader->Read(At("/plain"), "");
  EXPECT_TRUE(reader->Read(At("/plain"), plain->version)->unchanged);
  EXPECT_FALSE(reader->Read(At("/plain"), "sha1:other")->unchanged);
  answers_.Set("/tagged", "HTTP/1.1 304 Not Modified\r\n\r\n");
  EXPECT_TRUE(reader->Read(At("/tagged"), "\"1\"")->unchanged);
  EXPECT_THAT(server_.Heads().back(), HasSubstr("If-None-Match: \"1\"\r\n"));
  EXPECT_THAT(server_.Heads().at(2), Not(HasSubstr("If-None-Match")));
  // Nobody asked for that.
  EXPECT_EQ(reader->Read(At("/tagged"), "").error().code, ErrorCode::Unavailable);
}

TEST_F(UrlSourceReaderTest, RedirectsLeadToAllowedPlacesOnly) {
  answers_.Set("/a/1", kit::RawAnswer("302 Found", "Location: 2?x=1#y\r\n", ""));
  answers_.Set("/a/2?x=1", kit::RawAnswer("307 Temporary Redirect", "Location: " + server_.BaseUrl() + "/a/3\r\n", ""));
  answers_.Set("/a/3", kit::RawAnswer("200 OK", "", "text"));
  answers_.Set("/a/out", kit::RawAnswer("302 Found", "Location: /b\r\n", ""));
  answers_.Set("/a/file", kit::RawAnswer("302 Found", "Location: file:///etc/passwd\r\n", ""));
  answers_.Set("/a/inside", kit::RawAnswer("302 Found", "Location: http://169.254.169.254/latest\r\n", ""));
  answers_.Set("/a/loop", kit::RawAnswer("302 Found", "Location: /a/loop\r\n", ""));
  answers_.Set("/b", kit::RawAnswer("200 OK", "", "secret"));
  const auto reader = Reader("backend: {reading: {allow: [{host: 'HOST', paths: [/a]}]}}");
  EXPECT_EQ(*reader->Read(At("/a/1"), "")->files.front().text, "text");
  for (const char* const path : {"/a/out", "/a/file", "/a/inside"}) {
    const auto refused = reader->Read(At(path), "");
    ASSERT_FALSE(refused.has_value()) << path;
    EXPECT_EQ(refused.error().code, ErrorCode::Forbidden) << path;
    EXPECT_THAT(refused.error().message, HasSubstr(path));
  }
  EXPECT_EQ(reader->Read(At("/a/loop"), "").error().code, ErrorCode::Unavailable);
  EXPECT_THAT(Targets(), Not(testing::Contains("/b")));
}

TEST_F(UrlSourceReaderTest, GitHubsFilesAreReadThroughItsApi) {
  answers_.Set("/api/repos/o/r/contents/a%20b.yaml?ref=main", kit::RawAnswer("200 OK", "ETag: W/\"1\"\r\n", "text"));
  const auto reader = Reader("integrations: {github: [{host: 'HOST', apiBaseUrl: 'URL/api', token: secret}]}");
  const auto content = reader->Read(At("/o/r/blob/main/a b.yaml"), "");
  ASSERT_TRUE(content.has_value()) << content.error().message;
  EXPECT_EQ(*content->files.front().text, "text");
  EXPECT_EQ(content->version, "W/\"1\"");
  EXPECT_THAT(server_.Heads().front(), HasSubstr("Authorization: Bearer secret\r\n"));
  EXPECT_THAT(server_.Heads().front(), HasSubstr("Accept: application/vnd.github.v3.raw\r\n"));
  EXPECT_THAT(server_.Heads().front(), HasSubstr("User-Agent: callboard\r\n"));
  EXPECT_EQ(reader->Read(At("/o/r/blob/main/none.yaml"), "").error().code, ErrorCode::NotFound);
  EXPECT_EQ(reader->Read(At("/o/r/issues/1"), "").error().code, ErrorCode::InvalidInput);
}

TEST_F(UrlSourceReaderTest, CredentialsStayOnTheirHost) {
  kit::RawServer other(
      [](const std::string&, const kit::RawServer::Send& send) { send(kit::RawAnswer("200 OK", "", "text")); });
  answers_.Set("/api/repos/o/r/contents/x?ref=main",
               kit::RawAnswer("302 Found", "Location: " + other.BaseUrl() + "/x\r\n", ""));
  answers_.Set("/api/repos/o/old/contents/x?ref=main",
               kit::RawAnswer("301 Moved Permanently", "Location: /api/repositories/7/contents/x?ref=main\r\n", ""));
  answers_.Set("/api/repositories/7/contents/x?ref=main", kit::RawAnswer("200 OK", "", "moved"));
  const auto reader = Reader(
      "integrations: {github: [{host: 'HOST', apiBaseUrl: 'URL/api', token: secret}]}\n"
      "backend: {reading: {allow: [{host: '" +
      other.Host() + "'}]}}");
  ASSERT_TRUE(reader->Read(At("/o/r/blob/main/x"), ""));
  EXPECT_THAT(other.Heads().at(0), Not(HasSubstr("secret")));
  ASSERT_TRUE(reader->Read(At("/o/old/blob/main/x"), ""));
  EXPECT_THAT(server_.Heads().back(), HasSubstr("secret"));
  EXPECT_THAT(other.Heads(), SizeIs(1));
}

TEST_F(UrlSourceReaderTest, WhatWasAskedTooOftenIsLeftAlone) {
  answers_.Set("/limited", kit::RawAnswer("429 Too Many Requests", "Retry-After: 60\r\n", ""));
  answers_.Set("/other", kit::RawAnswer("200 OK", "", "text"));
  answers_.Set("/api/repos/o/r/contents/x?ref=main",
               kit::RawAnswer("403 Forbidden", "X-RateLimit-Remaining: 0\r\n", ""));
  const auto reader = Plain();
  for (int i = 0; i < 2; ++i) {
    const auto refused = reader->Read(At("/limited"), "");
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    EXPECT_THAT(refused.error().message, HasSubstr("rate limit exceeded"));
    EXPECT_THAT(refused.error().message, HasSubstr("again for 60 seconds"));
  }
  // One page does not keep the others of its host out.
  EXPECT_TRUE(reader->Read(At("/other"), ""));
  EXPECT_THAT(Targets(), ElementsAre("/limited", "/other"));
  const auto github = Reader("integrations: {github: [{host: 'HOST', apiBaseUrl: 'URL/api', token: secret}]}");
  EXPECT_THAT(github->Read(At("/o/r/blob/main/x"), "").error().message,
              HasSubstr("403 Forbidden (rate limit exceeded"));
  EXPECT_THAT(github->Read(At("/o/r/blob/main/y"), "").error().message, HasSubstr("was asked too often"));
  EXPECT_THAT(Targets(), SizeIs(3));
}

TEST_F(UrlSourceReaderTest, PatternsAreLookedUpInGitHubsTree) {
  const std::string reader_config =
      "integrations: {github: [{host: 'HOST', apiBaseUrl: 'URL/api', rawBaseUrl: 'URL/raw'}]}";
  answers_.Set("/api/repos/o/r/git/trees/main?recursive=1", kit::RawAnswer("200 OK", "", R"({"sha": "t1", "tree": [
    {"path": "services", "type": "tree", "sha": "t2"}, {"path": "services/b/catalog-info.yaml", "type": "blob", "sha": "1"},
    {"path": "services/a/catalog-info.yaml", "type": "blob", "sha": "2"}, {"path": "services/a/x.yaml", "type": "blob", "sha": "3"}]})"));
  answers_.Set("/raw/o/r/main/services/a/catalog-info.yaml", kit::RawAnswer("200 OK", "", "of a"));
  const auto reader = Reader(reader_config);
  const SourceLocation location = At("/o/r/blob/main/services/*/catalog-info.yaml");
  const auto content = reader->Read(location, "");
  ASSERT_TRUE(content.has_value()) << content.error().message;
  ASSERT_THAT(content->files, SizeIs(2));
  EXPECT_EQ(content->files[0].location, At("/o/r/blob/main/services/a/catalog-info.yaml"));
  EXPECT_EQ(*content->files[0].text, "of a");
  EXPECT_EQ(content->files[1].text.error().code, ErrorCode::NotFound);
  EXPECT_TRUE(reader->Read(location, content->version)->unchanged);
  EXPECT_FALSE(reader->Read(location, "other")->unchanged);
  EXPECT_EQ(reader->Read(At("/o/r/blob/main/none/*.yaml"), "").error().code, ErrorCode::NotFound);
}

TEST_F(UrlSourceReaderTest, LargeTreesAreGoneThroughByFolder) {
  answers_.Set("/api/repos/o/r/git/trees/main?recursive=1",
               kit::RawAnswer("200 OK", "", R"({"truncated": true, "tree": []})"));
  answers_.Set("/api/repos/o/r/git/trees/main", kit::RawAnswer("200 OK", "", R"({"tree": [
    {"path": "services", "type": "tree", "sha": "t2"}, {"path": "huge", "type": "tree", "sha": "t3"}]})"));
  answers_.Set("/api/repos/o/r/git/trees/t2?recursive=1",
               kit::RawAnswer("200 OK", "", R"({"tree": [{"path": "a/x.yaml", "type": "blob", "sha": "1"}]})"));
  answers_.Set("/api/repos/o/r/contents/services/a/x.yaml?ref=main", kit::RawAnswer("200 OK", "", "text"));
  const auto reader = Reader("integrations: {github: [{host: 'HOST', apiBaseUrl: 'URL/api', token: secret}]}");
  const auto content = reader->Read(At("/o/r/tree/main/services/**/*.yaml"), "");
  ASSERT_TRUE(content.has_value()) << content.error().message;
  ASSERT_THAT(content->files, SizeIs(1));
  EXPECT_EQ(content->files[0].location, At("/o/r/tree/main/services/a/x.yaml"));
  EXPECT_EQ(*content->files[0].text, "text");
  EXPECT_THAT(Targets(), Not(testing::Contains(HasSubstr("t3"))));
}

TEST_F(UrlSourceReaderTest, GitLabsTreesComeInPages) {
  const std::string tree = "/gl/api/v4/projects/g%2Fs%2Fp/repository/tree";
  answers_.Set(
      tree + "?recursive=true&per_page=100&pagination=keyset&ref=main&path=services",
      kit::RawAnswer(
          "200 OK", "Link: <" + server_.BaseUrl() + tree + "?page_token=2>; rel=\"next\", <x>; rel=\"first\"\r\n",
          R"([{"path": "services/a", "type": "tree", "id": "1"}, {"path": "services/a/x.yaml", "type": "blob", "id": "2"}])"));
  answers_.Set(tree + "?page_token=2",
               kit::RawAnswer("200 OK", "", R"([{"path": "services/b/x.yaml", "type": "blob", "id": "3"}])"));
  answers_.Set("/gl/api/v4/projects/g%2Fs%2Fp/repository/files/services%2Fa%2Fx.yaml/raw?ref=main",
               kit::RawAnswer("200 OK", "", "of a"));
  answers_.Set("/gl/api/v4/projects/g%2Fs%2Fp/repository/files/services%2Fb%2Fx.yaml/raw?ref=main",
               kit::RawAnswer("200 OK", "", "of b"));
  const auto reader =
      Reader("integrations: {gitlab: [{host: 'HOST', apiBaseUrl: 'URL/gl/api/v4', baseUrl: 'URL/gl', token: secret}]}");
  const auto content = reader->Read(At("/gl/g/s/p/-/blob/main/services/*/x.yaml"), "");
  ASSERT_TRUE(content.has_value()) << content.error().message;
  ASSERT_THAT(content->files, SizeIs(2));
  EXPECT_EQ(content->files[0].location, At("/gl/g/s/p/-/blob/main/services/a/x.yaml"));
  EXPECT_EQ(content->files[1].text.value(), "of b");
  for (const std::string& head : server_.Heads()) EXPECT_THAT(head, HasSubstr("Authorization: Bearer secret"));
}

TEST_F(UrlSourceReaderTest, AzuresFilesAndTrees) {
  const std::string items = "/org/proj/_apis/git/repositories/repo/items?api-version=6.0&";
  answers_.Set(items + "recursionLevel=full&scopePath=%2Fservices", kit::RawAnswer("200 OK", "", R"({"value": [
    {"objectId": "1", "gitObjectType": "tree", "path": "/services"},
    {"objectId": "2", "gitObjectType": "blob", "path": "/services/a/x.yaml"}]})"));
  answers_.Set(items + "path=%2Fservices%2Fa%2Fx.yaml", kit::RawAnswer("200 OK", "", "of a"));
  answers_.Set(items + "path=%2Frejected", kit::RawAnswer("203 Non-Authoritative Information", "", "<html>"));
  const auto reader =
      Reader("integrations: {azure: [{host: 'HOST', baseUrl: 'URL', credentials: [{personalAccessToken: secret}]}]}");
  const auto content = reader->Read(At("/org/proj/_git/repo?path=/services/*/x.yaml"), "");
  ASSERT_TRUE(content.has_value()) << content.error().message;
  ASSERT_THAT(content->files, SizeIs(1));
  EXPECT_EQ(content->files[0].location, At("/org/proj/_git/repo?path=%2Fservices%2Fa%2Fx.yaml"));
  EXPECT_EQ(content->files[0].text.value(), "of a");
  EXPECT_THAT(server_.Heads().front(), HasSubstr("Authorization: Basic OnNlY3JldA=="));
  EXPECT_THAT(reader->Read(At("/org/proj/_git/repo?path=/rejected"), "").error().message,
              HasSubstr("the credentials were rejected"));
}

}  // namespace
}  // namespace callboard::catalog
