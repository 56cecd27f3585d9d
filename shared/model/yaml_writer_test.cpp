// What npm yaml 2.9 writes for the same values.
#include "shared/model/yaml_writer.hpp"

#include <gtest/gtest.h>

#include "shared/model/yaml.hpp"

namespace callboard::model {
namespace {

TEST(YamlWriterTest, WritesWhatPeopleLikeToRead) {
  const auto json =
      ParseJson(R"({"200": {"x": 1}, "a": "x", "e": "multi\nline\n", "f": "multi\nno end", "g": "has: colon",
    "l": null, "m": true, "n": 1.5, "one": 1.0, "o": [], "p": {}, "q": [1, [2, 3], {"a": 1, "b": [{"c": 2}]}],
    "bk": " x\ny", "bl": "x\n\n\n", "key: x": 1, "$ref": "#/x"})");
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ(DumpYaml(*json), R"("200":
  x: 1
a: x
e: |
  multi
  line
f: |-
  multi
  no end
g: "has: colon"
l: null
m: true
n: 1.5
one: 1
o: []
p: {}
q:
  - 1
  - - 2
    - 3
  - a: 1
    b:
      - c: 2
bk: |2-
   x
  y
bl: |+
  x


"key: x": 1
$ref: "#/x"
)");
}

TEST(YamlWriterTest, QuotesWhatWouldBeReadDifferently) {
  for (const auto& [text, yaml] : {std::pair("", "\"\""),
                                   {"true", "\"true\""},
                                   {"1.0", "\"1.0\""},
                                   {"012", "\"012\""},
                                   {"0x1F", "\"0x1F\""},
                                   {"1e3", "\"1e3\""},
                                   {".5", "\".5\""},
                                   {"~", "\"~\""},
                                   {"-", "\"-\""},
                                   {"- x", "\"- x\""},
                                   {"x #y", "\"x #y\""},
                                   {"a: ", "\"a: \""},
                                   {"trail ", "\"trail \""},
                                   {"{a}", "\"{a}\""},
                                   {"a\r\nb", "\"a\\r\\nb\""},
                                   {"\"q\"", "'\"q\"'"},
                                   {"it's", "it's"},
                                   {"2020-01-01", "2020-01-01"},
                                   {"yes", "yes"},
                                   {"1_000", "1_000"},
                                   {"--- x", "--- x"},
                                   {"x:y", "x:y"},
                                   {"https://x/y?z=1#f", "https://x/y?z=1#f"}})
    EXPECT_EQ(DumpYaml(text), std::string(yaml) + "\n") << text;
}

TEST(YamlWriterTest, ReadsBackAsItWas) {
  for (const char* const text : {"\n", "a\n \n", "  \n", "a\n\n  b\n", "\ta\nb", "\n\n x\ny", "---\na", "a\n---\nb",
                                 "%x", "\x07", "a\\b", "?", "key: [", "a\n# b\n", "\xC3\xBC", "'", "\"'", ": x", "#"}) {
    const Json json = {{"text", text}, {"list", {text, {{text, text}}}}};
    const auto documents = ParseYamlDocuments(DumpYaml(json));
    ASSERT_EQ(documents.size(), 1U) << text;
    ASSERT_TRUE(documents[0].content.has_value()) << text << documents[0].content.error().message;
    EXPECT_EQ(*documents[0].content, json) << text;
  }
}

}  // namespace
}  // namespace callboard::model
