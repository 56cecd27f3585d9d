#include "shared/catalog/index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <format>
#include <utility>

#include "shared/base/json.hpp"
#include "shared/catalog/filter_parse.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Change Upsert(std::string ref, std::uint64_t seq, std::string document, std::vector<model::Relation> relations = {}) {
  Change change;
  change.record = {.ref = std::move(ref),
                   .uid = std::format("uid-{}", seq),
                   .etag = {},
                   .document = std::move(document),
                   .relations = std::move(relations),
                   .parents = {},
                   .change_seq = seq};
  return change;
}

Change Removal(std::string ref, std::uint64_t seq) {
  Change change;
  change.record.ref = std::move(ref);
  change.record.change_seq = seq;
  change.removed = true;
  return change;
}

std::vector<std::string> RefsOf(const Index& index, const std::vector<EntityId>& ids) {
  std::vector<std::string> refs;
  for (const EntityId id : ids) refs.push_back(index.Ref(id));
  return refs;
}

std::vector<std::string> Matching(const Index& index, std::string_view filter) {
  return RefsOf(index, index.Match(FilterFromQueryParams({filter}).value()));
}

std::vector<std::pair<std::string, std::size_t>> Facet(const Index& index, std::string_view field) {
  std::vector<std::pair<std::string, std::size_t>> values;
  for (const FacetValue& value : index.Facet(field, {})) values.emplace_back(value.value, value.count);
  return values;
}

class IndexTest : public testing::Test {
 protected:
  void Apply(Change change) {
    std::vector<Change> changes;
    changes.push_back(std::move(change));
    ASSERT_TRUE(index_.Apply(std::move(changes)).has_value());
  }

  void SetUp() override {
    Apply(Upsert("component:default/web", 1,
                 R"({"kind":"Component","metadata":{"name":"web","title":"Über Shop","tags":["Java","Spring"]},
                     "spec":{"type":"website","owner":"team-a","replicas":3}})",
                 {{"ownedBy", "ownerOf", "group:default/team-a"}}));
    Apply(Upsert("component:default/api", 2,
                 R"({"kind":"Component","metadata":{"name":"api","tags":["java"]},"spec":{"type":"Service"}})",
                 {{"ownedBy", "ownerOf", "group:default/team-a"}}));
    Apply(Upsert("group:default/team-a", 3, R"({"kind":"Group","metadata":{"name":"team-a"},"spec":{"type":"team"}})"));
  }

  Index index_;
};

TEST_F(IndexTest, FindsByRefAndUid) {
  const auto id = index_.FindByRef("component:default/web");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(index_.FindByUid("uid-1"), id);
  EXPECT_EQ(index_.Uid(*id), "uid-1");
  EXPECT_EQ(index_.FindByRef("Component:default/web"), std::nullopt);
  EXPECT_EQ(index_.FindByUid("UID-1"), std::nullopt);
  EXPECT_EQ(index_.FindByUid(""), std::nullopt);
  EXPECT_EQ(index_.Size(), 3);
  EXPECT_EQ(index_.Version(), 3);
}

TEST_F(IndexTest, FiltersIgnoreCase) {
  EXPECT_THAT(Matching(index_, "KIND=component,Spec.TYPE=SERVICE"), ElementsAre("component:default/api"));
  EXPECT_THAT(Matching(index_, "metadata.tags.java"), ElementsAre("component:default/api", "component:default/web"));
  EXPECT_THAT(Matching(index_, "metadata.tags.spring=true"), ElementsAre("component:default/web"));
  EXPECT_THAT(Matching(index_, "metadata.title=über shop"), ElementsAre("component:default/web"));
  EXPECT_THAT(Matching(index_, "spec.replicas=3"), ElementsAre("component:default/web"));
  EXPECT_THAT(Matching(index_, "relations.OWNEDBY=Group:default/Team-A,spec.type=website"),
              ElementsAre("component:default/web"));
  EXPECT_THAT(Matching(index_, "metadata.namespace=default,kind=group"), ElementsAre("group:default/team-a"));
  EXPECT_THAT(Matching(index_, "spec.absent"), IsEmpty());
}

TEST_F(IndexTest, FacetsShowOneSpelling) {
  EXPECT_THAT(Facet(index_, "metadata.tags"), ElementsAre(std::pair("Java", 2), std::pair("Spring", 1)));
  EXPECT_THAT(Facet(index_, "relations.ownerOf"),
              ElementsAre(std::pair("component:default/api", 1), std::pair("component:default/web", 1)));
  EXPECT_THAT(Facet(index_, "spec.absent"), IsEmpty());
}

