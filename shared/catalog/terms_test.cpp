#include "shared/catalog/terms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <format>

namespace callboard::catalog {
namespace {

using testing::ElementsAre;

std::vector<std::string> LeavesOf(std::string_view document, Status* status = nullptr) {
  std::vector<std::string> leaves;
  const Status visited = VisitLeaves(document, "U1", [&](const Leaf& leaf) {
    leaves.push_back(
        std::format("{}{}{}", leaf.path, leaf.from_array ? "[]=" : "=", leaf.has_value ? leaf.value : "null"));
  });
  if (status != nullptr) *status = visited;
  return leaves;
}

TEST(TermsTest, VisitsLikeBackstage) {
  EXPECT_THAT(LeavesOf(R"({"a":1,"b":{"C":null,"e":["F","g"]},"h":[{"i":1,"j":"k"},{"i":2.5,"j":"l"}],"t":true,
                          "n":[[["deep"]]],"empty":{},"none":[]})"),
              ElementsAre("a=1", "b.c=null", "b.e[]=F", "b.e[]=g", "h.i=1", "h.j=k", "h.i=2.5", "h.j=l", "t=true",
                          "n[]=deep", "metadata.namespace=default", "metadata.uid=U1"));
}

TEST(TermsTest, LeavesOutWhatIsNoFieldOfItsOwn) {
  EXPECT_THAT(LeavesOf(R"({"relations":[{"type":"x"}],"status":{"items":[1]},"attachments":"z",
                          "metadata":{"uid":"doc","etag":"e","namespace":"Infra","name":"n"},"spec":{"status":"kept"}})"),
              ElementsAre("metadata.namespace=Infra", "metadata.name=n", "spec.status=kept", "metadata.uid=U1"));
}

TEST(TermsTest, PathsBeyondTheLimitAreLeftOutAtAnyDepth) {
  std::string document;
  for (int i = 0; i < 50'000; ++i) document += R"({"k":[)";
  document += "1";
  for (int i = 0; i < 50'000; ++i) document += "]}";
  EXPECT_THAT(LeavesOf(document), ElementsAre("metadata.namespace=default", "metadata.uid=U1"));
  EXPECT_THAT(LeavesOf(std::format(R"({{"{}":"x","y":"z"}})", std::string(201, 'k'))),
              ElementsAre("y=z", "metadata.namespace=default", "metadata.uid=U1"));
}

TEST(TermsTest, RefusesWhatIsNoObject) {
  for (const std::string_view document : {"", "[]", "[{}]", "null", "\"text\"", "1", "{", "{\"a\":}", "{}x",
                                          "{\"a\":1e999}", "{\"a\":\"\xFF\"}", "{\"a\":\"\\ud800\"}"}) {
    Status status;
    LeavesOf(document, &status);
    ASSERT_FALSE(status.has_value()) << document;
    EXPECT_EQ(status.error().code, ErrorCode::InvalidInput) << document;
  }
}

TEST(TermsTest, NumbersReadLikeJavaScript) {
  const struct {
    double number;
    std::string_view text;
  } cases[] = {{0.0, "0"},      {-0.0, "0"},     {1.5, "1.5"}, {100000.0, "100000"}, {1e20, "100000000000000000000"},
               {1e21, "1e+21"}, {-2.25, "-2.25"}};
  for (const auto& [number, text] : cases) EXPECT_EQ(NumberText(number), text);
}

}  // namespace
}  // namespace callboard::catalog
