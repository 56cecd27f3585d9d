// The Definition tab as it is drawn and operated.
#include <gmock/gmock.h>

#include "client/views/entity_page.hpp"
#include "client/views/view_harness.hpp"
#include "shared/base/text.hpp"

namespace callboard::views {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using ui::Role;

constexpr std::string_view kPets = R"(openapi: 3.0.0
info: { title: Pets, version: '1' }
servers: [{ url: 'https://a.example.com', description: Production }, { url: 'https://b.example.com' }]
paths:
  /pets/{petId}:
    put:
      tags: [pets]
      summary: Change a pet
      security: [{ key: [] }]
      parameters:
        - { name: petId, in: path, required: true, schema: { type: string } }
        - { name: mode, in: query, schema: { type: string, enum: [soft, hard] } }
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses:
        '200': { description: Changed, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        '404': { description: Not there }
  /shops: { get: { tags: [shops], responses: {} } }
components:
  schemas: { Pet: { type: object, required: [name], properties: { name: { type: string, minLength: 2 },
    friend: { $ref: '#/components/schemas/Pet' } } } }
)";

class DefinitionHarness : public ViewHarness<EntityPageData, EntityPageLocal> {
 public:
  DefinitionHarness(std::string_view type, std::string_view text)
      : ViewHarness("/catalog/default/api/petstore/definition", BuildEntityPageData, DrawEntityPage) {
    fixture().Frame(NeedsEntityPage(fixture().store().route()));
    Json entity = store::FixtureEntities()[3];
    entity["spec"]["type"] = type;
    entity["spec"]["definition"] = text;
    fixture().Answer(DumpJson(entity));
  }
  /// The newest request: the feed waits before it.
  [[nodiscard]] std::size_t Newest() { return fixture().fetcher().pending().size() - 1; }
  [[nodiscard]] const platform::FetchRequest& Sent() { return fixture().fetcher().pending().back().request; }
};

constexpr std::string_view kPut = "PUT /pets/{petId} Change a pet";

/// Up to the press of Send.
void FillTrial(ui::TestDriver& driver) {
  driver.Click(Role::Button, kPut);
  driver.Click(Role::Button, "Try it");
  driver.Fill(Role::TextField, "petId (path, required)", "p/1");
  driver.Fill(Role::Select, "mode (query)", "hard");
  driver.Fill(Role::Select, "Server", "https://b.example.com");
  driver.Fill(Role::TextField, "Authorization header", "Bearer x");
  driver.Fill(Role::TextArea, "Body", "{}");
}

TEST(DefinitionPage, DrawsOpenApi) {
  DefinitionHarness harness("openapi", kPets);
  ui::TestDriver& driver = harness.Drawn();
  EXPECT_THAT(driver.Tree(), HasSubstr("heading \"Pets\" [level=2]"));
  EXPECT_THAT(driver.Tree(), HasSubstr("https://a.example.com (Production)"));
  EXPECT_THAT(driver.Tree(), HasSubstr("heading \"pets\" [level=3]"));
  EXPECT_THAT(driver.Tree(), Not(HasSubstr("Request body")));
  driver.Click(Role::Button, kPut);
  EXPECT_THAT(driver.Tree(), HasSubstr("heading \"Parameters\" [level=4]"));
  EXPECT_THAT(driver.Tree(), HasSubstr("path · string · required"));
  EXPECT_THAT(driver.Tree(), HasSubstr("query · string · one of soft, hard"));
  EXPECT_THAT(driver.Tree(), HasSubstr("string · required · at least 2 characters"));
  EXPECT_THAT(driver.Tree(), HasSubstr("text \"Not there\""));
  driver.Click(Role::Button, "200 Changed");
  EXPECT_THAT(driver.Tree(), HasSubstr("button \"200 Changed\" [expanded]"));
}

TEST(DefinitionPage, SchemasThatContainThemselvesOpenLevelByLevel) {
  DefinitionHarness harness("openapi", kPets);
  ui::TestDriver& driver = harness.Drawn();
  driver.Click(Role::Button, "Pet");
  const auto count = [&] {
    std::size_t count = 0;
    for (const ui::SemanticNode& node : driver.Nodes()) count += node.name == "friend Pet" && node.role == Role::Button;
    return count;
  };
  EXPECT_EQ(count(), 1U);
  driver.Click(Role::Button, "friend Pet");
  EXPECT_EQ(count(), 2U);
}

TEST(DefinitionPage, FiltersWhatIsShown) {
  DefinitionHarness harness("openapi", kPets);
  ui::TestDriver& driver = harness.Drawn();
  driver.Fill(Role::SearchField, "Filter the definition", "change");
  EXPECT_TRUE(driver.Has(Role::Button, kPut));
  EXPECT_FALSE(driver.Has(Role::Button, "GET /shops"));
  EXPECT_EQ(driver.announcement(), "1 of 3 shown");
  driver.Fill(Role::SearchField, "Filter the definition", "zebra");
  EXPECT_THAT(driver.Tree(), HasSubstr("Nothing fits"));
}

TEST(DefinitionPage, SendsARequestAndShowsItsAnswer) {
  DefinitionHarness harness("openapi", kPets);
  ui::TestDriver& driver = harness.Drawn();
  FillTrial(driver);
  driver.Click(Role::Button, "Send");
  EXPECT_EQ(harness.Sent().method, "PUT");
  EXPECT_EQ(harness.Sent().url, "https://b.example.com/pets/p%2F1?mode=hard");
  EXPECT_THAT(harness.Sent().headers,
              ElementsAre(Pair("Content-Type", "application/json"), Pair("Authorization", "Bearer x")));
  EXPECT_EQ(harness.Sent().body, "{}");
  driver.Settle();
  EXPECT_THAT(driver.Tree(), HasSubstr("button \"Send\" [disabled]"));
  harness.fixture().Advance(0.5);
  harness.fixture().fetcher().Answer(404, {{"content-type", "application/json"}}, "{\"no\":1}", harness.Newest());
  driver.Settle();
  EXPECT_THAT(driver.Tree(), HasSubstr("text \"404 Not Found\""));
  EXPECT_THAT(driver.Tree(), HasSubstr("text \"500 ms\""));
  EXPECT_EQ(driver.Get(Role::Code, "Body of the answer").runs.front().text, "{\n  \"no\": 1\n}");
  driver.Click(Role::Button, "Headers of the answer 1");
  EXPECT_THAT(driver.Tree(), HasSubstr("application/json"));
}

TEST(DefinitionPage, SaysWhyThereIsNoAnswer) {
  DefinitionHarness harness("openapi", kPets);
  ui::TestDriver& driver = harness.Drawn();
  driver.Click(Role::Button, kPut);
  driver.Click(Role::Button, "Try it");
  driver.Click(Role::Button, "Send");
  EXPECT_THAT(driver.Tree(), HasSubstr("The path needs a value for petId"));
  EXPECT_THAT(harness.Sent().url, Not(HasSubstr("example.com")));
  driver.Fill(Role::TextField, "petId (path, required)", "1");
  driver.Click(Role::Button, "Send");
  EXPECT_THAT(driver.Tree(), Not(HasSubstr("The path needs")));
  harness.fixture().fetcher().FailNext({ErrorCode::Unavailable, "The server could not be reached", {}, nullptr},
                                       harness.Newest());
  driver.Settle();
  EXPECT_THAT(driver.Tree(), HasSubstr("(CORS)"));
}

TEST(DefinitionPage, CopiesACommand) {
  DefinitionHarness harness("openapi", kPets);
  ui::TestDriver& driver = harness.Drawn();
  FillTrial(driver);
  driver.Click(Role::Button, "Copy as curl");
  EXPECT_THAT(driver.copied(), HasSubstr("curl -X PUT 'https://b.example.com/pets/p%2F1?mode=hard'"));
  EXPECT_THAT(driver.copied(), HasSubstr("-H 'Authorization: Bearer x'"));
}

TEST(DefinitionPage, SearchesTheText) {
  DefinitionHarness harness("openapi", kPets);
  ui::TestDriver& driver = harness.Drawn();
  driver.Click(Role::Button, "Raw");
  EXPECT_EQ(driver.Get(Role::Code, "Definition (openapi)").runs.front().text, TrimSpace(kPets));
  driver.Fill(Role::SearchField, "Search the text", "PETID");
  EXPECT_THAT(driver.Tree(), HasSubstr("text \"1 of 2\""));
  EXPECT_TRUE(driver.scrolled_to());
  driver.Submit(Role::SearchField, "Search the text");
  EXPECT_THAT(driver.Tree(), HasSubstr("text \"2 of 2\""));
  driver.Click(Role::Button, "Next match");
  EXPECT_EQ(driver.announcement(), "1 of 2");
  driver.Click(Role::Button, "Previous match");
  EXPECT_EQ(driver.announcement(), "2 of 2");
  driver.Fill(Role::SearchField, "Search the text", "zebra");
  EXPECT_EQ(driver.announcement(), "No match");
  driver.Click(Role::Button, "Rendered");
  EXPECT_TRUE(driver.Has(Role::Button, kPut));
}

TEST(DefinitionPage, WhatCannotBeReadIsShownAsText) {
  DefinitionHarness harness("graphql", "type Query {\n  stop: }\n");
  const std::string tree = harness.Drawn().Tree();
  EXPECT_THAT(tree, HasSubstr("The definition could not be read"));
  EXPECT_THAT(tree, HasSubstr("Line 2: expected a type, found }"));
  EXPECT_TRUE(harness.Drawn().Has(Role::Code, "Definition (graphql)"));
  EXPECT_FALSE(harness.Drawn().Has(Role::Button, "Rendered"));
}

TEST(DefinitionPage, TypesThatAreNotKnownAreShownAsText) {
  DefinitionHarness harness("trpc", "router");
  EXPECT_TRUE(harness.Drawn().Has(Role::Code, "Definition (trpc)"));
  EXPECT_THAT(harness.Drawn().Tree(), Not(HasSubstr("could not be read")));
}

TEST(DefinitionPage, DrawsGraphQl) {
  DefinitionHarness harness("graphql", R"(
type Query { "One stop" stop(id: ID!, mode: Mode = BUS): Stop }
type Stop implements Node { id: ID! next: [Stop!] }
interface Node { id: ID! }
enum Mode { BUS TRAM @deprecated(reason: "Gone") }
union Any = Stop | Other)");
  ui::TestDriver& driver = harness.Drawn();
  driver.Click(Role::Button, "stop Stop");
  EXPECT_THAT(driver.Tree(), HasSubstr("text \"One stop\""));
  EXPECT_THAT(driver.Tree(), HasSubstr("text \"ID!\""));
  driver.Click(Role::Button, "mode Mode · default BUS");
  EXPECT_THAT(driver.Tree(), HasSubstr("deprecated: Gone"));
  driver.Click(Role::Button, "Any");
  EXPECT_THAT(driver.Tree(), HasSubstr("text \"One of\""));
}

TEST(DefinitionPage, DrawsGrpc) {
  DefinitionHarness harness("grpc", R"(syntax = "proto3";
package shop.v1;
// Sells.
service Shop { rpc Buy(Order) returns (stream Receipt); }
message Order { map<string, Item> items = 1; message Item { Size size = 1; } enum Size { S = 0; } })");
  ui::TestDriver& driver = harness.Drawn();
  EXPECT_THAT(driver.Tree(), HasSubstr("heading \"shop.v1\" [level=2]"));
  driver.Click(Role::Button, "server streams Buy");
  driver.Click(Role::Button, "items map<string, Item> · field 1");
  driver.Click(Role::Button, "size Size · field 1");
  EXPECT_THAT(driver.Tree(), HasSubstr("list \"Values\""));
  EXPECT_THAT(driver.Tree(), HasSubstr("text \"any number, one after another\""));
}

TEST(DefinitionPage, DrawsAsyncApi) {
  DefinitionHarness harness("asyncapi", R"(asyncapi: 2.6.0
info: { title: Lights, version: '1' }
servers: { kafka: { url: k.example.com, protocol: kafka } }
channels: { 'light/{id}': { parameters: { id: { description: The light } }, subscribe: { summary: Turn it,
  message: { name: Turn, payload: { type: object, properties: { on: { type: boolean } } } } } } })");
  ui::TestDriver& driver = harness.Drawn();
  EXPECT_THAT(driver.Tree(), HasSubstr("k.example.com (kafka)"));
  driver.Click(Role::Button, "subscribe light/{id} Turn it");
  EXPECT_THAT(driver.Tree(), HasSubstr("text \"The light\""));
  EXPECT_THAT(driver.Tree(), HasSubstr("button \"Turn\" [expanded]"));
  EXPECT_THAT(driver.Tree(), HasSubstr("text \"boolean\""));
  EXPECT_THAT(driver.Get(Role::Code, "Example").runs.front().text, HasSubstr("\"on\": true"));
}

TEST(DefinitionPage, FitsAPhone) {
  DefinitionHarness harness("openapi", kPets);
  ui::TestDriver& driver = harness.Drawn({.window = {320, 640}});
  FillTrial(driver);
  for (const ui::SemanticNode& node : driver.Nodes()) EXPECT_LE(node.rect.Right(), 321) << node.name;
}

}  // namespace
}  // namespace callboard::views
