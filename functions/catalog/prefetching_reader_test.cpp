#include "functions/catalog/prefetching_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <set>
#include <stdexcept>

#include "functions/catalog/entity_sources.hpp"
#include "shared/model/yaml.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Answers with the target; those on the host "slow" once Release was called.
class GatedReader : public SourceReader {
 public:
  Result<SourceContent> Read(const SourceLocation& location, std::string_view) override {
    std::unique_lock lock(mutex_);
    ++reads_[location.target];
    if (location.target.contains("//bad")) throw std::runtime_error("unforeseen");
    if (location.target.contains("//slow")) {
      most_slow_ = std::max(most_slow_, ++slow_);
      changed_.notify_all();
      changed_.wait(lock, [&] { return is_released_; });
      --slow_;
    }
    return SourceContent{.files = {{location, location.target}}, .version = "1"};
  }

  void Release() {
    const std::scoped_lock lock(mutex_);
    is_released_ = true;
    changed_.notify_all();
  }
  void WaitForSlow(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return slow_ >= count; });
  }
  int ReadsOf(const std::string& target) {
    const std::scoped_lock lock(mutex_);
    return reads_[target];
  }
  int MostSlow() {
    const std::scoped_lock lock(mutex_);
    return most_slow_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, int> reads_;
  int slow_ = 0;
  int most_slow_ = 0;
  bool is_released_ = false;
};

class PrefetchingReaderTest : public testing::Test {
 protected:
  PrefetchingReaderTest() {
    auto inner = std::make_unique<GatedReader>();
    inner_ = inner.get();
    reader_ = std::make_unique<PrefetchingReader>(std::move(inner), PrefetchLimits{4, 2});
  }
  ~PrefetchingReaderTest() override { inner_->Release(); }

  static KnownSource At(std::string target) { return {{"url", std::move(target)}, ""}; }
  static auto Soon(int milliseconds) {
    return std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
  }
  Result<SourceContent> Read(std::string target) { return reader_->Read({"url", std::move(target)}, ""); }

  GatedReader* inner_;
  std::unique_ptr<PrefetchingReader> reader_;
};

TEST_F(PrefetchingReaderTest, OneSlowHostDoesNotKeepTheOthersWaiting) {
  std::vector<KnownSource> sources;
  for (int i = 0; i < 10; ++i) sources.push_back(At("http://slow/" + std::to_string(i)));
  for (int i = 0; i < 10; ++i) sources.push_back(At("http://h" + std::to_string(i) + "/x"));
  reader_->Prefetch(sources, Soon(500));
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(Read("http://h" + std::to_string(i) + "/x").has_value());
    EXPECT_EQ(inner_->ReadsOf("http://h" + std::to_string(i) + "/x"), 1);
    EXPECT_EQ(Read("http://slow/" + std::to_string(i)).error().code, ErrorCode::Unavailable);
  }
  EXPECT_THAT(Read("http://slow/1").error().message, HasSubstr("http://slow/1 has not answered yet"));
  EXPECT_EQ(inner_->MostSlow(), 2);
}

TEST_F(PrefetchingReaderTest, WhatComesLateIsForTheNextTime) {
  reader_->Prefetch({At("http://slow/a")}, Soon(0));
  inner_->WaitForSlow(1);
  EXPECT_FALSE(Read("http://slow/a"));
  reader_->Forget();
  inner_->Release();
  reader_->Prefetch({At("http://slow/a")}, Soon(60'000));
  EXPECT_EQ(*Read("http://slow/a")->files.front().text, "http://slow/a");
  EXPECT_EQ(inner_->ReadsOf("http://slow/a"), 1);
}

TEST_F(PrefetchingReaderTest, WhatIsThrownIsAnErrorOfThatOneAlone) {
  reader_->Prefetch({At("http://bad/a"), At("http://h/a")}, Soon(60'000));
  EXPECT_EQ(Read("http://bad/a").error().code, ErrorCode::Internal);
  EXPECT_TRUE(Read("http://h/a"));
}

TEST_F(PrefetchingReaderTest, WhatIsForgottenIsReadAgain) {
  reader_->Prefetch({At("http://h/a"), At("http://h/a")}, Soon(60'000));
  EXPECT_TRUE(Read("http://h/a"));
  EXPECT_TRUE(Read("http://h/a"));
  EXPECT_EQ(inner_->ReadsOf("http://h/a"), 1);
  EXPECT_TRUE(reader_->Read({"url", "http://h/a"}, "another version"));
  reader_->Forget();
  EXPECT_TRUE(Read("http://h/a"));
  EXPECT_EQ(inner_->ReadsOf("http://h/a"), 3);
}

TEST(EntitySourcesTest, AreTargetsAndPlaceholders) {
  const model::Entity entity{*model::ParseYamlDocuments(R"(
kind: Location
metadata:
  name: x
  annotations: {backstage.io/managed-by-location: 'url:https://github.com/o/r/blob/main/a/all.yaml'}
spec:
  target: ./b.yaml
  targets: [/c/*.yaml, 'https://h/d.yaml', 5]
  definition: {$openapi: e.yaml}
)")
                                  .at(0)
                                  .content};
  EXPECT_THAT(SourcesOf(entity, Integrations::From(kit::Config()).value()),
              ElementsAre(SourceLocation{"url", "https://github.com/o/r/tree/main/a/b.yaml"},
                          SourceLocation{"url", "https://github.com/o/r/tree/main/c/*.yaml"},
                          SourceLocation{"url", "https://h/d.yaml"},
                          SourceLocation{"url", "https://github.com/o/r/tree/main/a/e.yaml"}));
}

}  // namespace
}  // namespace callboard::catalog
