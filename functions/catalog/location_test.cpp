#include "functions/catalog/location.hpp"

#include <gtest/gtest.h>

namespace callboard::catalog {
namespace {

TEST(LocationTest, TheNameOfAGeneratedEntityIsBackstages) {
  const auto entity = EntityForLocation({"url", "http://127.0.0.1:7099/ok.yaml"});
  EXPECT_EQ(model::Name(entity), "generated-698faf714519e2d23d2929eed9c889d0a3c936c1");
  EXPECT_EQ(model::Annotation(entity, kManagedByOriginLocation), "url:http://127.0.0.1:7099/ok.yaml");
}

TEST(LocationTest, TargetsAreResolvedFromTheirFile) {
  EXPECT_EQ(ResolveTarget({"file", "/a/b/all.yaml"}, "./c/d.yaml"), "/a/b/c/d.yaml");
  EXPECT_EQ(ResolveTarget({"file", "/a/b/all.yaml"}, "/x.yaml"), "/x.yaml");
  EXPECT_EQ(ResolveTarget({"file", "/a/all.yaml"}, "https://h/x.yaml"), "https://h/x.yaml");
  EXPECT_EQ(ResolveTarget({"url", "http://h:1/a/b.yaml?x=1"}, "../c.yaml"), "http://h:1/c.yaml");
  EXPECT_EQ(ResolveTarget({"url", "http://h/a/b.yaml"}, "/c.yaml"), "http://h/c.yaml");
}

TEST(LocationTest, TextRoundTrips) {
  EXPECT_EQ(ParseLocationText("file:/a:b.yaml"), (SourceLocation{"file", "/a:b.yaml"}));
  EXPECT_FALSE(ParseLocationText("nothing").has_value());
  EXPECT_FALSE(ParseLocationText(":x").has_value());
}

}  // namespace
}  // namespace callboard::catalog
