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
    const auto files = FileSourceReader().Read({"file", (folder_ / target).string()});
    if (!files) return {"error: " + std::string(TraitsOf(files.error().code).backstage_name)};
    for (const SourceFile& file : *files) texts.push_back(file.text);
    return texts;
  }

  fs::path folder_;
};

TEST_F(FileSourceReaderTest, ReadsOneFile) {
  EXPECT_THAT(Read("a.yaml"), ElementsAre("a.yaml"));
}

TEST_F(FileSourceReaderTest, GlobsGiveTheFilesInOrder) {
  EXPECT_THAT(Read("*/c.yaml"), ElementsAre("one/c.yaml", "three/c.yaml"));
  EXPECT_THAT(Read("**/*.yaml"), ElementsAre("a.yaml", "one/c.yaml", "one/two/d.yaml", "three/c.yaml"));
  EXPECT_THAT(Read("[ab].*"), ElementsAre("a.yaml", "b.txt"));
}

TEST_F(FileSourceReaderTest, NothingThereIsNotFound) {
  EXPECT_THAT(Read("gone.yaml"), ElementsAre("error: NotFoundError"));
  EXPECT_THAT(Read("*/gone.yaml"), ElementsAre("error: NotFoundError"));
}

}  // namespace
}  // namespace callboard::catalog
