#include "functions/kit/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace callboard::kit {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() {
    std::string pattern = (fs::temp_directory_path() / "callboard-config-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~ConfigTest() override { fs::remove_all(folder_); }

  fs::path Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  Result<Config> Load(const std::vector<fs::path>& files,
                      const std::vector<std::pair<std::string, std::string>>& overrides = {}) {
    return LoadConfig(
        files,
        [](const std::string& name) { return name == "SET" ? std::optional<std::string>("value") : std::nullopt; },
        overrides);
  }

  std::string Text(const std::string& yaml, std::string_view path) {
    const auto config = Load({Write("app.yaml", yaml)});
    if (!config) return "error: " + config.error().message;
    return config->String(path).value().value_or("<absent>");
  }

  fs::path folder_;
};

TEST_F(ConfigTest, LaterFilesOverrideAndObjectsAreMerged) {
  const auto config =
      Load({Write("a.yaml", "a: {x: 1, list: [1, 2]}\nb: keep\n"), Write("b.yaml", "a: {x: 2, y: 3, list: [9]}\n")},
           {{"APP_CONFIG_a_y", "5"}, {"OTHER", "x"}});
  ASSERT_TRUE(config.has_value()) << config.error().message;
  EXPECT_EQ(DumpJson(config->Root()), R"({"a":{"x":2,"list":[9],"y":5},"b":"keep"})");
}

TEST_F(ConfigTest, VariablesAreSubstituted) {
  EXPECT_EQ(Text("a: x-${SET}-y", "a"), "x-value-y");
  EXPECT_EQ(Text("a: ${UNSET:-other}", "a"), "other");
  EXPECT_EQ(Text("a: $${SET}", "a"), "${SET}");
  EXPECT_EQ(Text("a: ${UNSET}", "a"), "<absent>");
  EXPECT_EQ(Text("a: {$env: SET}", "a"), "value");
  EXPECT_THAT(Text("a: {b: '${SET'}", "a"), HasSubstr("app.yaml, a.b: a ${ has no closing }"));
}

TEST_F(ConfigTest, FilesAreIncluded) {
  Write("secret.txt", "hidden\n");
  Write("part.yaml", "deep:\n  value: ${SET}\n");
  EXPECT_EQ(Text("a: {$file: secret.txt}", "a"), "hidden");
  EXPECT_EQ(Text("a: {$include: 'part.yaml#deep.value'}", "a"), "value");
  EXPECT_THAT(Text("a: {$include: 'part.yaml#nothing'}", "a"), HasSubstr("has no value nothing"));
  EXPECT_THAT(Text("a: {$file: gone.txt}", "a"), HasSubstr("gone.txt cannot be read"));
  EXPECT_THAT(Text("a: {$other: x}", "a"), HasSubstr("$other is not known"));
}

TEST_F(ConfigTest, ErrorsNameTheFile) {
  EXPECT_THAT(Text("a: [1", "a"), HasSubstr("app.yaml: YAML at line"));
  EXPECT_THAT(Load({folder_ / "none.yaml"}).error().message, HasSubstr("none.yaml cannot be read"));
}

TEST_F(ConfigTest, FileTargetsAreMeantFromTheirConfiguration) {
  const auto config = Load({Write("app.yaml",
                                  "catalog:\n  locations:\n    - {type: file, target: ./org/all.yaml}\n    - {type: "
                                  "url, target: 'http://x/y'}\n")});
  const Json& locations = *config->Find("catalog.locations");
  EXPECT_EQ(locations[0]["target"], (folder_ / "org/all.yaml").string());
  EXPECT_EQ(locations[1]["target"], "http://x/y");
}

TEST_F(ConfigTest, ValuesOfAnotherTypeNameThePath) {
  const Config config({{"text", "x"}, {"list", {1}}, {"number", 7}, {"flag", true}});
  EXPECT_EQ(config.Integer("text").error().message, "Configuration text: expected a whole number, found string");
  EXPECT_EQ(config.Strings("list").error().message, "Configuration list: expected a list of strings, found number");
  EXPECT_EQ(config.Boolean("flag").value().value(), true);
  EXPECT_EQ(config.String("number").value().value(), "7");
  EXPECT_FALSE(config.Integer("text.deeper").value().has_value());
}

TEST_F(ConfigTest, DurationsInBothForms) {
  using std::chrono::milliseconds;
  const Config config(
      {{"a", {{"minutes", 1}, {"seconds", 2}}}, {"b", "PT1H30M"}, {"c", "soon"}, {"d", {{"fortnights", 1}}}});
  EXPECT_EQ(config.Duration("a").value().value(), milliseconds(62'000));
  EXPECT_EQ(config.Duration("b").value().value(), milliseconds(5'400'000));
  EXPECT_FALSE(config.Duration("c").has_value());
  EXPECT_FALSE(config.Duration("d").has_value());
}

}  // namespace
}  // namespace callboard::kit
