#include "cli/yaml_writer.hpp"

#include <gtest/gtest.h>

#include "shared/model/yaml.hpp"

namespace callboard::cli {
namespace {

TEST(YamlWriterTest, WritesBlocks) {
  EXPECT_EQ(YamlFromJson({{"a", "x y"},
                          {"b", {{"c", {"1", "true", "z"}}, {"d", Json::object()}}},
                          {"e", Json::array({{{"f", 1}, {"g", "h"}}})}}),
            "a: x y\nb:\n  c:\n    - \"1\"\n    - \"true\"\n    - z\n  d: {}\ne:\n  - f: 1\n    g: h\n");
}

TEST(YamlWriterTest, WhatIsWrittenIsReadBack) {
  Json texts = Json::array();
  for (const char* const text :
       {"",           " ",   "a: b", "a #b", "#", "- a",  "a:",  "null",  "Yes",           "~",  "0x1f", "1e3",  ".5",
        "...",        "---", "@a",   "`",    "%", "'",    "\"",  "a\nb",  "a\tb",          "{a", "[",    "*a",   "&a",
        "!a",         "|",   ">",    "?",    "é", "a\\b", "./x", "dir:.", "https://a/b#c", "x ", "-",    ".nan", ".inf",
        "2026-11-25", "a,b", "on",   "no"})
    texts.push_back(text);
  const Json json = {{"texts", texts}, {"n", nullptr}, {"b", true}, {"x: y", {{"k", 1.5}}}, {"true", 1}};
  const auto read = model::ParseYamlDocuments(YamlFromJson(json));
  ASSERT_EQ(read.size(), 1U);
  ASSERT_TRUE(read[0].content.has_value()) << read[0].content.error().message << YamlFromJson(json);
  EXPECT_EQ(*read[0].content, json);
}

}  // namespace
}  // namespace callboard::cli
