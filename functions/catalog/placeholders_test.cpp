#include "functions/catalog/placeholders.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <format>
#include <map>

namespace callboard::catalog {
namespace {

using testing::HasSubstr;

class MemoryReader : public SourceReader {
 public:
  explicit MemoryReader(std::map<std::string, std::string> files) : files_(std::move(files)) {}
  Result<SourceContent> Read(const SourceLocation& location, std::string_view) override {
    const auto found = files_.find(LocationText(location));
    if (found == files_.end()) return Fail(ErrorCode::NotFound, std::format("{} does not exist", location.target));
    return SourceContent{.files = {{location, found->second}}, .version = ""};
  }

 private:
  std::map<std::string, std::string> files_;
};

Json DefinitionOf(const char* key, const char* target, const SourceLocation& base,
                  std::map<std::string, std::string> files) {
  MemoryReader reader(std::move(files));
  Json document = {{"spec", {{"definition", {{key, target}}}}}};
  const auto resolved = ResolvePlaceholders(document, base, reader);
  return resolved ? document["spec"]["definition"] : Json("error: " + resolved.error().error.message);
}

TEST(PlaceholdersTest, DefinitionsAreBundledFromFilesAndUrls) {
  const SourceLocation file{"file", "/org/all.yaml"};
  EXPECT_EQ(DefinitionOf("$openapi", "./api/a.yaml", file,
                         {{"file:/org/api/a.yaml", "openapi: 3.1.0\nx: {$ref: schemas/b.yaml}"},
                          {"file:/org/api/schemas/b.yaml", "y: {$ref: ../c.json#/z}"},
                          {"file:/org/api/c.json", R"({"z": [1]})"}}),
            "openapi: 3.1.0\nx:\n  y:\n    - 1\n");
  EXPECT_EQ(DefinitionOf("$asyncapi", "a.yaml", {"url", "https://github.com/o/r/blob/main/x/all.yaml"},
                         {{"url:https://github.com/o/r/tree/main/x/a.yaml", "asyncapi: 2.0.0\nx: {$ref: /y/b.yaml}"},
                          {"url:https://github.com/o/r/tree/main/y/b.yaml", "z: 1"}}),
            "asyncapi: 2.0.0\nx:\n  z: 1\n");
  EXPECT_EQ(DefinitionOf("$openapi", "a.yaml", file,
                         {{"file:/org/a.yaml", "x: {$ref: 'https://h/b.yaml'}"},
                          {"url:https://h/b.yaml", "y: {$ref: c.yaml}"},
                          {"url:https://h/c.yaml", "z"}}),
            "x:\n  y: z\n");
}

TEST(PlaceholdersTest, WhatIsWrongIsSaidWithItsPlace) {
  const Json failed =
      DefinitionOf("$openapi", "a.yaml", {"file", "/org/all.yaml"}, {{"file:/org/a.yaml", "x: {$ref: b.yaml}"}});
  EXPECT_EQ(failed,
            "error: Placeholder $openapi at /spec/definition could not be resolved: a.yaml: /org/b.yaml does not "
            "exist");
  EXPECT_THAT(DefinitionOf("$text", "a.bin", {"file", "/org/all.yaml"}, {{"file:/org/a.bin", std::string("a\0b", 3)}})
                  .get<std::string>(),
              HasSubstr("expected UTF-8 without NUL characters"));
}

TEST(PlaceholdersTest, OneRepositoryDoesNotReadAnother) {
  const std::map<std::string, std::string> files = {
      {"url:https://github.com/o/private/blob/main/secret", "secret"},
      {"url:https://github.com/o/r/blob/main/other", "other"},
      {"url:https://github.com/o/r/blob/main/api.yaml", "x: {$ref: 'https://github.com/o/private/blob/main/secret'}"},
      {"url:https://gitlab.com/g/p/-/blob/main/secret", "secret"},
      {"url:https://h/public", "public"}};
  const SourceLocation base{"url", "https://github.com/o/r/blob/main/catalog-info.yaml"};
  for (const char* const target :
       {"https://github.com/o/private/blob/main/secret", "https://gitlab.com/g/p/-/blob/main/secret"}) {
    EXPECT_THAT(DefinitionOf("$text", target, base, files).get<std::string>(),
                HasSubstr("may only reference files from the same repository"));
    EXPECT_THAT(DefinitionOf("$text", target, {"url", "https://h/all.yaml"}, files).get<std::string>(),
                HasSubstr("may only reference files from the same repository"));
  }
  EXPECT_THAT(DefinitionOf("$openapi", "https://github.com/o/r/blob/main/api.yaml", base, files).get<std::string>(),
              HasSubstr("may only reference files from the same repository"));
  EXPECT_EQ(DefinitionOf("$text", "https://github.com/o/r/blob/main/other", base, files), "other");
  EXPECT_EQ(DefinitionOf("$text", "https://h/public", base, files), "public");
  // Files of this machine are the operator's.
  EXPECT_EQ(DefinitionOf("$text", "https://github.com/o/private/blob/main/secret", {"file", "/all.yaml"}, files),
            "secret");
}

}  // namespace
}  // namespace callboard::catalog
