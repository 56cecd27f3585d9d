#include "functions/catalog/reading_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/model/yaml.hpp"

namespace callboard::catalog {
namespace {

using testing::HasSubstr;

Result<ReadingRules> Rules(const std::string& allow) {
  return ReadingRules::From(
      kit::Config(*model::ParseYamlDocuments("backend: {reading: {allow: " + allow + "}}").at(0).content));
}

TEST(ReadingRulesTest, JudgesTheUrlThatWouldBeRequested) {
  const auto rules = *Rules(R"([{host: Docs.example.com, paths: [/public/, /one]}, {host: "*.open.example.com"},
                               {host: none.example.com, paths: []}])");
  for (const char* const url : {"https://docs.EXAMPLE.com/public/a.yaml", "http://docs.example.com/public/a",
                                "https://docs.example.com/one", "https://docs.example.com/one/two"})
    EXPECT_EQ(rules.For(url), Reach::AnyAddress) << url;
  EXPECT_EQ(rules.For("https://A.open.example.com/x"), Reach::PublicAddresses);
  for (const char* const url :
       {"https://docs.example.com/public/../private/a.yaml", "https://docs.example.com/public/%2e%2e/private/a.yaml",
        "https://docs.example.com/public/..%2fprivate/a.yaml", "https://docs.example.com@evil.com/public/a.yaml",
        "https://docs.example.com/public", "https://docs.example.com/onetwo", "https://docs.example.com:8080/one",
        "https://open.example.com/x", "https://xopen.example.com/x", "https://none.example.com/x", "nothing"})
    EXPECT_EQ(rules.For(url), Reach::Nowhere) << url;
}

TEST(ReadingRulesTest, PortsAreNamed) {
  const auto rules = *Rules(R"([{host: "a.org:8080"}, {host: "b.org:443-8443"}, {host: "[::1]:8080"}, {host: c.org}])");
  for (const char* const url : {"http://a.org:8080/x", "https://b.org/x", "http://b.org:8443/x", "http://[::1]:8080/x",
                                "http://c.org:80/x", "https://c.org/x"})
    EXPECT_EQ(rules.For(url), Reach::AnyAddress) << url;
  for (const char* const url : {"http://a.org/x", "http://a.org:80800/x", "http://b.org/x", "http://b.org:8444/x",
                                "http://[::1]/x", "http://c.org:443/x", "http://c.org:x/x"})
    EXPECT_EQ(rules.For(url), Reach::Nowhere) << url;
}

TEST(ReadingRulesTest, ErrorsNameTheKey) {
  for (const auto& [allow, part] : {std::pair("{host: a}", "backend.reading.allow: expected a list"),
                                    {"[{host: a}, {paths: [/x]}]", "backend.reading.allow.1.host: expected a host"},
                                    {"[a]", "backend.reading.allow.0.host: expected a host"},
                                    {"[{host: 'a.*.b'}]", "backend.reading.allow.0.host: expected a host"},
                                    {"[{host: '*'}]", "backend.reading.allow.0.host: expected a host"},
                                    {"[{host: 'a:x'}]", "backend.reading.allow.0.host: 'x' is not a port"},
                                    {"[{host: 'a:9-8'}]", "backend.reading.allow.0.host: '9-8' is not a port"},
                                    {"[{host: a, paths: [1]}]", "backend.reading.allow.0.paths: expected a list"}}) {
    const auto refused = Rules(allow);
    ASSERT_FALSE(refused.has_value()) << allow;
    EXPECT_THAT(refused.error().message, HasSubstr(part));
  }
}

}  // namespace
}  // namespace callboard::catalog
