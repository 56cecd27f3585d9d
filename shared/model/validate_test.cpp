#include "shared/model/validate.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace callboard::model {
namespace {

Json Component() {
  return {{"apiVersion", "backstage.io/v1alpha1"},
          {"kind", "Component"},
          {"metadata", {{"name", "v"}}},
          {"spec", {{"type", "service"}, {"lifecycle", "x"}, {"owner", "me"}}}};
}

struct Case {
  std::string name;
  std::function<void(Json&)> change;
  ValidationStep step;
  std::string path;
  std::string message;  // the beginning
};

class ValidateEntityTest : public testing::TestWithParam<Case> {};

TEST_P(ValidateEntityTest, NamesPathAndReason) {
  Json document = Component();
  GetParam().change(document);
  const auto problems = ValidateEntity(document);
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems[0].step, GetParam().step);
  EXPECT_EQ(problems[0].path, GetParam().path);
  EXPECT_TRUE(problems[0].message.starts_with(GetParam().message)) << problems[0].message;
}

INSTANTIATE_TEST_SUITE_P(
    Problems, ValidateEntityTest,
    testing::Values(
        Case{"NotAnObject", [](Json& d) { d = Json::array(); }, ValidationStep::Envelope, "",
             "Malformed envelope, <root> must be object"},
        Case{"NoKind", [](Json& d) { d.erase("kind"); }, ValidationStep::Envelope, "",
             "Malformed envelope, <root> must have required property 'kind'"},
        Case{"NoName", [](Json& d) { d["metadata"].erase("name"); }, ValidationStep::Envelope, "/metadata",
             "Malformed envelope, /metadata must have required property 'name'"},
        Case{"ForeignMember", [](Json& d) { d["more"] = 1; }, ValidationStep::Envelope, "/more",
             "Malformed envelope, <root> must NOT have additional properties"},
        Case{"AnnotationNotText", [](Json& d) { d["metadata"]["annotations"]["a"] = 1; }, ValidationStep::Envelope,
             "/metadata/annotations/a", "Malformed envelope, /metadata/annotations/a must be string"},
        Case{"BadName", [](Json& d) { d["metadata"]["name"] = "bad name!"; }, ValidationStep::FieldFormat,
             "/metadata/name",
             "\"metadata.name\" is not valid; expected a string that is sequences of [a-zA-Z0-9] separated "
             "by any of [-_.], at most 63 "
             "characters in total but found \"bad name!\". To learn more"},
        Case{"BadTag", [](Json& d) { d["metadata"]["tags"] = {"Not OK"}; }, ValidationStep::FieldFormat,
             "/metadata/tags/0",
             "\"tags.0\" is not valid; expected a string that is sequences of [a-z0-9+#] separated by [-], "
             "at most 63 characters"},
        Case{"BadLink", [](Json& d) { d["metadata"]["links"] = {{{"url", "nowhere"}}}; }, ValidationStep::FieldFormat,
             "/metadata/links/0/url", "\"links.0.url\" is not valid; expected a string that is a valid url"},
        Case{"NumberAsAnnotation", [](Json& d) { d["metadata"]["annotations"] = {{"backstage.io/id", 123}}; },
             ValidationStep::Envelope, "/metadata/annotations/backstage.io~1id",
             "Malformed envelope, /metadata/annotations/backstage.io~1id must be string"},
        Case{"NoOwner", [](Json& d) { d["spec"].erase("owner"); }, ValidationStep::Schema, "/spec",
             "/spec must have required property 'owner' - missingProperty: owner"},
        Case{"EmptyOwner", [](Json& d) { d["spec"]["owner"] = ""; }, ValidationStep::Schema, "/spec/owner",
             "/spec/owner must NOT have fewer than 1 characters - limit: 1"},
        Case{"ListOfNumbers", [](Json& d) { d["spec"]["dependsOn"] = {1}; }, ValidationStep::Schema,
             "/spec/dependsOn/0", "/spec/dependsOn/0 must be string - type: string"},
        Case{"UnknownKind", [](Json& d) { d["kind"] = "Widget"; }, ValidationStep::UnknownKind, "/kind",
             "No processor recognized the entity widget:default/v as valid, possibly caused by a foreign "
             "kind or apiVersion"}),
    [](const auto& info) { return info.param.name; });

TEST(ValidateEntityTest, AcceptsASoundEntityAndKeepsForeignSpecFields) {
  Json document = Component();
  document["spec"]["extra"] = {{"nested", true}};
  EXPECT_TRUE(ValidateEntity(document).empty());
}

TEST(ValidateEntityTest, AcceptsWhatBackstageAccepts) {
  Json document = Component();
  document["metadata"]["tags"] = {"lang:go", "c++", "c#"};
  document["metadata"]["links"] = {{{"url", "https://x.example/a b"}, {"icon", "any icon"}},
                                   {{"url", "mailto:a@x.example"}}};
  EXPECT_TRUE(ValidateEntity(document).empty());
}

TEST(ValidateEntityTest, TellsAllProblemsAtOnce) {
  Json document = Component();
  document["metadata"]["name"] = "bad name!";
  document["spec"].erase("owner");
  EXPECT_EQ(ValidateEntity(document).size(), 2U);
}

TEST(ValidateEntityTest, AnMcpServerNeedsRemotesInsteadOfADefinition) {
  Json document = Component();
  document["kind"] = "API";
  document["spec"] = {{"type", "mcp-server"},
                      {"lifecycle", "x"},
                      {"owner", "me"},
                      {"remotes", {{{"type", "sse"}, {"url", "https://a.example"}}}}};
  EXPECT_TRUE(ValidateEntity(document).empty());
  document["spec"]["remotes"][0].erase("url");
  EXPECT_EQ(ValidateEntity(document).at(0).path, "/spec/remotes/0");
}

TEST(ValidateEntityTest, ATemplateNeedsItsOwnApiVersion) {
  Json document = Component();
  document["kind"] = "Template";
  document["spec"] = {{"type", "service"}, {"steps", {{{"action", "debug:log"}}}}};
  EXPECT_EQ(ValidateEntity(document).at(0).step, ValidationStep::UnknownKind);
  document["apiVersion"] = "scaffolder.backstage.io/v1beta3";
  EXPECT_TRUE(ValidateEntity(document).empty());
}

TEST(UnknownKindsTest, AreAcceptedAsFarAsTheConfigurationSays) {
  const Json widget = {{"apiVersion", "acme.com/v1"}, {"kind", "Widget"}, {"metadata", {{"name", "w"}}}};
  EXPECT_FALSE(ValidateEntity(widget).empty());
  EXPECT_TRUE(ValidateEntity(widget, {.all = true}).empty());
  EXPECT_TRUE(ValidateEntity(widget, {.kinds = {"widget"}}).empty());
  EXPECT_FALSE(ValidateEntity(widget, {.kinds = {"Gadget"}}).empty());
  Json misnamed = widget;
  misnamed["metadata"]["name"] = "not a name";
  EXPECT_FALSE(ValidateEntity(misnamed, {.all = true}).empty());
  Json component = widget;
  component["kind"] = "Component";
  EXPECT_FALSE(ValidateEntity(component, {.all = true}).empty());
}

}  // namespace
}  // namespace callboard::model
