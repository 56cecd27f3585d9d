#include "shared/catalog/leaf_scanner.hpp"

#include <gtest/gtest.h>

#include <array>
#include <format>
#include <random>
#include <string>
#include <vector>

#include "shared/catalog/terms.hpp"

namespace callboard::catalog {
namespace {

std::string Line(std::string_view path, std::string_view value, bool has_value, bool from_array) {
  return std::format("{}={}{}{}", path, value, has_value ? "" : "(null)", from_array ? "[]" : "");
}

/// Nothing when the scanner leaves the text to others.
std::optional<std::vector<std::string>> Scanned(std::string_view text, PathTable& paths) {
  std::vector<std::string> lines;
  const bool scanned = LeafScanner(text).Scan(paths, LeafScanner::Scope::All, [&](const ScannedLeaf& leaf) {
    if (leaf.node->is_namespace && leaf.value.empty()) return;
    lines.push_back(Line(leaf.node->path, leaf.value, leaf.has_value, leaf.from_array));
  });
  if (!scanned) return std::nullopt;
  return lines;
}

/// Nothing when the text is no JSON object. Without the leaves that are not in the text.
std::optional<std::vector<std::string>> Visited(std::string_view text) {
  std::vector<std::string> lines;
  const Status visited = VisitLeaves(text, "", [&](const Leaf& leaf) {
    lines.push_back(Line(leaf.path, leaf.value, leaf.has_value, leaf.from_array));
  });
  if (!visited) return std::nullopt;
  lines.pop_back();  // metadata.uid
  return lines;
}

constexpr std::array<std::string_view, 8> kSeeds = {
    R"({"apiVersion":"backstage.io/v1alpha1","kind":"Component","metadata":{"namespace":"Default","name":"a-1",)"
    R"("annotations":{"example.com/Key":"v","x":"y"},"tags":["java","go"],"uid":"u","etag":"e"},"spec":{"type":"service"}})",
    R"({"metadata":{"namespace":"n","description":"two\nlines \"quoted\" \\ and \/ \t\b\f\r \u0001\u001F end"}})",
    "{\"metadata\":{\"namespace\":\"n\",\"title\":\"\xc3\x84rger \xe4\xb8\xad\xe6\x96\x87 \xf0\x9f\x98\x80 "
    "\xed\x9f\xbf\"}}",
    R"( { "metadata" : { "namespace" : "n" } , "spec" : [ 1 , -2 , [ "x" , null , true , false ] , { "a" : [ { } , [ ] ] } ] } )",
    R"({"metadata":{"namespace":"n","labels":{}},"status":{"items":[{"a":1}]},"relations":[{"type":"x"}],"attachments":"q"})",
    R"({"metadata":{"namespace":"n"},"spec":{"a":0,"b":123456789012345678,"c":1.5,"d":-0,"e":1e3,"f":99999999999999999999}})",
    R"({"metadata":{"namespace":"n"},"s":"\u00e4 \ud83d\ude00","A":{"b":"1"},"a":{"B":"2"},"":{"":"empty"},"a.b":"dotted"})",
    R"({"metadata":{"namespace":["x",""]},"spec":{"deep":[[[[[[[[[["leaf"]]]]]]]]]],"list":[{"name":"A"},{"name":["B"]}]}})"};

TEST(LeafScannerTest, TakesWhatDocumentsUsuallyAre) {
  PathTable paths;
  for (const std::size_t seed : {0UZ, 1UZ, 2UZ, 3UZ, 4UZ, 7UZ}) {
    const auto scanned = Scanned(kSeeds[seed], paths);
    ASSERT_TRUE(scanned.has_value()) << seed;
    EXPECT_EQ(scanned, Visited(kSeeds[seed])) << seed;
  }
}

