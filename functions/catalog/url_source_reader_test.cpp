#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "functions/catalog/source_reader.hpp"
#include "functions/kit/http_client.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RecordingClient : public kit::HttpClient {
 public:
  Result<kit::HttpAnswer> Send(const kit::HttpRequest& request) override {
    urls.push_back(request.url);
    return kit::HttpAnswer{.status = 200, .headers = {}, .body = "text"};
  }
  std::vector<std::string> urls;
};

TEST(UrlSourceReaderTest, RequestsTheUrlThatWasJudged) {
  const auto client = std::make_shared<RecordingClient>();
  std::vector<std::string> judged;
  const auto allows = [&](std::string_view url) {
    judged.emplace_back(url);
    return true;
  };
  UrlSourceReader reader(client, allows, std::chrono::seconds(1));
  const auto content = reader.Read({"url", "http://H/public/%2e%2e/private"}, "");
  ASSERT_TRUE(content.has_value());
  EXPECT_THAT(judged, ElementsAre("http://h/private"));
  EXPECT_THAT(client->urls, judged);
  EXPECT_EQ(content->files.front().location.target, "http://H/public/%2e%2e/private");
}

TEST(UrlSourceReaderTest, WhatIsNotAllowedOrNoUrlIsNotRequested) {
  const auto client = std::make_shared<RecordingClient>();
  UrlSourceReader refusing(client, [](std::string_view) { return false; }, std::chrono::seconds(1));
  EXPECT_EQ(refusing.Read({"url", "http://h/x"}, "").error().code, ErrorCode::Forbidden);
  UrlSourceReader open(client, [](std::string_view) { return true; }, std::chrono::seconds(1));
  EXPECT_EQ(open.Read({"url", "file:///etc/passwd"}, "").error().code, ErrorCode::Forbidden);
  EXPECT_THAT(client->urls, IsEmpty());
}

}  // namespace
}  // namespace callboard::catalog
