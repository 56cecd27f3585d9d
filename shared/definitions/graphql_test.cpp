#include "shared/definitions/graphql.hpp"

#include <gmock/gmock.h>

namespace callboard::definitions {
namespace {

using testing::ElementsAre;

constexpr std::string_view kStarWars = R"(
"The films" schema @link(url: "https://specs.example.com/v1", import: ["@key"]) { query: Root subscription: Events }
directive @cost(weight: Int = 1, list: [String!]) repeatable on FIELD_DEFINITION | OBJECT
scalar DateTime @specifiedBy(url: "https://example.com/time")
"""
Where it all begins.

  Indented
"""
type Root {
  hero(episode: Episode = JEDI, "At most" limit: Int = 10): Character
  reviews(filter: ReviewFilter = {stars: {min: 3}, tags: ["good", "new"]}): [[Review!]]!
}
enum Episode { "1977" NEWHOPE EMPIRE @deprecated(reason: "Too dark") JEDI }
interface Character implements & Node & Named { id: ID! name: String! }
type Human implements Character & Node @key(fields: "id") { id: ID!, name: String!, old: Int @deprecated }
union SearchResult = | Human | Droid # both
input ReviewFilter { stars: Int! = 5, comment: String }
extend type Human { height(unit: String = "m"): Float }
extend union SearchResult = Starship
extend type Elsewhere @key(fields: "id") { id: ID! }
type Empty
)";

GraphQlSchema Parsed(std::string_view text) {
  auto schema = ParseGraphQl(text);
  EXPECT_TRUE(schema) << schema.error().message;
  return std::move(*schema);
}

TEST(GraphQl, ReadsTypes) {
  const GraphQlSchema schema = Parsed(kStarWars);
  EXPECT_EQ(schema.description, "The films");
  EXPECT_EQ(schema.query, "Root");
  EXPECT_EQ(schema.subscription, "Events");
  ASSERT_EQ(schema.types.size(), 9U);
  const GraphQlType* const root = FindType(schema, "Root");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->description, "Where it all begins.\n\n  Indented");
  ASSERT_EQ(root->fields.size(), 2U);
  EXPECT_EQ(root->fields[0].arguments.at(0).default_value, "JEDI");
  EXPECT_EQ(root->fields[0].arguments.at(1).description, "At most");
  EXPECT_EQ(root->fields[1].type, "[[Review!]]!");
  EXPECT_EQ(root->fields[1].arguments.at(0).default_value, "{stars: {min: 3}, tags: [\"good\", \"new\"]}");
  EXPECT_EQ(FindType(schema, "DateTime")->kind, GraphQlKind::Scalar);
  EXPECT_TRUE(FindType(schema, "Empty")->fields.empty());
}

TEST(GraphQl, ReadsEnumsUnionsInterfacesAndInputs) {
  const GraphQlSchema schema = Parsed(kStarWars);
  const GraphQlType& episode = *FindType(schema, "Episode");
  ASSERT_EQ(episode.fields.size(), 3U);
  EXPECT_EQ(episode.fields[0].description, "1977");
  EXPECT_EQ(episode.fields[1].deprecated, "Too dark");
  EXPECT_THAT(FindType(schema, "Character")->interfaces, ElementsAre("Node", "Named"));
  EXPECT_THAT(FindType(schema, "SearchResult")->members, ElementsAre("Human", "Droid", "Starship"));
  EXPECT_EQ(FindType(schema, "ReviewFilter")->fields.at(0).default_value, "5");
}

TEST(GraphQl, ExtensionsBelongToTheirType) {
  const GraphQlSchema schema = Parsed(kStarWars);
  const GraphQlType& human = *FindType(schema, "Human");
  ASSERT_EQ(human.fields.size(), 4U);
  EXPECT_EQ(human.fields[2].deprecated, "");
  EXPECT_EQ(human.fields[3].name, "height");
  EXPECT_THAT(human.directives, ElementsAre("@key(fields: \"id\")"));
  EXPECT_NE(FindType(schema, "Elsewhere"), nullptr);
}

TEST(GraphQl, ReadsDirectives) {
  const GraphQlSchema schema = Parsed(kStarWars);
  ASSERT_EQ(schema.directives.size(), 1U);
  EXPECT_TRUE(schema.directives[0].repeatable);
  EXPECT_THAT(schema.directives[0].locations, ElementsAre("FIELD_DEFINITION", "OBJECT"));
  EXPECT_EQ(schema.directives[0].arguments.at(1).type, "[String!]");
}

struct BadCase {
  std::string_view text;
  std::string_view message;
};

class BadGraphQl : public testing::TestWithParam<BadCase> {};

TEST_P(BadGraphQl, SaysLineAndWhatWasExpected) {
  const auto schema = ParseGraphQl(GetParam().text);
  ASSERT_FALSE(schema);
  EXPECT_EQ(schema.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(All, BadGraphQl,
                         testing::Values(BadCase{"query { a }",
                                                 "Line 1: expected a definition such as type or enum, found query"},
                                         BadCase{"type A {\n  b: }\n", "Line 2: expected a type, found }"},
                                         BadCase{"type A {\n  b: Int", "Line 2: expected a field or }, found the end"},
                                         BadCase{"type A { b(c: Int = ): Int }", "Line 1: expected a value, found )"},
                                         BadCase{"\"\"\"open", "Line 1: the text has no end: expected \"\"\""},
                                         BadCase{"\"open\n", "Line 1: the text has no end: expected \""},
                                         BadCase{"type A { b: [Int }", "Line 1: expected ], found }"},
                                         BadCase{"type %", "Line 1: the byte 0x25 begins nothing that is known here"}));

}  // namespace
}  // namespace callboard::definitions
