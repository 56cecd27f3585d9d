#include "functions/catalog/projection.hpp"

#include <gtest/gtest.h>

namespace callboard::catalog {
namespace {

TEST(ProjectionTest, PicksPathsAndKeysWithDots) {
  const Json document = {{"kind", "C"},
                         {"metadata", {{"name", "n"}, {"annotations", {{"a.b/c", "1"}, {"x", "2"}}}}},
                         {"spec", {{"list", {1, 2}}}}};
  EXPECT_EQ(DumpJson(Project(document, {"metadata.annotations.a.b/c", "kind"})),
            R"({"metadata":{"annotations":{"a.b/c":"1"}},"kind":"C"})");
  EXPECT_EQ(DumpJson(Project(document, {"metadata.name", "metadata.annotations.x"})),
            R"({"metadata":{"name":"n","annotations":{"x":"2"}}})");
  EXPECT_EQ(DumpJson(Project(document, {"spec.list", "spec.missing", "nothing"})), R"({"spec":{"list":[1,2]}})");
}

}  // namespace
}  // namespace callboard::catalog
