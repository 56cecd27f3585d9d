#include "shared/definitions/schema.hpp"

#include <gmock/gmock.h>

namespace callboard::definitions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Document Parsed(std::string_view text) {
  auto root = ParseDocument(text);
  EXPECT_TRUE(root) << root.error().message;
  return Document(std::move(*root));
}

std::vector<std::string> Names(const std::vector<SchemaChild>& children) {
  std::vector<std::string> names;
  for (const SchemaChild& child : children) names.push_back(child.name + (child.required ? "*" : ""));
  return names;
}

struct TypeCase {
  std::string_view schema;
  std::string_view type;
};

class SchemaType : public testing::TestWithParam<TypeCase> {};

TEST_P(SchemaType, IsForPeople) {
  const Document document = Parsed(std::string("x: ") + std::string(GetParam().schema) +
                                   "\nPet: {type: object}\nKind: {type: string, enum: [a]}");
  EXPECT_EQ(SummaryOf(document, *document.At("#/x")).type, GetParam().type);
}

INSTANTIATE_TEST_SUITE_P(
    All, SchemaType,
    testing::Values(TypeCase{"{type: string, format: uuid}", "string (uuid)"}, TypeCase{"{}", "any"},
                    TypeCase{"{type: [integer, 'null']}", "integer or null"}, TypeCase{"true", "any"},
                    TypeCase{"{type: string, nullable: true}", "string or null"},
                    TypeCase{"{type: array, items: {$ref: '#/Pet'}}", "array of Pet"},
                    TypeCase{"{items: {items: {type: number}}}", "array of array of number"},
                    TypeCase{"{$ref: '#/Kind'}", "Kind, string"}, TypeCase{"{properties: {}}", "object"},
                    TypeCase{"{oneOf: []}", "one of"}, TypeCase{"{$ref: 'other.yaml#/Pet'}", "Pet"}));

TEST(Schema, SaysWhatIsAllowed) {
  const Document document = Parsed(R"(
a: {type: integer, minimum: 1, exclusiveMinimum: true, maximum: 9, default: 3, example: 4, deprecated: true, readOnly: true}
b: {type: array, maxItems: 5, uniqueItems: true, items: {type: string, enum: [x, y], minLength: 1}}
c: {$ref: '#/gone', description: Beside})");
  const SchemaSummary a = SummaryOf(document, *document.At("#/a"));
  EXPECT_THAT(a.constraints, ElementsAre("more than 1", "at most 9"));
  EXPECT_EQ(a.default_value, "3");
  EXPECT_EQ(a.example, "4");
  EXPECT_TRUE(a.deprecated);
  EXPECT_TRUE(a.read_only);
  const SchemaSummary b = SummaryOf(document, *document.At("#/b"));
  EXPECT_THAT(b.constraints, ElementsAre("at most 5 items", "all different", "each at least 1 character"));
  EXPECT_THAT(b.values, ElementsAre("x", "y"));
  EXPECT_EQ(SummaryOf(document, *document.At("#/c")).broken_reference, "#/gone");
}

TEST(Schema, ChildrenComeFromAllParts) {
  const Document document = Parsed(R"(
Base: {required: [id], properties: {id: {type: string}, kind: {type: string}}}
Dog:
  allOf: [{$ref: '#/Base'}, {required: [kind], properties: {bark: {type: boolean}}}]
  required: [bark]
Pets: {type: array, items: {$ref: '#/Dog'}}
Any: {oneOf: [{$ref: '#/Dog'}, {type: string, title: Name}, {type: 'null'}], additionalProperties: {type: number}})");
  EXPECT_THAT(Names(ChildrenOf(document, *document.At("#/Dog"))), ElementsAre("id*", "kind*", "bark*"));
  EXPECT_THAT(Names(ChildrenOf(document, *document.At("#/Pets"))), ElementsAre("id*", "kind*", "bark*"));
  const auto any = ChildrenOf(document, *document.At("#/Any"));
  EXPECT_THAT(Names(any), ElementsAre("any other property", "Dog", "Name", "Option 3"));
  EXPECT_EQ(any[1].role, SchemaRole::OneOf);
  EXPECT_THAT(ChildrenOf(document, *document.At("#/Base/properties/id")), IsEmpty());
}

TEST(Schema, ExampleEndsWhereASchemaContainsItself) {
  const Document document = Parsed(R"(
Node: {type: object, properties: {name: {type: string, format: email}, next: {$ref: '#/Node'},
  all: {type: array, items: {$ref: '#/Node'}}, when: {type: string, enum: [now, later]}, size: {type: integer, default: 7}}})");
  EXPECT_EQ(DumpJson(ExampleOf(document, *document.At("#/Node"))),
            R"({"name":"name@example.com","all":[],"when":"now","size":7})");
}

}  // namespace
}  // namespace callboard::definitions
