#include "functions/catalog/push.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callboard::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Reads nothing.
class NoReader : public SourceReader {
 public:
  Result<SourceContent> Read(const SourceLocation&, std::string_view) override {
    return Fail(ErrorCode::InvalidInput, "nothing is read here");
  }
};

Result<Push> ReadJson(std::string body, std::string_view query = "") {
  return ReadPush(
      {.query = kit::ParseQuery(query), .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)},
      "ci");
}

Result<Push> ReadYaml(std::string body, std::string_view query = "") {
  return ReadPush(
      {.query = kit::ParseQuery(query), .headers = {{"Content-Type", "application/yaml"}}, .body = std::move(body)},
      "ci");
}

std::string Component(std::string_view name, std::string_view more = "") {
  return std::format(
      R"({{"apiVersion":"backstage.io/v1alpha1","kind":"Component","metadata":{{"name":"{}"}},"spec":{{"type":"service","lifecycle":"production","owner":"a"{}}}}})",
      name, more);
}

/// "index/document:line path: message" of everything that is wrong.
std::vector<std::string> Problems(Push push, const std::string& body) {
  NoReader reader;
  CheckPush(push, "ci", CatalogRules({DefaultRule()}), reader, body);
  std::vector<std::string> lines;
  for (const PushProblem& problem : push.problems)
    lines.push_back(
        std::format("{}/{}:{} {}: {}", problem.index, problem.document, problem.line, problem.path, problem.message));
  return lines;
}

TEST(PushTest, EntitiesBelongToTheLocationOfTheirSource) {
  const auto push = ReadJson("{\"entities\":[" + Component("a") + "]}");
  ASSERT_TRUE(push.has_value()) << push.error().message;
  EXPECT_FALSE(push->is_patch);
  ASSERT_THAT(push->entities, SizeIs(1));
  const PushedEntity& pushed = push->entities.front();
  EXPECT_EQ(pushed.ref, "component:default/a");
  EXPECT_EQ(pushed.unprocessed.location_key, "push:ci");
  EXPECT_EQ(model::Annotation(pushed.unprocessed.entity, kManagedByLocation), "push:ci");
  EXPECT_EQ(model::Annotation(pushed.unprocessed.entity, kManagedByOriginLocation), "push:ci");
}

TEST(PushTest, APatchSaysWhatChanged) {
  const auto push = ReadJson("{\"upserts\":[" + Component("a") + R"(],"removes":["Component:B"]})");
  ASSERT_TRUE(push.has_value()) << push.error().message;
  EXPECT_TRUE(push->is_patch);
  EXPECT_THAT(push->removes, ElementsAre("component:default/b"));
  const auto yaml = ReadYaml("kind: Component\nmetadata: {name: a}\n", "mode=patch&remove=component:b&remove=api:c");
  EXPECT_TRUE(yaml->is_patch);
  EXPECT_THAT(yaml->removes, ElementsAre("component:default/b", "api:default/c"));
}

TEST(PushTest, BodiesThatAreNoPushAreRefused) {
  const std::pair<Result<Push>, const char*> cases[] = {
      {ReadJson("{}"), "must have entities, or else upserts and removes"},
      {ReadJson(R"({"entites":[]})"), "has \"entites\""},
      {ReadJson(R"({"entities":[],"removes":[]})"), "must have entities, or else"},
      {ReadJson(R"({"entities":{}})"), "request/body/entities must be array"},
      {ReadJson(R"({"removes":[1]})"), "must be array of entity refs"},
      {ReadJson(R"({"removes":["b"]})"), "\"b\""},
      {ReadJson(R"({"removes":["component:a\u0000"]})"), "without NUL"},
      {ReadJson(R"({"entities":[]})", "mode=patch"), "mode=patch takes upserts and removes"},
      {ReadJson(R"({"upserts":[]})", "mode=full"), "mode=full takes entities"},
      {ReadJson(R"({"entities":[]})", "mode=all"), "mode must be full or patch"},
      {ReadJson("[]"), "must be object"},
      {ReadYaml(""), "has no document"},
      {ReadYaml("a: 1", "remove=component:b"), "remove is for mode=patch"},
      {ReadYaml(std::string("a: \0", 4)), "expected UTF-8 without NUL"},
  };
  for (const auto& [push, expected] : cases) {
    ASSERT_FALSE(push.has_value()) << expected;
    EXPECT_EQ(push.error().code, ErrorCode::InvalidInput);
    EXPECT_THAT(push.error().message, HasSubstr(expected));
  }
  // Deliberate, and so possible: the source says that nothing exists.
  EXPECT_TRUE(ReadJson(R"({"entities":[]})").has_value());
}

TEST(PushTest, TooManyEntitiesAreRefused) {
  std::string body = R"({"entities":[{})";
  for (std::size_t i = 0; i < kMaxPushedEntities; ++i) body += ",{}";
  EXPECT_EQ(ReadJson(body + "]}").error().code, ErrorCode::TooLarge);
}

TEST(PushTest, ProblemsNameEntityLineAndPath) {
  const std::string body = "{\n \"entities\": [\n" + Component("a") + ",\n" + Component("b", R"(,"dependsOn":7)") +
                           ",\n" + Component("a") + ",\n{\"kind\":\"Component\"},\n7\n]}";
  EXPECT_THAT(Problems(*ReadJson(body), body),
              ElementsAre(HasSubstr("1/0:4 /entities/1/spec/dependsOn: "),
                          "2/0:5 /entities/2: Entity component:default/a stands in the push twice",
                          HasSubstr("3/0:6 /entities/3: Malformed envelope"),
                          HasSubstr("3/0:6 /entities/3: Malformed envelope"), HasSubstr("4/0:7 /entities/4: ")));
}

