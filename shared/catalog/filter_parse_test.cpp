#include "shared/catalog/filter_parse.hpp"

#include <gtest/gtest.h>

#include <format>
#include <string>

namespace callboard::catalog {
namespace {

/// A filter on one line, to compare by eye.
std::string Show(const Filter& filter) {
  const auto list = [](std::string_view name, const auto& items, const auto& show) {
    std::string text(name);
    text += "(";
    for (const auto& item : items) text += (text.ends_with('(') ? "" : " ") + show(item);
    return text + ")";
  };
  const auto value = [](const std::string& text) { return std::format("'{}'", text); };
  switch (filter.op) {
    case Filter::Op::All:
      return list("all", filter.children, Show);
    case Filter::Op::Any:
      return list("any", filter.children, Show);
    case Filter::Op::Not:
      return list("not", filter.children, Show);
    case Filter::Op::Exists:
      return std::format("exists({})", filter.field);
    case Filter::Op::In:
      return list(filter.field + " in ", filter.values, value);
    case Filter::Op::HasPrefix:
      return list(filter.field + " prefix ", filter.values, value);
    case Filter::Op::ContainsRelation:
      return list("relation", filter.values, value);
  }
  return "?";
}

TEST(FilterFromQueryParamsTest, ReadsSetsAndStatements) {
  const struct {
    std::vector<std::string_view> params;
    std::string_view filter;
  } cases[] = {
      {{}, "all()"},
      {{"", " , "}, "all()"},
      {{"kind=component"}, "kind in ('component')"},
      {{" kind = Component ,metadata.tags=java"}, "all(kind in ('Component') metadata.tags in ('java'))"},
      {{"kind=a,kind=b"}, "kind in ('a' 'b')"},
      {{"metadata.annotations.backstage.io/techdocs-ref"}, "exists(metadata.annotations.backstage.io/techdocs-ref)"},
      {{"a,a=b"}, "a in ('b')"},
      {{"a=b,a"}, "a in ('b')"},
      {{"a="}, "a in ('')"},
      {{"a=b=c"}, "a in ('b=c')"},
      {{"kind=component,spec.type=service", "kind=api"},
       "any(all(kind in ('component') spec.type in ('service')) kind in ('api'))"},
  };
  for (const auto& [params, filter] : cases) {
    const auto parsed = FilterFromQueryParams(params);
    ASSERT_TRUE(parsed.has_value()) << filter;
    EXPECT_EQ(Show(*parsed), filter);
  }
}

TEST(FilterFromQueryParamsTest, RefusesStatementsWithoutAKey) {
  for (const std::string_view statement : {"=", "=b", " = "}) {
    const auto parsed = FilterFromQueryParams({"kind=a", statement});
    ASSERT_FALSE(parsed.has_value()) << statement;
    EXPECT_EQ(parsed.error().code, ErrorCode::InvalidInput);
  }
  EXPECT_EQ(FilterFromQueryParams({"="}).error().message,
            "Invalid filter, '=' is not a valid statement (expected a string on the form a=b or a= or a)");
}

TEST(FilterFromPredicateTest, ReadsOperators) {
  const struct {
    std::string_view predicate;
    std::string_view filter;
  } cases[] = {
      {R"({})", "all()"},
      {R"({"kind":"component"})", "kind in ('component')"},
      {R"({"kind":"component","spec.count":3,"spec.ratio":1.50,"spec.on":true})",
       "all(kind in ('component') spec.count in ('3') spec.ratio in ('1.5') spec.on in ('true'))"},
      {R"({"$all":[{"kind":"Component"},{"spec.type":{"$in":["service","website"]}}]})",
       "all(kind in ('Component') spec.type in ('service' 'website'))"},
      {R"({"$any":[{"a":"1"},{"$not":{"b":"2"}}]})", "any(a in ('1') not(b in ('2')))"},
      {R"({"$any":[]})", "any()"},
      {R"({"$all":[]})", "all()"},
      {R"({"$not":{"$all":[{"a":"1"},{"b":"2"}]}})", "not(all(a in ('1') b in ('2')))"},
      {R"({"metadata.labels.example.com/tier":{"$exists":true}})", "exists(metadata.labels.example.com/tier)"},
      {R"({"a":{"$exists":false}})", "not(exists(a))"},
      {R"({"a":{"$in":[]}})", "a in ()"},
      {R"({"metadata.name":{"$hasPrefix":"billing"}})", "metadata.name prefix ('billing')"},
      {R"({"metadata.tags":{"$contains":"java"}})", "metadata.tags in ('java')"},
      {R"({"relations":{"$contains":{"type":"ownedBy","targetRef":"group:default/team-a"}}})",
       "relation('ownedBy' 'group:default/team-a')"},
      {R"({"Relations":{"$contains":{"Type":"ownedBy"}}})", "relation('ownedBy' '')"},
      {R"({"relations":{"$contains":{"type":"t","targetRef":{"$in":["a:b/c","d:e/f"]}}}})",
       "any(relation('t' 'a:b/c') relation('t' 'd:e/f'))"},
  };
  for (const auto& [predicate, filter] : cases) {
    const auto parsed = FilterFromPredicate(Json::parse(predicate));
    ASSERT_TRUE(parsed.has_value()) << predicate << ": " << parsed.error().message;
    EXPECT_EQ(Show(*parsed), filter);
  }
}

TEST(FilterFromPredicateTest, RefusesInBackstagesWords) {
  const struct {
    std::string_view predicate;
    std::string_view message;
  } cases[] = {
      {R"({"$nope":1})", R"(Invalid query: Validation error: Invalid at "$nope")"},
      {R"("component")", "Query must be an object"},
      {R"(null)", "Invalid query: Validation error: Invalid input"},
      {R"([])", "Invalid query: Validation error: Invalid input"},
      {R"({"kind":null})", R"(Invalid query: Validation error: Invalid input at "kind")"},
      {R"({"kind":["a"]})", R"(Invalid query: Validation error: Invalid input at "kind")"},
      {R"({"kind":{}})", R"(Invalid query: Validation error: Invalid input at "kind")"},
      {R"({"kind":{"$unknown":"a"}})", R"(Invalid query: Validation error: Invalid input at "kind")"},
      {R"({"kind":{"$in":"a"}})", R"(Invalid query: Validation error: Invalid input at "kind")"},
      {R"({"kind":{"$in":[{"x":1}]}})", R"(Invalid query: Validation error: Invalid input at "kind")"},
      {R"({"kind":{"$exists":"yes"}})", R"(Invalid query: Validation error: Invalid input at "kind")"},
      {R"({"kind":{"$hasPrefix":1}})", R"(Invalid query: Validation error: Invalid input at "kind")"},
      {R"({"kind":{"$contains":null}})", R"(Invalid query: Validation error: Invalid input at "kind")"},
      {R"({"kind":{"$exists":true,"$in":["a"]}})", R"(Invalid query: Validation error: Invalid input at "kind")"},
      {R"({"$all":{}})", R"(Invalid query: Validation error: Invalid input at "$all")"},
      {R"({"$any":[{"kind":{"$x":1}}]})", R"(Invalid query: Validation error: Invalid input at "kind")"},
      {R"({"$all":[{"a":"b"}],"kind":"c"})",
       "Invalid query: Operator $all must be the only key in the predicate, wrap in $all to combine with other "
       "conditions"},
      {R"({"$all":["component"]})",
       "Invalid filter predicate: top-level primitive values are not supported. Wrap the value in a field expression, "
       "e.g. "
       R"({ "kind": "component" })"},
      {R"({"metadata.Tags":{"$contains":{"a":"b"}}})",
       R"(Object form of $contains is not supported for field "metadata.tags")"},
      {R"({"relations":{"$contains":{"targetRef":"a:b/c"}}})",
       R"(The $contains operator for "relations" requires a "type" string property)"},
      {R"({"relations":{"$contains":{"type":1}}})",
       R"(The $contains operator for "relations" requires a "type" string property)"},
      {R"({"relations":{"$contains":{"type":"t","target":"x"}}})",
       R"(Unsupported key "target" in $contains for "relations". Only "type" and "targetRef" are supported)"},
      {R"({"relations":{"$contains":{"type":"t","TYPE":"u"}}})",
       R"(Duplicate key "TYPE" in $contains for "relations")"},
      {R"({"relations":{"$contains":{"type":"t","targetRef":{"$in":[]}}}})",
       R"(Empty "$in" array for $contains on "relations" is not allowed)"},
      {R"({"relations":{"$contains":{"type":"t","targetRef":7}}})",
       R"(Unsupported value in $contains for "relations": expected a string or { "$in": [strings] }, but got 7)"},
  };
  for (const auto& [predicate, message] : cases) {
    const auto parsed = FilterFromPredicate(Json::parse(predicate));
    ASSERT_FALSE(parsed.has_value()) << predicate;
    EXPECT_EQ(parsed.error().code, ErrorCode::InvalidInput) << predicate;
    EXPECT_EQ(parsed.error().message, message) << predicate;
  }
}

TEST(FilterFromPredicateTest, BoundsTheNesting) {
  Json predicate = {{"kind", "component"}};
  for (int i = 0; i < kMaxPredicateDepth; ++i) predicate = Json{{"$not", predicate}};
  EXPECT_TRUE(FilterFromPredicate(predicate).has_value());
  for (int i = 0; i < 10'000; ++i) predicate = Json{{"$all", Json::array({std::move(predicate)})}};
  const auto parsed = FilterFromPredicate(predicate);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().message, "Invalid query: nested deeper than 32 levels");
}

TEST(FilterFromPredicateTest, TakesHostileTextAsText) {
  for (const std::string_view value : {"\xFF\xFE", "\xC3", "\x00\x01", "%_\\", "999999999999999999999999999"}) {
    Json predicate;
    predicate["kind"] = std::string(value);
    ASSERT_TRUE(FilterFromPredicate(predicate).has_value());
    EXPECT_TRUE(FilterFromQueryParams({value}).has_value());
  }
  EXPECT_EQ(Show(*FilterFromPredicate(Json::parse(R"({"a":123456789012345678901234567890})"))),
            "a in ('1.2345678901234568e+29')");
  Json nested;
  nested["\xFF"]["x\xFF"] = 1;
  EXPECT_FALSE(FilterFromPredicate(nested).has_value());
}

}  // namespace
}  // namespace callboard::catalog