TEST_F(IndexTest, RelationsOfAGroupAreThoseItsMembersEmit) {
  const EntityId group = index_.FindByRef("group:default/team-a").value();
  std::string text;
  index_.AppendEntityJson(group, text);
  EXPECT_EQ(
      text,
      R"({"kind":"Group","metadata":{"name":"team-a"},"spec":{"type":"team"},"relations":[)"
      R"({"type":"ownerOf","targetRef":"component:default/api"},{"type":"ownerOf","targetRef":"component:default/web"}]})");
  Apply(Removal("component:default/web", 4));
  EXPECT_THAT(index_.Edges(index_.FindByRef("group:default/team-a").value()),
              ElementsAre(Edge{.type = "ownerOf", .target_ref = "component:default/api"}));
  EXPECT_THAT(Matching(index_, "relations.ownedBy"), ElementsAre("component:default/api"));
}

TEST_F(IndexTest, AnEntityWithoutRelationsHasAnEmptyList) {
  Apply(Upsert("x:default/empty", 10, "{ }"));
  Apply(Upsert("x:default/spaced", 11, "{\"a\":\"}\" }\n"));
  const struct {
    std::string_view ref;
    std::string_view text;
  } cases[] = {{"x:default/empty", R"({ "relations":[]})"}, {"x:default/spaced", R"({"a":"}" ,"relations":[]})"}};
  for (const auto& [ref, expected] : cases) {
    std::string text;
    index_.AppendEntityJson(index_.FindByRef(ref).value(), text);
    EXPECT_EQ(text, expected);
  }
}

TEST_F(IndexTest, OldChangesAreIgnored) {
  Apply(Upsert("component:default/web", 0, R"({"kind":"Old"})"));
  Apply(Removal("component:default/web", 0));
  EXPECT_THAT(Matching(index_, "kind=old"), IsEmpty());
  EXPECT_TRUE(index_.FindByRef("component:default/web").has_value());
  EXPECT_EQ(index_.Version(), 3);
}

TEST_F(IndexTest, ReplacingLeavesNothingOfTheOldDocument) {
  Apply(Upsert("component:default/web", 5, R"({"kind":"API","metadata":{"name":"web"}})"));
  EXPECT_THAT(Matching(index_, "kind=component"), ElementsAre("component:default/api"));
  EXPECT_THAT(Matching(index_, "metadata.tags.spring"), IsEmpty());
  EXPECT_THAT(Matching(index_, "spec.replicas"), IsEmpty());
  EXPECT_THAT(Matching(index_, "relations.ownedBy"), ElementsAre("component:default/api"));
  EXPECT_EQ(index_.FindByUid("uid-1"), std::nullopt);
}

TEST_F(IndexTest, ABadDocumentStopsTheBatchAndNamesTheEntity) {
  std::vector<Change> changes;
  changes.push_back(Upsert("x:default/good", 20, R"({"kind":"X"})"));
  changes.push_back(Upsert("component:default/web", 21, "[1]"));
  changes.push_back(Upsert("x:default/late", 22, R"({"kind":"X"})"));
  const Status status = index_.Apply(std::move(changes));
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().code, ErrorCode::InvalidInput);
  EXPECT_THAT(status.error().message, testing::HasSubstr("component:default/web"));
  EXPECT_THAT(Matching(index_, "kind=x"), ElementsAre("x:default/good"));
  EXPECT_THAT(Matching(index_, "spec.type=website"), ElementsAre("component:default/web"));
  EXPECT_EQ(index_.Version(), 20);
}

TEST_F(IndexTest, ABadRecordAmongNewOnesStopsThemSideBySideToo) {
  const RunBoth in_turn = [](const auto& one, const auto& other) {
    one();
    other();
  };
  for (const bool has_bad_document : {true, false}) {
    std::vector<Change> changes = {
        Upsert("x:default/good", 20, R"({"kind":"X"})", {{"partOf", "hasPart", "x:default/whole"}}),
        Upsert("x:default/bad", 21, has_bad_document ? "[1]" : R"({"kind":"X"})"),
        Upsert("x:default/late", 22, R"({"kind":"X"})", {{"partOf", "hasPart", "x:default/whole"}})};
    if (!has_bad_document) changes[1].record.relations_json = "[[1]]";
    const Status status = index_.Apply(std::move(changes), in_turn);
    ASSERT_FALSE(status.has_value());
    EXPECT_THAT(status.error().message, testing::HasSubstr("x:default/bad"));
    EXPECT_THAT(Matching(index_, "kind=x"), ElementsAre("x:default/good"));
    EXPECT_THAT(Matching(index_, "relations.partOf"), ElementsAre("x:default/good"));
    EXPECT_EQ(index_.Version(), 20);
    index_ = {};
  }
}