TEST(PushTest, ProblemsOfYamlNameTheDocument) {
  const std::string body =
      "kind: [\n---\n# two\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a\n"
      "spec:\n  type: service\n  lifecycle: 7\n  owner: a\n";
  const auto problems = Problems(*ReadYaml(body), body);
  ASSERT_THAT(problems, SizeIs(2));
  EXPECT_THAT(problems[0], testing::StartsWith("-1/1:1 : "));
  EXPECT_THAT(problems[1], testing::StartsWith("-1/2:10 /spec/lifecycle: "));
}

TEST(PushTest, TheRulesOfTheCatalogHold) {
  const std::string user =
      R"({"apiVersion":"backstage.io/v1alpha1","kind":"User","metadata":{"name":"u"},"spec":{"memberOf":[]}})";
  const std::string body = "{\"entities\":[" + user + "]}";
  EXPECT_THAT(Problems(*ReadJson(body), body),
              ElementsAre(HasSubstr("Entity user:default/u at push:ci is not of an allowed kind")));
  Push push = *ReadJson(body);
  NoReader reader;
  CheckPush(push, "ci", CatalogRules({{{{"User"}}, {{{.type = "push", .exact = "ci"}}}}}), reader, body);
  EXPECT_THAT(push.problems, IsEmpty());
  CheckPush(push, "ci", CatalogRules({{{{"User"}}, {{{.type = "push", .exact = "other"}}}}}), reader, body);
  EXPECT_THAT(push.problems, SizeIs(1));
}

TEST(PushTest, LocationsLeadToUrlsOnly) {
  const auto location = [](const char* type) {
    return std::format(
        R"({{"entities":[{{"apiVersion":"backstage.io/v1alpha1","kind":"Location","metadata":{{"name":"l"}},"spec":{{"type":"{}","target":"/etc/x"}}}}]}})",
        type);
  };
  EXPECT_THAT(Problems(*ReadJson(location("file")), location("file")),
              ElementsAre(HasSubstr("/spec/type: Locations in a push must be of type url")));
  EXPECT_THAT(Problems(*ReadJson(location("url")), location("url")), IsEmpty());
}

TEST(PushTest, AFilePlaceholderIsNotRead) {
  const std::string body =
      R"({"entities":[{"apiVersion":"backstage.io/v1alpha1","kind":"API","metadata":{"name":"a"},
          "spec":{"type":"openapi","lifecycle":"x","owner":"a","definition":{"$text":"/etc/passwd"}}}]})";
  EXPECT_THAT(Problems(*ReadJson(body), body), testing::Contains(HasSubstr("/entities/0/spec/definition: ")));
}

TEST(PushTest, AnEntityIsNotUpsertedAndRemovedAtOnce) {
  const std::string body = "{\"upserts\":[" + Component("a") + R"(],"removes":["component:a"]})";
  EXPECT_THAT(Problems(*ReadJson(body), body), ElementsAre(HasSubstr("in upserts and in removes")));
}

TEST(PushTest, GrantsSayWhoMayPushWhat) {
  EXPECT_TRUE(MayPush({}, "any", "anybody"));
  const std::vector<PushGrant> grants = {{"ci-*", {"ci", "release"}}, {"org", {"hr"}}};
  EXPECT_TRUE(MayPush(grants, "ci-checkout", "release"));
  EXPECT_TRUE(MayPush(grants, "org", "hr"));
  EXPECT_FALSE(MayPush(grants, "org", "ci"));
  EXPECT_FALSE(MayPush(grants, "other", "ci"));
  EXPECT_FALSE(MayPush(grants, "ci-checkout", ""));
}

TEST(PushTest, ComparesWithWhatTheSourceSaidBefore) {
  const auto first = Compare({}, *ReadJson("{\"entities\":[" + Component("a") + "," + Component("b") + "]}"));
  EXPECT_THAT(first.added, ElementsAre("component:default/a", "component:default/b"));
  const auto full = Compare(
      first.next, *ReadJson("{\"entities\":[" + Component("c") + "," + Component("b", R"(,"system":"s")") + "]}"));
  EXPECT_THAT(full.added, ElementsAre("component:default/c"));
  EXPECT_THAT(full.changed, ElementsAre("component:default/b"));
  EXPECT_THAT(full.removed, ElementsAre("component:default/a"));
  const auto patch = Compare(first.next, *ReadJson("{\"upserts\":[" + Component("c") + "," + Component("b") +
                                                   R"(],"removes":["component:a","component:unknown"]})"));
  EXPECT_THAT(patch.added, ElementsAre("component:default/c"));
  EXPECT_THAT(patch.changed, IsEmpty());
  EXPECT_THAT(patch.removed, ElementsAre("component:default/a"));
}

TEST(PushTest, EqualStatesHaveEqualEtags) {
  const PushedState a = {{"component:default/a", "1"}};
  const PushedState b = {{"component:default/a", "2"}};
  EXPECT_EQ(EtagOf(a), EtagOf(PushedState(a)));
  EXPECT_NE(EtagOf(a), EtagOf(b));
  EXPECT_NE(EtagOf(a), EtagOf({}));
}

}  // namespace
}  // namespace callboard::catalog
