#include "functions/catalog/projection.hpp"

#include <gtest/gtest.h>

namespace callboard::catalog {
namespace {

std::string Projected(std::string_view document, const std::vector<std::string>& fields) {
  std::string out;
  AppendProjection(document, fields, out);
  return out;
}

constexpr std::string_view kDocument =
    R"({"kind":"C","metadata":{"name":"n","annotations":{"a.b/c":"1","x":"2"}},"spec":{"list":[1,{"a":"]}"}],"n":-1.5e3}})";

TEST(ProjectionTest, PicksPathsAndKeysWithDots) {
  EXPECT_EQ(Projected(kDocument, {"metadata.annotations.a.b/c", "kind"}),
            R"({"kind":"C","metadata":{"annotations":{"a.b/c":"1"}}})");
  EXPECT_EQ(Projected(kDocument, {"metadata.annotations.x", "metadata.name"}),
            R"({"metadata":{"name":"n","annotations":{"x":"2"}}})");
  EXPECT_EQ(Projected(kDocument, {"spec"}), R"({"spec":{"list":[1,{"a":"]}"}],"n":-1.5e3}})");
}

TEST(ProjectionTest, LeavesOutWhatIsNotThere) {
  EXPECT_EQ(Projected(kDocument, {"spec.list", "spec.missing", "nothing", "kind.x", "metadata.nam", "spec.list.a"}),
            R"({"spec":{"list":[1,{"a":"]}"}]}})");
  EXPECT_EQ(Projected(kDocument, {"metadata.annotations.y", "z"}), "{}");
  EXPECT_EQ(Projected("{}", {"a"}), "{}");
}

TEST(ProjectionTest, ReadsEscapesAndSpace) {
  EXPECT_EQ(Projected(R"({"a\"b" : {"c" : "\\" , "d":[] } , "e" : null})", {"a\"b.c", "e"}),
            R"({"a\"b":{"c":"\\"},"e":null})");
  EXPECT_EQ(Projected(R"({"\u00fc":true,"x":{}})", {"\xC3\xBC", "x"}), R"({"\u00fc":true,"x":{}})");
}

TEST(ProjectionTest, ATextThatIsCutOffEndsTheScan) {
  for (std::size_t length = 1; length < kDocument.size(); ++length)
    Projected(kDocument.substr(0, length), {"spec.n", "metadata.name"});
}

}  // namespace
}  // namespace callboard::catalog
