#include "shared/definitions/openapi.hpp"

#include <gmock/gmock.h>

namespace callboard::definitions {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kPetstore3 = R"(openapi: 3.0.3
info: { title: Pet store, version: 1.0.7, description: Sells pets }
servers:
  - url: https://{region}.example.com/v1
    description: Production
    variables: { region: { default: eu } }
tags: [{ name: pets, description: Everything about pets }]
security: [{ key: [] }, { oauth: [read, write] }]
paths:
  /pets/{petId}:
    summary: One pet
    parameters:
      - { name: petId, in: path, required: true, schema: { type: string }, example: p1 }
      - { name: trace, in: header, schema: { type: string } }
    get:
      operationId: showPet
      tags: [pets]
      parameters: [{ $ref: '#/components/parameters/Trace' }]
      responses:
        '200':
          description: A pet
          headers: { X-Next: { schema: { type: string }, description: The next page } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
        default: { $ref: '#/components/responses/Error' }
    delete: { deprecated: true, security: [], responses: { '204': { description: Gone } } }
  /pets:
    post:
      summary: Create a pet
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Pet' }
            examples: { cat: { value: { name: Tom } } }
      responses: { '201': { description: Created } }
components:
  parameters:
    Trace: { name: trace, in: header, required: true, schema: { type: string } }
  responses:
    Error: { description: An error }
  schemas:
    Pet: { type: object, required: [name], properties: { name: { type: string }, age: { type: integer, minimum: 1 } } }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    oauth: { type: oauth2, description: For people }
)";

constexpr std::string_view kPetstore2 = R"({"swagger": "2.0", "info": {"title": "Pets", "version": "1"},
 "host": "petstore.example.com", "basePath": "/v2", "schemes": ["https", "http"], "consumes": ["application/xml"],
 "paths": {"/pet": {
   "post": {"tags": ["pet"], "parameters": [{"in": "body", "name": "body", "required": true, "schema": {"$ref": "#/definitions/Pet"}}],
     "responses": {"405": {"description": "Bad"}}},
   "put": {"parameters": [{"in": "formData", "name": "name", "type": "string"}, {"in": "formData", "name": "photo", "type": "file"},
     {"in": "query", "name": "limit", "type": "integer", "maximum": 9}],
     "produces": ["application/json"],
     "responses": {"200": {"description": "Good", "schema": {"type": "array", "items": {"$ref": "#/definitions/Pet"}}}}}}},
 "definitions": {"Pet": {"type": "object", "properties": {"id": {"type": "integer"}}}},
 "securityDefinitions": {"basic": {"type": "basic"}}})";

OpenApi Parsed(std::string_view text) {
  auto api = ParseOpenApi(text);
  EXPECT_TRUE(api) << api.error().message;
  return std::move(*api);
}

TEST(OpenApi3, ReadsWhatTheApiIs) {
  const OpenApi api = Parsed(kPetstore3);
  EXPECT_EQ(api.specification, "OpenAPI 3.0.3");
  EXPECT_EQ(api.title, "Pet store");
  EXPECT_EQ(api.version, "1.0.7");
  ASSERT_EQ(api.servers.size(), 1U);
  EXPECT_EQ(api.servers[0].url, "https://eu.example.com/v1");
  ASSERT_EQ(api.tags.size(), 1U);
  EXPECT_EQ(api.tags[0].description, "Everything about pets");
  ASSERT_EQ(api.schemas.size(), 1U);
  EXPECT_EQ(api.schemas[0].name, "Pet");
  ASSERT_EQ(api.security.size(), 2U);
  EXPECT_EQ(api.security[0].text, "API key in the header X-Key");
}