TEST_F(IndexTest, IdsOfRemovedEntitiesAreUsedAgain) {
  for (std::uint64_t seq = 100; seq < 200; seq += 2) {
    Apply(Upsert(std::format("x:default/e{}", seq), seq, R"({"kind":"X"})"));
    EXPECT_LT(index_.FindByRef(std::format("x:default/e{}", seq)).value(), 5);
    Apply(Removal(std::format("x:default/e{}", seq), seq + 1));
  }
  EXPECT_EQ(index_.Size(), 3);
}

TEST_F(IndexTest, LongTextsExistAndAreFoundByTheirWords) {
  const std::string description = std::string(300, 'x') + R"( says \"Hällo/World\")";
  Apply(
      Upsert("x:default/long", 30, std::format(R"({{"metadata":{{"name":"long","description":"{}"}}}})", description)));
  EXPECT_THAT(Matching(index_, "metadata.description"), ElementsAre("x:default/long"));
  EXPECT_THAT(Facet(index_, "metadata.description"), IsEmpty());
  EntityQuery query;
  for (const std::string_view term : {"HÄLLO", " says ", "o/w", "\"hä"}) {
    query.text.term = term;
    EXPECT_THAT(RefsOf(index_, index_.Query(query).items), ElementsAre("x:default/long")) << term;
  }
  query.text = {.term = "says", .fields = {"metadata.name"}};
  EXPECT_THAT(index_.Query(query).items, IsEmpty());
}

TEST_F(IndexTest, TextSearchLooksWherePeopleLook) {
  EntityQuery query;
  query.text.term = "ÜBER sh";
  EXPECT_THAT(RefsOf(index_, index_.Query(query).items), ElementsAre("component:default/web"));
  query.text = {.term = "team", .fields = {"relations.ownedBy"}};
  EXPECT_EQ(index_.Query(query).total, 2);
}

TEST_F(IndexTest, EntitiesWithoutTheFieldComeLastInBothDirections) {
  for (const bool descending : {false, true}) {
    EntityQuery query;
    query.order = {{.field = "metadata.title", .descending = descending}};
    EXPECT_THAT(RefsOf(index_, index_.Query(query).items),
                ElementsAre("component:default/web", "component:default/api", "group:default/team-a"));
  }
}

TEST_F(IndexTest, ACursorOutlivesItsEntity) {
  EntityQuery query;
  query.order = {{.field = "metadata.name", .descending = false}};
  query.limit = 2;
  const Page first = index_.Query(query);
  EXPECT_THAT(RefsOf(index_, first.items), ElementsAre("component:default/api", "group:default/team-a"));
  Apply(Removal("group:default/team-a", 40));
  query.anchor = first.next;
  const Page second = index_.Query(query);
  EXPECT_THAT(RefsOf(index_, second.items), ElementsAre("component:default/web"));
  EXPECT_FALSE(second.next.has_value());
  query.anchor = second.previous;
  EXPECT_THAT(RefsOf(index_, index_.Query(query).items), ElementsAre("component:default/api"));
}

TEST_F(IndexTest, APageOfNothingCounts) {
  EntityQuery query;
  query.limit = 0;
  const Page page = index_.Query(query);
  EXPECT_EQ(page.total, 3);
  EXPECT_FALSE(page.next.has_value());
  EXPECT_FALSE(page.previous.has_value());
}

TEST_F(IndexTest, AncestryEndsInCirclesAndAtGaps) {
  for (const auto& [ref, parents] :
       std::vector<std::pair<std::string, std::vector<std::string>>>{{"x:default/a", {"x:default/b", "x:default/gone"}},
                                                                     {"x:default/b", {"x:default/c"}},
                                                                     {"x:default/c", {"x:default/a"}}}) {
    Change change = Upsert(ref, index_.Version() + 1, "{}");
    change.record.parents = parents;
    Apply(std::move(change));
  }
  EXPECT_THAT(RefsOf(index_, index_.Ancestry(index_.FindByRef("x:default/a").value())),
              ElementsAre("x:default/a", "x:default/b", "x:default/c"));
  EXPECT_THAT(index_.Parents(index_.FindByRef("x:default/a").value()), ElementsAre("x:default/b", "x:default/gone"));
}

