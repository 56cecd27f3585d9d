#include "shared/model/yaml.hpp"

#include <gtest/gtest.h>

#include <string>

namespace callboard::model {
namespace {

Json Only(std::string_view text) {
  const auto documents = ParseYamlDocuments(text);
  EXPECT_EQ(documents.size(), 1U);
  if (documents.size() != 1 || !documents[0].content) return nullptr;
  return *documents[0].content;
}

TEST(YamlTest, ScalarsHaveTheTypesOfTheCoreSchema) {
  const Json json = Only(
      "a: 1\nb: 0x1F\nc: 1.5\nd: true\ne: yes\nf: '1'\ng: null\nh:\ni: 2024-01-01\nj: \"\"\nk: 1.2.3\nl: .inf\nm: "
      "1e3\nn: -7\no: 08\n");
  EXPECT_EQ(
      DumpJson(json),
      R"({"a":1,"b":31,"c":1.5,"d":true,"e":"yes","f":"1","g":null,"h":null,"i":"2024-01-01","j":"","k":"1.2.3","l":".inf","m":1000.0,"n":-7,"o":8})");
}

TEST(YamlTest, BlocksAndAliasesAreRead) {
  const Json json = Only("text: |\n  one\n  two\nlist: &l [a, b]\nagain: *l\n");
  EXPECT_EQ(DumpJson(json), R"({"text":"one\ntwo\n","list":["a","b"],"again":["a","b"]})");
}

TEST(YamlTest, EmptyDocumentsAreCountedButNotReturned) {
  const auto documents = ParseYamlDocuments("# comment\n---\na: 1\n---\n---\nb: 2\n");
  ASSERT_EQ(documents.size(), 2U);
  EXPECT_EQ(documents[0].number, 2U);
  EXPECT_EQ(documents[0].line, 2U);
  EXPECT_EQ(documents[1].number, 4U);
  EXPECT_EQ(documents[1].line, 5U);
}

TEST(YamlTest, OneBadDocumentDoesNotLoseTheOthers) {
  const auto documents = ParseYamlDocuments("a: 1\n---\nb: [1\nc: 2\n---\nd: 4\n");
  ASSERT_EQ(documents.size(), 3U);
  EXPECT_TRUE(documents[0].content.has_value());
  ASSERT_FALSE(documents[1].content.has_value());
  EXPECT_EQ(documents[1].content.error().code, ErrorCode::InvalidInput);
  EXPECT_TRUE(documents[1].content.error().message.starts_with("YAML at line 4, column"))
      << documents[1].content.error().message;
  EXPECT_TRUE(documents[2].content.has_value());
}

TEST(YamlTest, ARepeatedKeyIsRefusedWithItsLine) {
  const auto documents = ParseYamlDocuments("a: 1\nb: 2\na: 3\n");
  ASSERT_FALSE(documents.at(0).content.has_value());
  EXPECT_EQ(documents[0].content.error().message, "YAML at line 3, column 1: the key \"a\" stands here a second time");
}

TEST(YamlTest, HostileDocumentsAreRefused) {
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string previous = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + previous;
    for (int k = 0; k < 9; ++k) laughs += ", " + previous;
    laughs += "]\n";
  }
  EXPECT_FALSE(ParseYamlDocuments(laughs).at(0).content.has_value());
  EXPECT_FALSE(ParseYamlDocuments(std::string(500, '[') + std::string(500, ']')).at(0).content.has_value());
  EXPECT_FALSE(ParseYamlDocuments("&a [*a]").at(0).content.has_value());
  EXPECT_FALSE(ParseYamlDocuments("? [1, 2]\n: x\n").at(0).content.has_value());
  std::string bytes = "big: &big " + std::string(100'000, 'x') + "\nlist:\n";
  for (int i = 0; i < 400; ++i) bytes += "- *big\n";
  EXPECT_FALSE(ParseYamlDocuments(bytes).at(0).content.has_value());
  std::string keys;
  for (int i = 0; i < 5'000; ++i) keys += "k" + std::to_string(i) + ": 1\n";
  EXPECT_FALSE(ParseYamlDocuments(keys).at(0).content.has_value());
}

TEST(YamlTest, FindsTheLineOfAPath) {
  const std::string_view text =
      "# first\n---\nkind: Component\nmetadata:\n  name: x\n  annotations:\n    a/b: c\nspec:\n  list:\n    - one\n    "
      "- two\n";
  EXPECT_EQ(LineOfPath(text, 2, "/metadata/name"), 5U);
  EXPECT_EQ(LineOfPath(text, 2, "/metadata/annotations/a~1b"), 7U);
  EXPECT_EQ(LineOfPath(text, 2, "/spec/list/1"), 11U);
  EXPECT_EQ(LineOfPath(text, 2, "/spec/owner"), 8U);
  EXPECT_EQ(LineOfPath(text, 9, "/spec"), 0U);
}

TEST(YamlTest, AByteOrderMarkIsNoText) {
  const auto documents = ParseYamlDocuments(
      "\xEF\xBB\xBF"
      "a: 1\n---\nb: 2\n");
  ASSERT_EQ(documents.size(), 2U);
  EXPECT_EQ(*documents[0].content, (Json{{"a", 1}}));
  EXPECT_EQ(LineOfPath("\xEF\xBB\xBF"
                       "a:\n  b: 1\n",
                       1, "/a/b"),
            2U);
}

TEST(YamlTest, AFileHasALimitOfDocuments) {
  std::string text;
  for (int i = 0; i < 100'001; ++i) text += "a\n---\n";
  const auto documents = ParseYamlDocuments(text);
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0].content.error().message, "the file has more than 100000 documents");
}

}  // namespace
}  // namespace callboard::model
