#include "functions/catalog/rules.hpp"

#include <gtest/gtest.h>

#include "functions/catalog/location_pattern.hpp"
#include "functions/catalog/settings.hpp"

namespace callboard::catalog {
namespace {

model::Entity Entity(std::string_view kind, std::string_view type = "service") {
  return {{{"kind", kind}, {"metadata", {{"name", "n"}}}, {"spec", {{"type", type}}}}};
}

CatalogRules RulesOf(Json catalog) {
  auto rules = RulesFrom(kit::Config({{"catalog", std::move(catalog)}}));
  EXPECT_TRUE(rules.has_value()) << rules.error().message;
  return CatalogRules(rules.value_or(std::vector<CatalogRule>{}));
}

std::string ErrorOf(Json catalog) {
  const auto rules = RulesFrom(kit::Config({{"catalog", std::move(catalog)}}));
  return rules ? "" : rules.error().message;
}

const SourceLocation kUrl{"url", "https://git.example.com/org/repo/users.yaml"};
const SourceLocation kOther{"url", "https://git.example.com/else/users.yaml"};

TEST(RulesTest, TheDefaultsHoldWithoutRulesOnly) {
  EXPECT_TRUE(RulesOf(Json::object()).Allows(Entity("component"), kUrl));
  EXPECT_FALSE(RulesOf(Json::object()).Allows(Entity("User"), kUrl));
  EXPECT_FALSE(RulesOf({{"rules", Json::array()}}).Allows(Entity("Component"), kUrl));
}

TEST(RulesTest, ARuleWithLocationsHoldsThereOnly) {
  const auto by_pattern = RulesOf(
      {{"rules", {{{"allow", {"User"}}, {"locations", {{{"type", "url"}, {"pattern", "https://*/org/**"}}}}}}}});
  EXPECT_TRUE(by_pattern.Allows(Entity("User"), kUrl));
  EXPECT_FALSE(by_pattern.Allows(Entity("User"), kOther));
  EXPECT_FALSE(by_pattern.Allows(Entity("User"), {"file", kUrl.target}));
  EXPECT_FALSE(by_pattern.Allows(Entity("User"), {"url", "https://git.example.com/org/../else/users.yaml"}));
  const auto by_name =
      RulesOf({{"rules", {{{"allow", {"User"}}, {"locations", {{{"type", "url"}, {"exact", kUrl.target}}}}}}}});
  EXPECT_TRUE(by_name.Allows(Entity("User"), {"url", "https://GIT.example.com/org/x/../repo/%75sers.yaml"}));
  EXPECT_FALSE(by_name.Allows(Entity("User"), kOther));
  EXPECT_FALSE(
      RulesOf({{"rules", {{{"allow", {"User"}}, {"locations", Json::array()}}}}}).Allows(Entity("User"), kUrl));
}

TEST(RulesTest, AnEntryMayNameAType) {
  const auto rules = RulesOf({{"rules", {{{"allow", {{{"kind", "Resource"}, {"spec.type", "Database"}}}}}}}});
  EXPECT_TRUE(rules.Allows(Entity("resource", "database"), kUrl));
  EXPECT_FALSE(rules.Allows(Entity("resource", "bucket"), kUrl));
}

TEST(RulesTest, TheRulesOfALocationHoldForItBesideTheGeneralOnes) {
  const auto rules =
      RulesOf({{"locations", {{{"type", "url"}, {"target", kUrl.target}, {"rules", {{{"allow", {"User"}}}}}}}}});
  EXPECT_TRUE(rules.Allows(Entity("User"), kUrl));
  EXPECT_FALSE(rules.Allows(Entity("User"), kOther));
  EXPECT_TRUE(rules.Allows(Entity("API"), kOther));
}

TEST(RulesTest, WhatCannotBeUnderstoodIsRefusedAtStart) {
  EXPECT_EQ(ErrorOf({{"rules", "all"}}), "Configuration catalog.rules: expected a list");
  EXPECT_EQ(ErrorOf({{"rules", {Json::object()}}}), "Configuration catalog.rules.0.allow: expected a list of kinds");
  EXPECT_EQ(ErrorOf({{"rules", {{{"allow", {{{"type", "x"}}}}}}}}),
            "Configuration catalog.rules.0.allow.0: expected a kind, or kind and spec.type");
  EXPECT_EQ(ErrorOf({{"rules", {{{"allow", {"User"}}, {"locations", {{{"pattern", "x"}}}}}}}}),
            "Configuration catalog.rules.0.locations.0: expected type, and exact or pattern");
  EXPECT_EQ(
      ErrorOf(
          {{"rules", {{{"allow", {"User"}}, {"locations", {{{"type", "url"}, {"exact", "x"}, {"pattern", "x"}}}}}}}}),
      "Configuration catalog.rules.0.locations.0: A catalog rule location cannot have both exact and pattern values");
}

TEST(LocationPatternTest, MatchesAsMinimatch) {
  EXPECT_TRUE(MatchesPattern("https://h/org/a/b.yaml", "https://h/org/**"));
  EXPECT_TRUE(MatchesPattern("https://h/org/b.yaml", "https://h/**/b.yaml"));
  EXPECT_TRUE(MatchesPattern("https://h/ORG/.b.yaml", "https://h/org/*.yaml"));
  EXPECT_TRUE(MatchesPattern("https://h/two/x", "https://h/{one,t{wo,en}}/x"));
  EXPECT_TRUE(MatchesPattern("/a/b2", "/a/[bc]?"));
  EXPECT_TRUE(MatchesPattern("/a/b", "!/a/c"));
  EXPECT_FALSE(MatchesPattern("https://h/org/a/b.yaml", "https://h/org/*"));
  EXPECT_FALSE(MatchesPattern("https://h/org", "https://h/org/**"));
  EXPECT_FALSE(MatchesPattern("https://h/org/../x", "https://h/org/**"));
  EXPECT_FALSE(MatchesPattern("https://h/three/x", "https://h/{one,two}/x"));
  EXPECT_FALSE(MatchesPattern("/a/b", "!/a/b"));
}

}  // namespace
}  // namespace callboard::catalog
