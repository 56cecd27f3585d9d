#include "functions/catalog/processor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <format>
#include <map>

namespace callboard::catalog {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Files in memory, by "type:target".
class MemoryReader : public SourceReader {
 public:
  explicit MemoryReader(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  Result<SourceContent> Read(const SourceLocation& location, std::string_view) override {
    ++reads;
    const auto found = files_.find(LocationText(location));
    if (found == files_.end()) return Fail(ErrorCode::NotFound, std::format("{} does not exist", location.target));
    return SourceContent{.files = {{location, found->second}}, .version = ""};
  }

  int reads = 0;

 private:
  std::map<std::string, std::string> files_;
};

CatalogRules AllowAll() {
  return CatalogRules({{{{"Component"}, {"API"}, {"Location"}, {"System"}, {"Group"}, {"User"}}, std::nullopt}});
}

constexpr std::string_view kComponent =
    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {}\nspec:\n  type: service\n  lifecycle: "
    "production\n  owner: team-a\n";

std::string Component(std::string_view name) {
  return std::vformat(kComponent, std::make_format_args(name));
}

ProcessingResult ProcessRoot(MemoryReader& reader) {
  const SourceLocation location{"file", "/org/all.yaml"};
  return ProcessEntity({EntityForLocation(location), LocationText(location), 0}, AllowAll(), reader);
}

TEST(ProcessorTest, ALocationEmitsItsDocumentsWithTheirOrigin) {
  MemoryReader reader({{"file:/org/all.yaml", Component("a") + "---\n" + Component("b")}});
  const auto result = ProcessRoot(reader);
  EXPECT_TRUE(result.accepted);
  EXPECT_THAT(result.problems, IsEmpty());
  ASSERT_THAT(result.children, SizeIs(2));
  EXPECT_EQ(model::Annotation(result.children[1].entity, kManagedByLocation), "file:/org/all.yaml");
  EXPECT_EQ(result.children[1].source_document, 2U);
  EXPECT_EQ(result.children[1].location_key, "file:/org/all.yaml");
}

TEST(ProcessorTest, RelativeTargetsAreSeenFromTheFile) {
  MemoryReader reader({{"file:/org/all.yaml",
                        "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: root\nspec:\n  targets: "
                        "[./x/a.yaml, ../b.yaml]\n"},
                       {"file:/org/x/a.yaml", Component("a")},
                       {"file:/b.yaml", Component("b")}});
  const auto root = ProcessRoot(reader);
  ASSERT_THAT(root.children, SizeIs(1));
  const auto nested = ProcessEntity(root.children[0], AllowAll(), reader);
  ASSERT_THAT(nested.children, SizeIs(2));
  EXPECT_EQ(model::Annotation(nested.children[0].entity, kManagedByLocation), "file:/org/x/a.yaml");
  EXPECT_EQ(model::Annotation(nested.children[0].entity, kManagedByOriginLocation), "file:/org/all.yaml");
}

TEST(ProcessorTest, ATargetThatCannotBeReadIsNamedWithItsLine) {
  MemoryReader reader(
      {{"file:/org/all.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: root\nspec:\n  targets:\n"
        "    - ./a.yaml\n    - ./none.yaml\n"},
       {"file:/org/a.yaml", Component("a")}});
  const auto nested = ProcessEntity(ProcessRoot(reader).children[0], AllowAll(), reader);
  EXPECT_THAT(nested.children, SizeIs(1));
  EXPECT_TRUE(nested.partial);
  ASSERT_THAT(nested.problems, SizeIs(1));
  EXPECT_EQ(nested.problems[0].file, "file:/org/all.yaml");
  EXPECT_EQ(nested.problems[0].document, 1U);
  EXPECT_EQ(nested.problems[0].line, 8U);
  EXPECT_EQ(nested.problems[0].path, "/spec/targets/1");
}

TEST(ProcessorTest, ABadDocumentIsAProblemWithItsPlaceAndTheOthersStay) {
  MemoryReader reader({{"file:/org/all.yaml", Component("a") + "---\nkind: [\n---\n" + Component("b")}});
  const auto result = ProcessRoot(reader);
  EXPECT_TRUE(result.accepted);
  EXPECT_TRUE(result.partial);
  EXPECT_THAT(result.children, SizeIs(2));
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_THAT(DescribeProblem(result.problems[0]), HasSubstr("file:/org/all.yaml, document 2, line 9: YAML error"));
}

TEST(ProcessorTest, AMissingTargetIsAProblemUnlessItIsOptional) {
  MemoryReader reader({});
  const auto result = ProcessRoot(reader);
  EXPECT_TRUE(result.partial);
  EXPECT_THAT(result.problems, SizeIs(1));
  auto optional = EntityForLocation({"file", "/org/all.yaml"});
  optional.document["spec"]["presence"] = "optional";
  EXPECT_THAT(ProcessEntity({optional, "k", 0}, AllowAll(), reader).problems, IsEmpty());
}

TEST(ProcessorTest, ADisallowedKindKeepsTheWholeLocationOut) {
  MemoryReader reader(
      {{"file:/org/all.yaml",
        Component("a") +
            "---\napiVersion: backstage.io/v1alpha1\nkind: Domain\nmetadata:\n  name: d\nspec:\n  owner: x\n"}});
  const auto result = ProcessRoot(reader);
  EXPECT_FALSE(result.accepted);
  EXPECT_EQ(result.problems.at(0).error.message,
            "Entity domain:default/d at file:/org/all.yaml is not of an allowed kind for that location");
}

TEST(ProcessorTest, AnInvalidEntityNamesFileDocumentLineAndPath) {
  const std::string text = Component("a") + "---\n" +
                           "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: b\nspec:\n  type: "
                           "service\n  lifecycle: x\n";
  MemoryReader reader({{"file:/org/all.yaml", text}});
  const auto root = ProcessRoot(reader);
  const auto result = ProcessEntity(root.children.at(1), AllowAll(), reader);
  EXPECT_FALSE(result.accepted);
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(
      DescribeProblem(result.problems[0]),
      "file:/org/all.yaml, document 2, line 14, /spec: Processor BuiltinKindsEntityProcessor threw an error while "
      "validating the entity "
      "component:default/b; caused by TypeError: /spec must have required property 'owner' - missingProperty: owner");
  const Json item = JsonFromProblem(result.problems[0]);
  EXPECT_EQ(item["error"]["cause"]["name"], "TypeError");
  EXPECT_EQ(item["source"]["line"], 14);
}

TEST(ProcessorTest, PlaceholdersAreReadRelativeToTheFile) {
  const std::string api =
      "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata:\n  name: api\nspec:\n  type: openapi\n  lifecycle: x\n  "
      "owner: o\n  definition:\n    $text: ./defs/api.yaml\n  more:\n    $json: ./defs/more.json\n";
  MemoryReader reader({{"file:/org/all.yaml", api},
                       {"file:/org/defs/api.yaml", "openapi: 3.1.0\n"},
                       {"file:/org/defs/more.json", "{\"a\":[1]}"}});
  const auto root = ProcessRoot(reader);
  const auto result = ProcessEntity(root.children.at(0), AllowAll(), reader);
  ASSERT_TRUE(result.accepted) << result.problems.at(0).error.message;
  EXPECT_EQ(model::SpecString(result.entity, "definition"), "openapi: 3.1.0\n");
  EXPECT_EQ(DumpJson(result.entity.document["spec"]["more"]), R"({"a":[1]})");
}

TEST(ProcessorTest, APlaceholderThatCannotBeReadSaysWhere) {
  const std::string api =
      "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata:\n  name: api\nspec:\n  definition:\n    $text: "
      "./gone.yaml\n";
  MemoryReader reader({{"file:/org/all.yaml", api}});
  const auto root = ProcessRoot(reader);
  const auto result = ProcessEntity(root.children.at(0), AllowAll(), reader);
  EXPECT_FALSE(result.accepted);
  EXPECT_EQ(result.problems.at(0).line, 6U);
  EXPECT_THAT(result.problems.at(0).error.message,
              HasSubstr("Placeholder $text at /spec/definition could not be resolved: /org/gone.yaml does not exist"));
}

/// One problem, which the root location keeps beside the component "good".
ProcessingProblem OnlyProblemOf(const std::string& text) {
  MemoryReader reader({{"file:/org/all.yaml", Component("good") + "---\n" + text}});
  const auto result = ProcessRoot(reader);
  EXPECT_TRUE(result.accepted);
  EXPECT_TRUE(result.partial);
  EXPECT_THAT(result.children, SizeIs(1));
  EXPECT_THAT(result.problems, SizeIs(1));
  return result.problems.empty() ? ProcessingProblem{} : result.problems.front();
}

TEST(ProcessorTest, ADocumentThatCannotBeKeptIsAProblemAndTheOthersStay) {
  EXPECT_THAT(OnlyProblemOf("kind: Component\nmetadata:\n  name: a\n  annotations: oops\n").error.message,
              HasSubstr("metadata.annotations must be an object"));
  EXPECT_THAT(OnlyProblemOf("kind: Component\nmetadata:\n  name: \"a\\0b\"\n").error.message,
              HasSubstr("must not hold NUL characters"));
  EXPECT_THAT(OnlyProblemOf("kind: Component\nmetadata:\n  name: " + std::string(3000, 'x') + "\n").error.message,
              HasSubstr("take 3018 bytes, more than 512"));
}

TEST(ProcessorTest, NullAnnotationsAreNone) {
  MemoryReader reader({{"file:/org/all.yaml", "kind: Component\nmetadata:\n  name: a\n  annotations:\n"}});
  const auto result = ProcessRoot(reader);
  ASSERT_THAT(result.children, SizeIs(1));
  EXPECT_EQ(model::Annotation(result.children[0].entity, kManagedByLocation), "file:/org/all.yaml");
}

TEST(ProcessorTest, AFileInAnotherEncodingIsAProblemWithItsLine) {
  MemoryReader reader({{"file:/org/all.yaml", Component("a") + "---\nkind: Component\nmetadata:\n  name: Gr\xFCn\n"}});
  const auto result = ProcessRoot(reader);
  EXPECT_TRUE(result.partial);
  EXPECT_THAT(result.children, IsEmpty());
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_THAT(DescribeProblem(result.problems[0]),
              HasSubstr("file:/org/all.yaml, document 2, line 12: YAML error at file:/org/all.yaml, document 2: "
                        "expected UTF-8 without NUL characters"));
}

TEST(ProcessorTest, ALocationIsNotItsOwnChild) {
  const std::string self =
      "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: root\nspec:\n  target: ./all.yaml\n";
  MemoryReader reader({{"file:/org/all.yaml", self + "---\n" + Component("a")}});
  const auto root = ProcessRoot(reader);
  const auto result = ProcessEntity(root.children.at(0), AllowAll(), reader);
  ASSERT_THAT(result.children, SizeIs(1));
  EXPECT_EQ(model::Name(result.children[0].entity), "a");
}

TEST(ProcessorTest, ARemoteLocationCannotHaveLocalFilesRead) {
  const std::string location =
      "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: root\nspec:\n  type: file\n  target: "
      "/etc/all.yaml\n";
  MemoryReader reader({{"url:http://h/all.yaml", location}, {"file:/etc/all.yaml", Component("a")}});
  const SourceLocation remote{"url", "http://h/all.yaml"};
  const auto root = ProcessEntity({EntityForLocation(remote), LocationText(remote), 0}, AllowAll(), reader);
  const auto result = ProcessEntity(root.children.at(0), AllowAll(), reader);
  EXPECT_THAT(result.children, IsEmpty());
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(result.problems[0].name, "InputError");
  EXPECT_EQ(result.problems[0].error.message, R"(Registered locations must be of an allowed type ["url"])");
  EXPECT_EQ(result.problems[0].line, 6U);
}

TEST(ProcessorTest, OfTwoDefinitionsInOneFileTheLastCountsAndIsReported) {
  MemoryReader reader({{"file:/org/all.yaml", Component("a") + "---\n" + Component("b") + "---\n" + Component("A")}});
  const auto result = ProcessRoot(reader);
  EXPECT_FALSE(result.partial);
  ASSERT_THAT(result.children, SizeIs(2));
  EXPECT_EQ(result.children[0].source_document, 3U);
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(DescribeProblem(result.problems[0]),
            "file:/org/all.yaml, document 3, line 18: Entity component:default/a is defined twice in "
            "file:/org/all.yaml, in documents 1 and 3; the last one counts");
}

TEST(ProcessorTest, TheSourceIsReadOnceForAllProblemsAndTheyAreCapped) {
  std::string text = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a\n  tags:\n";
  for (int i = 0; i < 30; ++i) text += "    - Not A Tag\n";
  MemoryReader reader({{"file:/org/all.yaml", text}});
  const auto root = ProcessRoot(reader);
  reader.reads = 0;
  const auto result = ProcessEntity(root.children.at(0), AllowAll(), reader);
  ASSERT_THAT(result.problems, SizeIs(21));
  EXPECT_THAT(result.problems.back().error.message, HasSubstr(" more problems"));
  EXPECT_EQ(reader.reads, 1);
}

}  // namespace
}  // namespace callboard::catalog