TEST(OpenApi3, ReadsOperations) {
  const OpenApi api = Parsed(kPetstore3);
  ASSERT_EQ(api.operations.size(), 3U);
  const ApiOperation& show = api.operations[0];
  EXPECT_EQ(show.method + " " + show.path, "GET /pets/{petId}");
  EXPECT_EQ(show.summary, "One pet") << "the path's, since the operation has none";
  EXPECT_THAT(show.tags, ElementsAre("pets"));
  ASSERT_EQ(show.parameters.size(), 2U) << "the operation's trace replaces the path's";
  EXPECT_EQ(show.parameters[0].example, "p1");
  EXPECT_TRUE(show.parameters[1].required);
  EXPECT_THAT(show.security, ElementsAre("key", "oauth: read, write"));
  ASSERT_EQ(show.responses.size(), 2U);
  EXPECT_EQ(show.responses[0].headers.at(0).name, "X-Next");
  EXPECT_EQ(show.responses[1].description, "An error");
  EXPECT_EQ(show.servers.at(0).description, "Production");
  EXPECT_TRUE(api.operations[1].deprecated);
  EXPECT_THAT(api.operations[1].security, IsEmpty());
}

TEST(OpenApi3, GivesExamplesOrMakesThem) {
  const OpenApi api = Parsed(kPetstore3);
  ASSERT_TRUE(api.operations[2].body);
  EXPECT_TRUE(api.operations[2].body->required);
  EXPECT_EQ(ExampleFor(api.document, api.operations[2].body->contents.at(0)), "{\n  \"name\": \"Tom\"\n}");
  EXPECT_EQ(ExampleFor(api.document, api.operations[0].responses[0].contents.at(0)),
            "{\n  \"name\": \"string\",\n  \"age\": 1\n}");
}

TEST(Swagger2, IsReadAsOpenApi3) {
  const OpenApi api = Parsed(kPetstore2);
  EXPECT_EQ(api.specification, "Swagger 2.0");
  ASSERT_EQ(api.servers.size(), 2U);
  EXPECT_EQ(api.servers[0].url, "https://petstore.example.com/v2");
  ASSERT_EQ(api.operations.size(), 2U);
  const ApiOperation& post = api.operations[0];
  EXPECT_THAT(post.parameters, IsEmpty());
  ASSERT_TRUE(post.body);
  EXPECT_EQ(post.body->contents.at(0).media_type, "application/xml");
  const ApiOperation& put = api.operations[1];
  ASSERT_TRUE(put.body);
  EXPECT_EQ(put.body->contents.at(0).media_type, "multipart/form-data");
  EXPECT_EQ(put.body->contents.at(0).example, "name=string&photo=");
  ASSERT_EQ(put.parameters.size(), 1U);
  EXPECT_EQ(put.parameters[0].name, "limit");
  ASSERT_EQ(put.responses.at(0).contents.size(), 1U);
  EXPECT_EQ(put.responses[0].contents[0].media_type, "application/json");
  EXPECT_EQ(api.security.at(0).text, "HTTP basic");
}

struct BadCase {
  std::string_view text;
  std::string_view message;
};

class BadOpenApi : public testing::TestWithParam<BadCase> {};

TEST_P(BadOpenApi, SaysWhatWasExpected) {
  const auto api = ParseOpenApi(GetParam().text);
  ASSERT_FALSE(api);
  EXPECT_EQ(api.error().code, ErrorCode::InvalidInput);
  EXPECT_THAT(api.error().message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(All, BadOpenApi,
                         testing::Values(BadCase{"", "is empty"}, BadCase{"just words", "line 1 is no mapping"},
                                         BadCase{"info: {}", "no key \"openapi\""},
                                         BadCase{"openapi: 4.0.0", "expected 2.0, 3.0 or 3.1"},
                                         BadCase{"openapi: 3.0.0\npaths:\n  a: [", "line 4"},
                                         BadCase{"openapi: 3.0.0\n---\nopenapi: 3.0.0", "begins at line 2"},
                                         BadCase{"{\"openapi\": \"3.0.0\",\n \"paths\" {}}", "line 2"}));

}  // namespace
}  // namespace callboard::definitions
