#include "functions/catalog/location.hpp"

#include <gtest/gtest.h>

namespace callboard::catalog {
namespace {

TEST(LocationTest, TheNameOfAGeneratedEntityIsBackstages) {
  const auto entity = EntityForLocation({"url", "http://127.0.0.1:7099/ok.yaml"});
  EXPECT_EQ(model::Name(entity), "generated-698faf714519e2d23d2929eed9c889d0a3c936c1");
  EXPECT_EQ(model::Annotation(entity, kManagedByOriginLocation), "url:http://127.0.0.1:7099/ok.yaml");
}

std::string Resolved(const SourceLocation& base, std::string_view target) {
  return ResolveTarget(base, target, Integrations::From(kit::Config()).value());
}

TEST(LocationTest, TargetsAreResolvedFromTheirFile) {
  EXPECT_EQ(Resolved({"file", "/a/b/all.yaml"}, "./c/d.yaml"), "/a/b/c/d.yaml");
  EXPECT_EQ(Resolved({"file", "/a/b/all.yaml"}, "/x.yaml"), "/x.yaml");
  EXPECT_EQ(Resolved({"file", "/a/all.yaml"}, "https://h/x.yaml"), "https://h/x.yaml");
  EXPECT_EQ(Resolved({"url", "http://h:1/a/b.yaml"}, "../c.yaml"), "http://h:1/c.yaml");
  EXPECT_EQ(Resolved({"url", "http://h/a/b.yaml"}, "/c.yaml"), "http://h/c.yaml");
  EXPECT_EQ(Resolved({"url", "https://github.com/o/r/blob/main/a/b.yaml"}, "/services/*/c.yaml"),
            "https://github.com/o/r/tree/main/services/*/c.yaml");
}

Json AnnotationsOf(const SourceLocation& location, Json own = Json::object()) {
  model::Entity entity{{{"metadata", {{"annotations", std::move(own)}}}}};
  AnnotateLocation(entity, location, {"url", "https://h/all.yaml"}, Integrations::From(kit::Config()).value());
  return entity.document["metadata"]["annotations"];
}

TEST(LocationTest, PagesOfRepositoriesAreAnnotatedAsBackstageDoes) {
  EXPECT_EQ(AnnotationsOf({"url", "https://github.com/o/r/blob/main/a/b.yaml"}),
            Json({{"backstage.io/managed-by-location", "url:https://github.com/o/r/blob/main/a/b.yaml"},
                  {"backstage.io/managed-by-origin-location", "url:https://h/all.yaml"},
                  {"backstage.io/view-url", "https://github.com/o/r/blob/main/a/b.yaml"},
                  {"backstage.io/edit-url", "https://github.com/o/r/edit/main/a/b.yaml"},
                  {"backstage.io/source-location", "url:https://github.com/o/r/tree/main/a/"}}));
  const std::string commit = "https://gitlab.com/g/p/-/blob/0123456789abcdef0123456789abcdef01234567/b.yaml";
  EXPECT_FALSE(AnnotationsOf({"url", commit}).contains(kEditUrl));
  EXPECT_EQ(AnnotationsOf({"url", commit})["backstage.io/view-url"], commit);
  EXPECT_TRUE(AnnotationsOf({"url", "https://gitlab.com/g/p/-/blob/main/b.yaml"}).contains(kEditUrl));
  EXPECT_TRUE(AnnotationsOf({"url", commit + "x"}, {{"backstage.io/view-url", "own"}})["backstage.io/view-url"] ==
              "own");
}

TEST(LocationTest, OtherPlacesAreOnlyNamed) {
  const Json plain = AnnotationsOf({"url", "https://h/a.yaml"});
  EXPECT_EQ(plain.size(), 3U);
  EXPECT_EQ(plain["backstage.io/view-url"], "https://h/a.yaml");
  EXPECT_EQ(AnnotationsOf({"file", "/a.yaml"}).size(), 2U);
}

TEST(LocationTest, TextRoundTrips) {
  EXPECT_EQ(ParseLocationText("file:/a:b.yaml"), (SourceLocation{"file", "/a:b.yaml"}));
  EXPECT_FALSE(ParseLocationText("nothing").has_value());
  EXPECT_FALSE(ParseLocationText(":x").has_value());
}

}  // namespace
}  // namespace callboard::catalog
