#include "functions/catalog/handlers.hpp"

#include <gtest/gtest.h>

#include "functions/catalog/fake_store.hpp"

namespace callboard::catalog {
namespace {

using Handler = Result<kit::Response> (*)(const kit::Request&, const CatalogDeps&);

class HandlersTest : public testing::Test {
 protected:
  HandlersTest() : replica_(store_) {
    store_.log = {ShownComponent("a", 1), ShownComponent("b", 2)};
    EXPECT_TRUE(replica_.CatchUp().has_value());
  }

  /// The body of the answer, or the message of the error.
  std::string Ask(Handler handler, std::string_view query, std::string_view body = "") {
    kit::Request request;
    request.query = kit::ParseQuery(query);
    request.body = body;
    const auto response = handler(request, {.replica = &replica_, .store = &store_, .tick = {}});
    return response ? response->body : response.error().message;
  }

  FakeStore store_;
  Replica replica_;
};

TEST_F(HandlersTest, EntitiesRefusesAsBackstage) {
  EXPECT_EQ(Ask(ListEntities, "limit=0"), "Invalid limit, must be greater than zero");
  EXPECT_EQ(Ask(ListEntities, "after="), "Invalid after, must not be empty");
  EXPECT_EQ(Ask(ListEntities, "fields=kind,spec.list[0]"),
            "Invalid field \"spec.list[0]\", array type fields are not supported");
  for (const std::string order : {"kind", "up:kind", "asc:", ":kind", ""}) {
    EXPECT_EQ(Ask(ListEntities, "order=" + order),
              "Invalid order parameter \"" + order + "\", expected \"<asc or desc>:<field name>\"");
  }
}

TEST_F(HandlersTest, ByRefsTakesAPredicateAndFieldsOfBothKinds) {
  EXPECT_EQ(Ask(GetEntitiesByRefs, "fields=kind&filter=kind=component",
                R"({"entityRefs":["component:default/a","component:default/b"],"fields":["metadata.name"],
                    "query":{"metadata.name":"b"}})"),
            R"({"items":[null,{"kind":"Component","metadata":{"name":"b"}}]})");
}

TEST_F(HandlersTest, ByRefsRefusesAsBackstage) {
  EXPECT_EQ(Ask(GetEntitiesByRefs, "", "{}"), "request/body must have required property 'entityRefs'");
  EXPECT_EQ(Ask(GetEntitiesByRefs, "", R"({"entityRefs":"x"})"), "request/body/entityRefs must be array");
  EXPECT_EQ(Ask(GetEntitiesByRefs, "", R"({"entityRefs":["x",7]})"), "request/body/entityRefs/1 must be string");
  EXPECT_EQ(Ask(GetEntitiesByRefs, "", R"({"entityRefs":[],"fields":"kind"})"), "request/body/fields must be array");
}

TEST_F(HandlersTest, ByQueryRefusesAsBackstage) {
  EXPECT_EQ(Ask(QueryEntitiesByPredicate, "", R"({"cursor":""})"), "Cursor cannot be empty");
  EXPECT_EQ(Ask(QueryEntitiesByPredicate, "", R"({"fullTextFilter":{"fields":[1]}})"),
            "request/body/fullTextFilter/fields/0 must be string");
  EXPECT_EQ(Ask(QueryEntities, "orderField=kind,up"), "Invalid order field order, must be asc or desc");
  EXPECT_TRUE(Ask(QueryEntities, "orderField=kind,desc,more&fields=kind").starts_with("{\"items\":[{\"kind\""));
}

TEST_F(HandlersTest, FacetsRefuseAsBackstage) {
  EXPECT_EQ(Ask(GetEntityFacets, ""), "request/query must have required property 'facet'");
  EXPECT_EQ(Ask(GetEntityFacets, "facet="), "Missing facet parameter");
  EXPECT_EQ(Ask(QueryEntityFacets, "", R"({"facets":[]})"), "Missing or empty facets parameter");
  EXPECT_EQ(Ask(QueryEntityFacets, "", R"({"facets":[""]})"), "Missing or empty facets parameter");
  EXPECT_EQ(Ask(QueryEntityFacets, "", R"({"facets":[1]})"), "request/body/facets/0 must be string");
}

}  // namespace
}  // namespace callboard::catalog
