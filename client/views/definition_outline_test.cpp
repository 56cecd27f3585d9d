#include "client/views/definition_outline.hpp"

#include <gmock/gmock.h>

#include <format>

#include "client/ui/code_view.hpp"
#include "client/views/definition_parts.hpp"
#include "client/views/definition_raw.hpp"
#include "client/views/definition_trial.hpp"

namespace callboard::views {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// "Group: chip name (detail), ...".
std::vector<std::string> Lines(const std::vector<OutlineGroup>& groups) {
  std::vector<std::string> lines;
  for (const OutlineGroup& group : groups) {
    std::string line = group.title + ":";
    for (const OutlineItem& item : group.items)
      line += std::format(" {}{}{}{};", item.chip, item.chip.empty() ? "" : " ", item.name,
                          item.detail.empty() ? "" : " (" + item.detail + ")");
    lines.push_back(std::move(line));
  }
  return lines;
}

DefinitionOutline OutlineOf(std::string_view type, std::string_view text) {
  const definitions::Definition definition = definitions::ParseDefinition(type, text);
  EXPECT_FALSE(definition.error) << definition.error->message;
  return BuildDefinitionOutline(definition);
}

constexpr std::string_view kPets = R"(openapi: 3.0.0
info: { title: Pets, version: '1', description: All about pets }
tags: [{ name: unused }, { name: shop, description: Buying }]
paths:
  /pets:
    get: { tags: [pets, shop], summary: List pets, operationId: listPets, responses: {} }
    post: { deprecated: true, responses: {} }
components: { schemas: { Pet: { title: A pet } } }
)";

TEST(DefinitionOutline, GroupsOpenApiByTag) {
  const DefinitionOutline outline = OutlineOf("openapi", kPets);
  EXPECT_EQ(outline.title, "Pets");
  EXPECT_THAT(outline.chips, ElementsAre("Version 1", "OpenAPI 3.0.0"));
  EXPECT_THAT(Lines(outline.groups), ElementsAre("shop: GET /pets (List pets);", "pets: GET /pets (List pets);",
                                                 "Operations: POST /pets (Deprecated);", "Schemas: Pet (A pet);"));
  EXPECT_EQ(outline.groups[0].description, "Buying");
}

TEST(DefinitionOutline, FiltersByAllWords) {
  const DefinitionOutline outline = OutlineOf("openapi", kPets);
  EXPECT_EQ(CountItems(FilterOutline(outline.groups, "")), 4U);
  EXPECT_THAT(Lines(FilterOutline(outline.groups, " LIST pets ")),
              ElementsAre("shop: GET /pets (List pets);", "pets: GET /pets (List pets);"));
  EXPECT_THAT(Lines(FilterOutline(outline.groups, "listpets get")), testing::SizeIs(2));
  EXPECT_THAT(FilterOutline(outline.groups, "list post"), IsEmpty());
}

TEST(DefinitionOutline, GroupsTheOtherLanguagesByKind) {
  EXPECT_THAT(Lines(OutlineOf("asyncapi", R"(asyncapi: 3.0.0
channels: { a: { address: x.y, messages: { M: { payload: { type: string } } } }, b: {} }
operations: { o: { action: send, title: Tells, channel: { $ref: '#/channels/a' } } })")
                        .groups),
              ElementsAre("Operations: send x.y (Tells);", "Channels without operations: b;"));
  EXPECT_THAT(Lines(OutlineOf("graphql", R"(
type Query { stop(id: ID!): Stop }
"A stop" type Stop { id: ID! }
enum Mode { BUS }
directive @cost on OBJECT)")
                        .groups),
              ElementsAre("Queries: stop (Stop);", "Types: Stop (A stop);", "Enums: Mode;", "Directives: @cost;"));
  EXPECT_THAT(Lines(OutlineOf("grpc", R"(
service Greeter { rpc Hello(A) returns (stream A); rpc Bye(A) returns (A); }
message A { B b = 1; enum B { X = 0; } })")
                        .groups),
              ElementsAre("Greeter: server streams Hello; unary Bye;", "Messages: A;", "Enums: A.B;"));
  EXPECT_THAT(OutlineOf("trpc", "router").groups, IsEmpty());
}

TEST(DefinitionParts, JoinsTheLinesOfAParagraph) {
  EXPECT_THAT(ParagraphsOf("One\ntwo.\n\n\n- a\n  b\n- c\n"), ElementsAre("One two.", "- a b\n- c"));
  EXPECT_THAT(ParagraphsOf("\n \n"), IsEmpty());
}

TEST(DefinitionRaw, FindsWithoutCase) {
  EXPECT_THAT(ui::MatchesIn("Pet, pEt, pe", "pet"), ElementsAre(ui::TextRange{0, 3}, ui::TextRange{5, 3}));
  EXPECT_THAT(ui::MatchesIn("aaaa", "aa"), ElementsAre(ui::TextRange{0, 2}, ui::TextRange{2, 2}));
  EXPECT_THAT(ui::MatchesIn("abc", ""), IsEmpty());
}

TEST(DefinitionTrial, AnswerIsForPeople) {
  const TrialAnswer json =
      BuildTrialAnswer({.status = 404, .headers = {{"a", "b"}}, .body = "{\"a\":1}", .secs = 0.0342});
  EXPECT_EQ(json.status, "404 Not Found");
  EXPECT_EQ(json.tone, ui::Tone::Bad);
  EXPECT_EQ(json.time, "34 ms");
  EXPECT_EQ(json.size, "7 B");
  EXPECT_EQ(json.body, "{\n  \"a\": 1\n}");
  const TrialAnswer bytes = BuildTrialAnswer({.status = 299, .body = std::string(1200, '\xFF'), .secs = 2.04});
  EXPECT_EQ(bytes.status, "299");
  EXPECT_EQ(bytes.time, "2.0 s");
  EXPECT_EQ(bytes.body, "1.2 kB that are no text");
  EXPECT_EQ(BuildTrialAnswer({.status = 200, .body = "[broken"}).body, "[broken");
}

}  // namespace
}  // namespace callboard::views