TEST(LeafScannerTest, LeavesTheRestToOthers) {
  PathTable paths;
  for (const std::string_view text :
       {kSeeds[5], kSeeds[6], std::string_view("[]"), std::string_view("\"{}\""), std::string_view(),
        std::string_view("{"), std::string_view("{\"a\":\"\xc3\"}"), std::string_view("{\"a\":\"\xed\xa0\x80\"}"),
        std::string_view("{\"a\":1,}"), std::string_view("{\"a\":01}"), std::string_view("{} x"),
        std::string_view("{\"a\":\"\n\"}"), std::string_view("{\"a\":\"x"), std::string_view("{\"a\":tru")}) {
    EXPECT_EQ(Scanned(text, paths), std::nullopt) << text;
  }
  const std::string deep = "{\"a\":" + std::string(5000, '[') + std::string(5000, ']') + "}";
  EXPECT_EQ(Scanned(deep, paths), std::nullopt);
}

/// Changes, takes out, doubles and moves bytes, mostly those that mean something in JSON.
void Mutate(std::string& text, std::mt19937& random) {
  constexpr std::string_view kBytes = "{}[]\",:\\u0019-.eEtrufalsn \n\x01\x7f\x80\xc3\xa4\xe4\xed\xf0\xf4/A";
  for (std::size_t i = 1 + random() % 4; i > 0 && !text.empty(); --i) {
    const std::size_t at = random() % text.size();
    switch (random() % 4) {
      case 0:
        text[at] = kBytes[random() % kBytes.size()];
        break;
      case 1:
        text.erase(at, 1 + random() % 3);
        break;
      case 2:
        text.insert(at, 1, kBytes[random() % kBytes.size()]);
        break;
      default:
        text.insert(random() % text.size(), text.substr(at, random() % 12));
    }
  }
}

TEST(LeafScannerTest, NeverDiffersFromTheLibraryOnBrokenDocuments) {
  std::mt19937 random(5);
  PathTable paths;
  std::size_t scanned_count = 0;
  for (int round = 0; round < 60'000; ++round) {
    if (paths.size() > 2000) paths = {};
    std::string text(kSeeds[random() % kSeeds.size()]);
    if (round % 5 != 0) Mutate(text, random);
    const auto scanned = Scanned(text, paths);
    if (!scanned) continue;
    ++scanned_count;
    const auto visited = Visited(text);
    ASSERT_TRUE(visited.has_value()) << text;
    std::vector<std::string> expected = *visited;
    if (!expected.empty() && expected.size() == scanned->size() + 1 &&
        expected.back() == "metadata.namespace=default") {
      expected.pop_back();  // the seed's own namespace was mutated away
    }
    ASSERT_EQ(*scanned, expected) << text;
  }
  EXPECT_GT(scanned_count, 10'000U);
}

TEST(LeafScannerTest, ReadsTriples) {
  std::string read;
  const auto scan = [&](std::string_view text) {
    read.clear();
    return LeafScanner(text).ScanTriples(
        [&](std::string_view a, std::string_view b, std::string_view c) { read += std::format("{}|{}|{};", a, b, c); });
  };
  EXPECT_TRUE(scan("[]"));
  EXPECT_TRUE(scan(R"( [["a","b","c"] , [ "d" , "e" , "f" ]])"));
  EXPECT_EQ(read, "a|b|c;d|e|f;");
  for (const std::string_view text : {"", "[", "{}", R"([["a","b"]])", R"([["a","b","c","d"]])", R"([["a","b","
"]])",
                                      R"([["a","b","c"],])", R"([["a","b","c"]]x)", R"([["a","b",1]])"}) {
    EXPECT_FALSE(scan(text)) << text;
  }
}

TEST(PathTableTest, ManyMembersOfOneObjectAreFound) {
  PathTable paths;
  std::vector<const PathNode*> nodes;
  for (int i = 0; i < 300; ++i) nodes.push_back(&paths.Child(paths.root(), std::format("Key{}", i)));
  for (int i = 299; i >= 0; --i) {
    const PathNode& node = paths.Child(paths.root(), std::format("Key{}", i));
    EXPECT_EQ(&node, nodes[static_cast<std::size_t>(i)]);
    EXPECT_EQ(node.path, std::format("key{}", i));
  }
}

}  // namespace
}  // namespace callboard::catalog
