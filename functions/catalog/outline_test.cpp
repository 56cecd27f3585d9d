#include "functions/catalog/outline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "functions/catalog/fake_store.hpp"
#include "functions/catalog/handlers.hpp"
#include "functions/kit/router.hpp"

namespace callboard::catalog {
namespace {

using testing::HasSubstr;

constexpr std::chrono::seconds kLong{10};

EntityQuery Query(Filter filter, std::string_view order_field = "metadata.name") {
  return {.filter = std::move(filter), .order = {{.field = std::string(order_field)}}};
}

Filter In(std::string_view field) {
  return {.op = Filter::Op::In, .children = {}, .field = std::string(field), .values = {"x"}};
}

TEST(OutlineTest, AnswersWhatRefsAndRelationsSay) {
  EXPECT_TRUE(Outline::CanAnswer(Query({})));
  EXPECT_TRUE(Outline::CanAnswer(Query(In("Kind"), "metadata.NAMESPACE")));
  EXPECT_TRUE(Outline::CanAnswer(Query(In("relations.ownedBy"))));
  EXPECT_FALSE(Outline::CanAnswer(Query(In("spec.type"))));
  EXPECT_FALSE(Outline::CanAnswer(Query(In("metadata")))) << "there may be more in it than names";
  EXPECT_FALSE(Outline::CanAnswer(Query(In("kind"), "metadata.title")));
  EXPECT_FALSE(Outline::CanAnswer(Query({.op = Filter::Op::Not, .children = {In("spec.type")}})));
  EntityQuery search = Query(In("kind"));
  search.text.term = "pay";
  EXPECT_FALSE(Outline::CanAnswer(search));
  EntityQuery much = Query(In("kind"));
  much.limit = 100'000;
  EXPECT_FALSE(Outline::CanAnswer(much));
}

/// A catalog of which the index does not stand.
class EarlyAnswerTest : public testing::Test {
 protected:
  EarlyAnswerTest() : replica_(store_) {
    store_.log = {ShownComponent("a", 1), ShownComponent("b", 2), ShownComponent("c", 3)};
    store_.log[0].record.relations = {{"dependsOn", "dependencyOf", "component:default/b"}};
  }

  kit::Response Get(std::string_view path, std::string_view query, kit::PathParams params = {},
                    std::chrono::seconds wait = std::chrono::seconds(0)) {
    kit::Request request;
    request.query = kit::ParseQuery(query);
    request.path_params = std::move(params);
    request.deadline = std::chrono::steady_clock::now() + wait;
    for (const kit::BoundRoute& route : BindCatalogRoutes({.replica = &replica_, .store = &store_, .tick = {}})) {
      if (route.record->path != path) continue;
      auto response = route.handler(request);
      if (response) return std::move(*response);
      return {.status = 500, .body = response.error().message};
    }
    return {.status = 404};
  }

  static constexpr std::string_view kByQuery = "/api/catalog/entities/by-query";
  static constexpr std::string_view kByName = "/api/catalog/entities/by-name/{kind}/{namespace}/{name}";
  static constexpr std::string_view kLoading = "The catalog is still being loaded";

  FakeStore store_;
  Replica replica_;
};

TEST_F(EarlyAnswerTest, IsTheOneOfTheIndex) {
  const std::vector<std::string> questions = {"filter=kind=component&orderField=metadata.name,desc&limit=2", "limit=0",
                                              "limit=1&offset=1", "filter=relations.dependencyOf=component:default/a",
                                              "filter=metadata.name=c&fields=kind,spec"};
  replica_.outline().Load();
  std::vector<std::string> early;
  for (const std::string& question : questions) early.push_back(Get(kByQuery, question).body);
  const kit::PathParams b = {{"kind", "Component"}, {"namespace", "default"}, {"name", "b"}};
  early.push_back(Get(kByName, "", b).body);
  EXPECT_THAT(early.back(), HasSubstr(R"("type":"service"},"relations":[{"type":"dependencyOf")"));
  EXPECT_EQ(Get(kByQuery, "limit=0").headers.find("Catalog-Version")->second, "3");

  ASSERT_TRUE(replica_.CatchUp().has_value());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    EXPECT_EQ(early[i], Get(kByQuery, questions[i]).body) << questions[i];
  }
  EXPECT_EQ(early.back(), Get(kByName, "", b).body);
}

TEST_F(EarlyAnswerTest, LeavesOutWhatTheOutlineDoesNotKnow) {
  replica_.outline().Load();
  EXPECT_EQ(Get(kByQuery, "filter=spec.type=service").body, kLoading);
  EXPECT_EQ(Get("/api/catalog/entities", "").body, kLoading);
}

TEST_F(EarlyAnswerTest, IsNotMadeOfTwoVersions) {
  replica_.outline().Load();
  store_.log.push_back(ShownComponent("a", 4));
  EXPECT_EQ(Get(kByQuery, "").body, kLoading);
  EXPECT_THAT(Get(kByQuery, "filter=metadata.name=b").body, HasSubstr("\"totalItems\":1"));
  store_.log.push_back(ShownComponent("b", 5));
  store_.log.back().removed = true;
  EXPECT_THAT(Get(kByQuery, "filter=metadata.name=b").body, HasSubstr("\"totalItems\":1")) << "it was read before";
  store_.log.push_back(ShownComponent("c", 6));
  store_.log.back().removed = true;
  EXPECT_EQ(Get(kByQuery, "filter=metadata.name=c").body, kLoading);
}

TEST_F(EarlyAnswerTest, WhoWaitsIsAnsweredByWhatComesFirst) {
  std::thread loading([this] { replica_.outline().Load(); });
  EXPECT_THAT(Get(kByQuery, "", {}, kLong).body, HasSubstr("\"totalItems\":3"));
  loading.join();
}

TEST_F(EarlyAnswerTest, WithoutAnOutlineTheIndexAnswers) {
  store_.failing_reads = 1;
  replica_.outline().Load();
  EXPECT_EQ(Get(kByQuery, "").body, kLoading);
  ASSERT_TRUE(replica_.CatchUp().has_value());
  EXPECT_THAT(Get(kByQuery, "").body, HasSubstr("\"totalItems\":3"));
}

}  // namespace
}  // namespace callboard::catalog
