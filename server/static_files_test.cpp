#include "server/static_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "functions/kit/app.hpp"

namespace callboard::server {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public testing::Test {
 protected:
  StaticFilesTest() {
    std::string pattern = (fs::temp_directory_path() / "callboard-web-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    for (const auto& [name, text] : {std::pair("index.html", "page"),
                                     {"app.0123456789ab.js", "code"},
                                     {"app.0123456789ab.js.br", "brotli"},
                                     {"app.0123456789ab.js.gz", "gzip"},
                                     {"favicon.svg", "<svg/>"}}) {
      std::ofstream(folder_ / name) << text;
    }
  }
  ~StaticFilesTest() override { fs::remove_all(folder_); }

  kit::Response Get(const std::string& path, kit::Headers headers = {}) {
    const auto files = StaticFiles::Load(folder_);
    const kit::Request request{.method = "GET", .path = path, .url = path, .headers = std::move(headers)};
    auto response = files->Answer(request);
    if (!response) return kit::JsonTextResponse("", 404);
    kit::Finalise(request, *response);
    return *response;
  }

  static std::string HeaderOf(const kit::Response& response, std::string_view name) {
    const auto found = response.headers.find(name);
    return found == response.headers.end() ? "" : found->second;
  }

  fs::path folder_;
};

TEST_F(StaticFilesTest, PagesAreTheClientUnderAStrictPolicy) {
  for (const char* const path : {"/", "/catalog", "/catalog/default/component/billing.v2", "/settings"}) {
    const auto response = Get(path);
    EXPECT_EQ(response.body, "page") << path;
    EXPECT_EQ(HeaderOf(response, "cache-control"), "no-cache");
    EXPECT_TRUE(HeaderOf(response, "content-security-policy").contains("script-src 'self' 'wasm-unsafe-eval';"));
    EXPECT_TRUE(HeaderOf(response, "content-security-policy").contains("connect-src 'self' http: https:;"));
  }
  EXPECT_EQ(Get("/missing.js").status, 404);
}

TEST_F(StaticFilesTest, HashedFilesAreImmutableAndPrecompressed) {
  const auto plain = Get("/app.0123456789ab.js");
  EXPECT_EQ(plain.body, "code");
  EXPECT_EQ(HeaderOf(plain, "cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(Get("/app.0123456789ab.js", {{"Accept-Encoding", "gzip, br"}}).body, "brotli");
  EXPECT_EQ(Get("/app.0123456789ab.js", {{"Accept-Encoding", "gzip"}}).body, "gzip");
}

TEST_F(StaticFilesTest, AnEtagAnswersNotModified) {
  const std::string etag = HeaderOf(Get("/favicon.svg"), "etag");
  EXPECT_EQ(Get("/favicon.svg", {{"If-None-Match", etag}}).status, 304);
  EXPECT_EQ(Get("/favicon.svg", {{"If-None-Match", "\"other\", W/" + etag}}).status, 304);
}

TEST_F(StaticFilesTest, EachCodingHasAnEtagOfItsOwn) {
  const std::string path = "/app.0123456789ab.js";
  const std::string plain = HeaderOf(Get(path), "etag");
  const std::string brotli = HeaderOf(Get(path, {{"Accept-Encoding", "br"}}), "etag");
  EXPECT_NE(plain, brotli);
  EXPECT_EQ(Get(path, {{"Accept-Encoding", "br"}, {"If-None-Match", brotli}}).status, 304);
  EXPECT_EQ(Get(path, {{"Accept-Encoding", "gzip"}, {"If-None-Match", brotli}}).body, "gzip");
}

TEST_F(StaticFilesTest, RefusedCodingsAreNotSent) {
  EXPECT_EQ(Get("/app.0123456789ab.js", {{"Accept-Encoding", "br;q=0, gzip;q=0.5"}}).body, "gzip");
  EXPECT_EQ(Get("/app.0123456789ab.js", {{"Accept-Encoding", "br;q=0.0"}}).body, "code");
}

TEST_F(StaticFilesTest, AFolderWithoutAPageIsRefused) {
  fs::remove(folder_ / "index.html");
  EXPECT_EQ(StaticFiles::Load(folder_).error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace callboard::server
