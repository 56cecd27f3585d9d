#include "cli/finding.hpp"

#include <gtest/gtest.h>

namespace callboard::cli {
namespace {

const Finding kFinding{.message = "100%: a\nb",
                       .file = "a,b.yaml",
                       .document = 2,
                       .line = 7,
                       .column = 3,
                       .path = "/spec/owner",
                       .entity_ref = "component:default/a"};

TEST(FindingTest, PeopleReadAPlace) {
  EXPECT_EQ(HumanLine({.message = "m", .file = "f", .line = 7, .column = 3, .path = "/spec"}),
            "f:7:3: error: /spec: m");
  EXPECT_EQ(HumanLine({.level = Level::Warning, .message = "m"}), "warning: m");
}

TEST(FindingTest, GithubReadsACommand) {
  EXPECT_EQ(GithubLine(kFinding),
            "::error file=a%2Cb.yaml,line=7,col=3,title=component%3Adefault/a::/spec/owner: 100%25: a%0Ab");
  EXPECT_EQ(GithubLine({.level = Level::Warning, .message = "m"}), "::warning::m");
}

TEST(FindingTest, ProgramsReadJson) {
  EXPECT_EQ(DumpJson(JsonFromFinding({.message = "m"})), R"({"level":"error","message":"m"})");
  EXPECT_EQ(JsonFromFinding(kFinding).at("line"), 7);
}

}  // namespace
}  // namespace callboard::cli
