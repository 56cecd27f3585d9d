// What nobody writes by accident: circles, depth, wrong types. The point is to come back with an answer.
#include <gmock/gmock.h>

#include <format>

#include "shared/definitions/definition.hpp"
#include "shared/definitions/schema.hpp"

namespace callboard::definitions {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string Repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Hostile, ReferencesInACircle) {
  const Definition read = ParseDefinition("OpenAPI", R"(openapi: 3.1.0
paths: { /a: { $ref: '#/paths/~1b' }, /b: { $ref: '#/paths/~1a' }, /c: { get: { parameters: [{ $ref: '#/x' }],
  requestBody: { $ref: '#/y' }, responses: { '200': { $ref: '#/paths/~1c/get/responses/200' } } } } }
x: { $ref: '#/x' }
components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' },
  C: { allOf: [{ $ref: '#/components/schemas/C' }], properties: { c: { $ref: '#/components/schemas/C' } } },
  D: { type: array, items: { $ref: '#/components/schemas/D' } }, E: { oneOf: [{ $ref: '#/components/schemas/E' }] } } }
)");
  ASSERT_FALSE(read.error) << read.error->message;
  const auto& api = std::get<OpenApi>(read.content);
  ASSERT_EQ(api.operations.size(), 1U);
  EXPECT_THAT(api.operations[0].parameters, IsEmpty());
  for (const NamedSchema& schema : api.schemas) {
    static_cast<void>(SummaryOf(api.document, *schema.schema));
    static_cast<void>(ExampleOf(api.document, *schema.schema));
    EXPECT_LE(ChildrenOf(api.document, *schema.schema).size(), 1U) << schema.name;
  }
  EXPECT_EQ(SummaryOf(api.document, *api.schemas[0].schema).broken_reference, "#/components/schemas/B");
}

TEST(Hostile, WrongTypesEverywhere) {
  for (const std::string_view wrong : {"[]", "{}", "7", "text", "null", "true", "[[1]]", "{a: [b]}"}) {
    for (const std::string_view key : {"info", "servers", "tags", "paths", "components", "security", "channels",
                                       "operations", "definitions", "host", "schemes"}) {
      for (const std::string_view head : {"openapi: 3.0.0", "swagger: 2.0", "asyncapi: 2.0.0", "asyncapi: 3.0.0"}) {
        const std::string text = std::format("{}\n{}: {}\n", head, key, wrong);
        const std::string_view type = head.starts_with('a') ? "asyncapi" : "openapi";
        EXPECT_FALSE(ParseDefinition(type, text).error) << text;
      }
    }
    const std::string operation = std::format(
        "openapi: 3.0.0\npaths: {{/a: {{get: {{tags: {0}, parameters: {0}, requestBody: {0}, responses: {{'200': "
        "{0}}}, "
        "security: {0}, servers: {0}, summary: {0}}}, post: {0}, parameters: {0}}}, /b: {0}}}\n",
        wrong);
    EXPECT_FALSE(ParseDefinition("openapi", operation).error) << operation;
    const std::string schema = std::format(
        "a: {{type: {0}, properties: {0}, items: {0}, allOf: {0}, oneOf: {0}, enum: {0}, required: {0}, minimum: {0}, "
        "format: {0}, examples: {0}, $ref: {0}, additionalProperties: {0}, not: {0}}}",
        wrong);
    auto root = ParseDocument(schema);
    ASSERT_TRUE(root) << root.error().message;
    const Document document(std::move(*root));
    static_cast<void>(SummaryOf(document, *document.At("#/a")));
    static_cast<void>(ChildrenOf(document, *document.At("#/a")));
    static_cast<void>(ExampleOf(document, *document.At("#/a")));
  }
}

TEST(Hostile, Depth) {
  const std::string arrays = "type A { b: " + Repeated("[", 100'000) + "Int";
  EXPECT_THAT(ParseDefinition("graphql", arrays).error->message, HasSubstr("fewer lists"));
  const std::string values = "type A { b(c: Int = " + Repeated("[", 100'000);
  EXPECT_THAT(ParseDefinition("graphql", values).error->message, HasSubstr("fewer values"));
  const std::string messages = Repeated("message A {", 100'000);
  EXPECT_THAT(ParseDefinition("grpc", messages).error->message, HasSubstr("fewer messages"));
  const std::string document = "openapi: 3.0.0\npaths: " + Repeated("[", 100'000);
  EXPECT_TRUE(ParseDefinition("openapi", document).error);
  EXPECT_TRUE(ParseDefinition("openapi", "{\"openapi\": " + Repeated("[", 100'000)).error);
}

TEST(Hostile, AnExampleStaysSmall) {
  std::string text = "S0: {type: string}\n";
  for (int i = 1; i < 12; ++i) {
    text += std::format("S{}: {{type: object, properties: {{", i);
    for (int j = 0; j < 9; ++j) text += std::format("p{}: {{$ref: '#/S{}'}}, ", j, i - 1);
    text += "}}\n";
  }
  auto root = ParseDocument(text);
  ASSERT_TRUE(root) << root.error().message;
  const Document document(std::move(*root));
  EXPECT_LT(ExampleText(ExampleOf(document, *document.At("#/S11"))).size(), 100'000U);
}

TEST(Hostile, TypesThatAreNotKnownAreLeftAlone) {
  const Definition read = ParseDefinition("trpc", "%%%");
  EXPECT_FALSE(read.error);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(read.content));
}

}  // namespace
}  // namespace callboard::definitions