TEST(IndexHostileTest, FilterValuesAndOrdersThatMeanNothing) {
  Index index;
  Filter empty_values{.op = Filter::Op::ContainsRelation, .children = {}, .field = {}, .values = {}};
  EXPECT_EQ(index.Count(empty_values), 0);
  for (const std::string_view field : {"", ".", "relations.", "..a", "\xFF"}) {
    EXPECT_EQ(index.Count({.op = Filter::Op::Exists, .children = {}, .field = std::string(field), .values = {}}), 0);
    EXPECT_THAT(index.Facet(field, {}), IsEmpty());
  }
  EntityQuery query;
  query.order = {{.field = "", .descending = true}};
  query.anchor = PageAnchor{.order_values = {"a", "b", "c"}, .ref = "", .backward = true};
  query.offset = SIZE_MAX;
  query.limit = SIZE_MAX;
  EXPECT_THAT(index.Query(query).items, IsEmpty());
}

TEST_F(IndexTest, RelationsComeAsTextToo) {
  Change change = Upsert("component:default/odd", 100, R"({"kind":"Component"})");
  change.record.relations_json = R"([["ownedBy","ownerOf","group:default/\u00e4 \"x\""]])";
  ASSERT_TRUE(index_.Apply({change}).has_value());
  const auto id = index_.FindByRef("component:default/odd");
  ASSERT_TRUE(id.has_value());
  EXPECT_THAT(index_.Edges(*id), ElementsAre(Edge{"ownedBy", "group:default/\u00e4 \"x\""}));
  for (const char* const broken : {"[", "{}", "[[]]", R"([["a","b",3]])", "7"}) {
    change.record.change_seq++;
    change.record.relations_json = broken;
    const Status applied = index_.Apply({change});
    EXPECT_FALSE(applied.has_value()) << broken;
    EXPECT_THAT(index_.Edges(*id), testing::SizeIs(1)) << broken;
  }
}

TEST(FacetTest, TheSpellingIsThatOfAnEntityThatIsThere) {
  Index index;
  const auto tagged = [](std::string ref, std::uint64_t seq, std::string_view tag) {
    return Upsert(std::move(ref), seq, std::format(R"({{"kind":"X","metadata":{{"tags":["{}"]}}}})", tag));
  };
  ASSERT_TRUE(index.Apply({tagged("x:default/a", 1, "JAVA"), tagged("x:default/b", 2, "Java")}).has_value());
  EXPECT_THAT(Facet(index, "metadata.tags"), ElementsAre(std::pair("JAVA", 2U)));
  ASSERT_TRUE(index.Apply({Removal("x:default/a", 3)}).has_value());
  EXPECT_THAT(Facet(index, "metadata.tags"), ElementsAre(std::pair("Java", 1U)));
}

/// Fields of all kinds, before and after the rarer ones are indexed, and through changes in between.
TEST(IndexRestTest, RarerFieldsFollow) {
  for (const int rest_after : {0, 1, 2, 3, 9}) {
    Index index;
    const auto change = [&](int number, std::uint64_t seq) {
      return Upsert(
          std::format("component:default/e{}", number), seq,
          std::format(R"({{"kind":"Component","metadata":{{"name":"e{}","labels":{{"l":"v{}"}},"tags":["t"]}}}})",
                      number, seq));
    };
    const auto check = [&](int step) {
      if (step == rest_after) {
        while (index.IndexRest(2)) {
        }
      }
      EXPECT_EQ(Matching(index, "metadata.tags.t=true").size(), index.Size());
    };
    ASSERT_TRUE(index.Apply({change(1, 1), change(2, 2), change(3, 3), change(4, 4), change(5, 5)}).has_value());
    check(0);
    ASSERT_TRUE(index.Apply({change(2, 12), Removal("component:default/e3", 13)}).has_value());
    check(1);
    ASSERT_TRUE(index.Apply({change(3, 23), Removal("component:default/e4", 24), change(6, 26)}).has_value());
    check(2);
    ASSERT_TRUE(index.Apply({change(6, 36), change(6, 37)}).has_value());
    check(3);
    EXPECT_THAT(Facet(index, "metadata.labels.l"),
                ElementsAre(std::pair("v1", 1U), std::pair("v12", 1U), std::pair("v23", 1U), std::pair("v37", 1U),
                            std::pair("v5", 1U)));
    EXPECT_FALSE(index.IndexRest(1));
    ASSERT_TRUE(index.Apply({change(1, 41)}).has_value());
    EXPECT_THAT(Matching(index, "metadata.labels.l=v41"), ElementsAre("component:default/e1"));
    EXPECT_THAT(Matching(index, "metadata.labels.l=v1"), IsEmpty());
    index.Prepare();
  }
}

}  // namespace
}  // namespace callboard::catalog
