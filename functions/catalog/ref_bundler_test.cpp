// What npm @apidevtools/json-schema-ref-parser 15.5 and yaml 2.9 make of the same files, unless said otherwise.
#include "functions/catalog/ref_bundler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "functions/catalog/url.hpp"

namespace callboard::catalog {
namespace {

using testing::HasSubstr;

Result<std::string> Bundle(const std::map<std::string, std::string>& files) {
  const auto read = [&](const std::string& from, const std::string& reference) -> Result<BundledFile> {
    const auto url = ResolveReference(from, reference);
    const auto found = url ? files.find(url->path.substr(1)) : files.end();
    if (found == files.end()) return Fail(ErrorCode::NotFound, reference + " does not exist");
    return BundledFile{UrlText(*url), found->second};
  };
  return BundleReferences({"https://h/main.yaml", files.at("main.yaml")}, read);
}

TEST(RefBundlerTest, ValuesComeInWhereTheyAreMetFirst) {
  const auto bundled = Bundle({{"main.yaml", R"(openapi: 3.0.0
paths:
  /a: {$ref: paths/a.yaml}
  /b:
    get:
      schema: {$ref: 'schemas/pet.yaml'}
      other: {$ref: '#/components/schemas/Local'}
      owner: {$ref: 'schemas/pet.yaml#/properties/owner'}
components:
  schemas:
    Local: {type: string}
    Pet: {$ref: 'schemas/pet.yaml', description: mine}
)"},
                               {"paths/a.yaml", "get: {responses: {'200': {schema: {$ref: ../schemas/pet.yaml}}}}"},
                               {"schemas/pet.yaml", R"(type: object
properties:
  owner: {$ref: './owner.yaml#/Owner'}
  friend: {$ref: '#'}
)"},
                               {"schemas/owner.yaml", R"(Owner:
  type: object
  properties: {pets: {type: array, items: {$ref: pet.yaml}}, name: {$ref: '#/Name'}}
Name: {type: string}
)"}});
  ASSERT_TRUE(bundled.has_value()) << bundled.error().message;
  EXPECT_EQ(*bundled, R"(openapi: 3.0.0
paths:
  /a:
    get:
      responses:
        "200":
          schema:
            $ref: "#/paths/~1b/get/schema"
  /b:
    get:
      schema:
        type: object
        properties:
          owner:
            $ref: "#/paths/~1b/get/owner"
          friend:
            $ref: "#/paths/~1b/get/schema"
      other:
        $ref: "#/components/schemas/Local"
      owner:
        type: object
        properties:
          pets:
            type: array
            items:
              $ref: "#/paths/~1b/get/schema"
          name:
            type: string
components:
  schemas:
    Local:
      type: string
    Pet:
      $ref: "#/paths/~1b/get/schema"
      description: mine
)");
}

TEST(RefBundlerTest, CirclesStayReferences) {
  EXPECT_EQ(Bundle({{"main.yaml", "Node: {$ref: 'node.yaml#/Node'}"}, {"node.yaml", "Node: {next: {$ref: '#/Node'}}"}}),
            "Node:\n  next:\n    $ref: \"#/Node\"\n");
  EXPECT_EQ(Bundle({{"main.yaml", "a: {b: {$ref: '#/a'}}"}}), "a:\n  b:\n    $ref: \"#/a\"\n");
  // Nothing but circles: whatever they become, it ends.
  EXPECT_TRUE(Bundle({{"main.yaml", "a: {$ref: 'x.yaml#/a'}"}, {"x.yaml", "a: {$ref: '#/b'}\nb: {$ref: '#/a'}"}}));
}

TEST(RefBundlerTest, ReferencesBackToTheFileAreItsOwn) {
  // There each would become a copy, since the parser does not know the first file's name.
  EXPECT_EQ(Bundle({{"main.yaml", "a: {$ref: x.yaml}\nb: {type: string}"}, {"x.yaml", "c: {$ref: 'main.yaml#/b'}"}}),
            "a:\n  c:\n    $ref: \"#/b\"\nb:\n  type: string\n");
}

TEST(RefBundlerTest, AsyncApi3KeepsTheReferencesThatItWants) {
  const std::map<std::string, std::string> files = {
      {"main.yaml",
       "asyncapi: 3.0.0\nchannels:\n  c:\n    servers:\n      - $ref: '#/servers/s'\n    messages:\n      m: "
       "{$ref: m.yaml}\nservers:\n  s: {host: h}\n"},
      {"m.yaml", "payload: {type: string}"}};
  EXPECT_EQ(Bundle(files), R"(asyncapi: 3.0.0
channels:
  c:
    servers:
      - $ref: "#/servers/s"
    messages:
      m:
        payload:
          type: string
servers:
  s:
    host: h
)");
}

TEST(RefBundlerTest, WhatLeadsNowhereIsSaid) {
  for (const auto& [text, reason] : {std::pair("a: {$ref: none.yaml}", "none.yaml does not exist"),
                                     {"a: {$ref: '#/b'}", "\"b\" does not exist"},
                                     {"a: {$ref: 'x.yaml#b'}", "does not hold a JSON pointer"},
                                     {"a: {$ref: bad.yaml}", "bad.yaml"},
                                     {"a: b: c", "main.yaml"},
                                     {"", "expected one YAML document, found 0"}}) {
    const auto failed = Bundle({{"main.yaml", text}, {"x.yaml", "b: 1"}, {"bad.yaml", "a: ["}});
    ASSERT_FALSE(failed.has_value()) << text;
    EXPECT_THAT(failed.error().message, HasSubstr(reason));
  }
}

TEST(RefBundlerTest, HostileDefinitionsEnd) {
  std::string chain = "d0: {x: 1}\n";
  for (int i = 1; i < 4000; ++i)
    chain += "d" + std::to_string(i) + ": {x: {$ref: '#/d" + std::to_string(i - 1) + "'}}\n";
  EXPECT_EQ(Bundle({{"main.yaml", "a: {$ref: 'x.yaml#/d3999'}\n"}, {"x.yaml", chain}}).error().code,
            ErrorCode::TooLarge);
  EXPECT_TRUE(Bundle({{"main.yaml", "a: {$ref: 'x.yaml#/d90'}\n"}, {"x.yaml", chain}}).has_value());
  std::map<std::string, std::string> files = {{"main.yaml", "a: {$ref: 0.yaml}"}};
  for (int i = 0; i < 1000; ++i) files[std::to_string(i) + ".yaml"] = "a: {$ref: " + std::to_string(i + 1) + ".yaml}";
  EXPECT_EQ(Bundle(files).error().code, ErrorCode::TooLarge);
}

}  // namespace
}  // namespace callboard::catalog
