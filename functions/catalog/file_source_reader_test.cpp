#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "functions/catalog/source_reader.hpp"

namespace callboard::catalog {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class FileSourceReaderTest : public testing::Test {
 protected:
  FileSourceReaderTest() {
    std::string pattern = (fs::temp_directory_path() / "callboard-reader-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    for (const char* const file : {"a.yaml", "b.txt", "one/c.yaml", "one/two/d.yaml", "three/c.yaml", ".hidden/c.yaml"})
      Write(file);
  }
  ~FileSourceReaderTest() override { fs::remove_all(folder_); }

  void Write(const fs::path& file) {
    fs::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file) << file.string();
  }

  std::vector<std::string> Read(const std::string& target) {
    std::vector<std::string> texts;
    const auto content = FileSourceReader().Read({"file", (folder_ / target).string()}, "");
    if (!content) return {"error: " + std::string(TraitsOf(content.error().code).backstage_name)};
    for (const SourceFile& file : content->files) {
      texts.push_back(file.text ? *file.text
                                : "error: " + std::string(TraitsOf(file.text.error().code).backstage_name));
    }
    return texts;
  }

  fs::path folder_;
};

TEST_F(FileSourceReaderTest, ReadsOneFile) {
  EXPECT_THAT(Read("a.yaml"), ElementsAre("a.yaml"));
}

TEST_F(FileSourceReaderTest, WhatTheCallerKnowsIsNotGivenAgain) {
  const SourceLocation location{"file", (folder_ / "*.yaml").string()};
  const auto first = FileSourceReader().Read(location, "");
  ASSERT_TRUE(first.has_value());
  const auto second = FileSourceReader().Read(location, first->version);
  EXPECT_TRUE(second->unchanged);
  EXPECT_TRUE(second->files.empty());
  std::ofstream(folder_ / "a.yaml") << "changed";
  const auto third = FileSourceReader().Read(location, first->version);
  EXPECT_FALSE(third->unchanged);
  EXPECT_EQ(third->files.front().text, "changed");
}

TEST_F(FileSourceReaderTest, GlobsGiveTheFilesInOrder) {
  EXPECT_THAT(Read("*/c.yaml"), ElementsAre("one/c.yaml", "three/c.yaml"));
  EXPECT_THAT(Read("**/*.yaml"), ElementsAre("a.yaml", "one/c.yaml", "one/two/d.yaml", "three/c.yaml"));
  EXPECT_THAT(Read("[ab].*"), ElementsAre("a.yaml", "b.txt"));
}

TEST_F(FileSourceReaderTest, NothingThereIsNotFound) {
  EXPECT_THAT(Read("gone.yaml"), ElementsAre("error: NotFoundError"));
  EXPECT_THAT(Read("*/gone.yaml"), ElementsAre("error: NotFoundError"));
  EXPECT_THAT(Read("a.yaml/gone.yaml"), ElementsAre("error: NotFoundError"));
}

TEST_F(FileSourceReaderTest, WhatIsThereButCannotBeReadIsNotTakenForAbsent) {
  EXPECT_THAT(Read("one"), ElementsAre("error: ServiceUnavailableError"));
  EXPECT_THAT(Read(std::string("a.yaml\0x", 8)), ElementsAre("error: InputError"));
}

TEST_F(FileSourceReaderTest, OneFileOfAGlobThatCannotBeReadLeavesTheOthers) {
  fs::resize_file(folder_ / "one/c.yaml", kMaxSourceBytes + 1);
  EXPECT_THAT(Read("*/c.yaml"), ElementsAre("error: PayloadTooLargeError", "three/c.yaml"));
  EXPECT_THAT(Read("one/c.yaml"), ElementsAre("error: PayloadTooLargeError"));
}

TEST_F(FileSourceReaderTest, AGlobIsCapped) {
  for (int i = 0; i < 9; ++i) {
    const std::string file = "many/" + std::to_string(i);
    Write(file);
    fs::resize_file(folder_ / file, kMaxSourceBytes);
  }
  EXPECT_THAT(Read("many/*"), ElementsAre("error: PayloadTooLargeError"));
}

}  // namespace
}  // namespace callboard::catalog
