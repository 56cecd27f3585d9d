// The index against a catalog without one: random entities, random changes, random questions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <format>
#include <map>
#include <random>
#include <set>
#include <utility>

#include "shared/base/text.hpp"
#include "shared/catalog/index.hpp"
#include "shared/catalog/naive_catalog.hpp"
#include "shared/model/relations.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAreArray;

class RandomCatalog {
 public:
  explicit RandomCatalog(std::uint32_t seed) : random_(seed) {}

  std::size_t Below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
  bool Chance(int percent) { return Below(100) < static_cast<std::size_t>(percent); }
  template <std::size_t N>
  std::string Pick(const std::array<std::string_view, N>& choices) {
    return std::string(choices[Below(N)]);
  }

  std::string Ref(std::size_t number) { return std::format("component:default/e{}", number); }

  Change RandomChange(std::size_t population, std::uint64_t seq) {
    const std::size_t number = Below(population);
    Change change;
    change.record.ref = Ref(number);
    change.record.change_seq = seq;
    change.removed = Chance(25);
    if (change.removed) return change;
    change.record.uid = std::format("UID-{}", number);
    change.record.document = Document(number).dump();
    for (std::size_t i = Below(4); i > 0; --i) AddRelation(change.record, population);
    for (std::size_t i = Below(3); i > 0; --i) change.record.parents.push_back(Ref(Below(population)));
    return change;
  }

  Filter RandomFilter(std::size_t population, int depth) {
    const std::size_t op = Below(depth > 2 ? 4 : 7);
    Filter filter;
    switch (op) {
      case 0:
        filter = {.op = Filter::Op::In, .field = Field(), .values = {Value(), Value()}};
        break;
      case 1:
        filter = {.op = Filter::Op::Exists, .field = Field()};
        break;
      case 2:
        filter = {.op = Filter::Op::HasPrefix, .field = Field(), .values = {Value().substr(0, 2)}};
        break;
      case 3:
        filter = {.op = Filter::Op::ContainsRelation,
                  .values = {Chance(80) ? Pick(kTypes) : "", Chance(50) ? Ref(Below(population)) : ""}};
        break;
      case 4:
        filter = {.op = Filter::Op::Not, .children = {RandomFilter(population, depth + 1)}};
        break;
      default:
        filter.op = op == 5 ? Filter::Op::All : Filter::Op::Any;
        for (std::size_t i = Below(4); i > 0; --i) filter.children.push_back(RandomFilter(population, depth + 1));
    }
    return filter;
  }

  std::string Field() { return Pick(kFields); }
  std::string Value() { return Pick(kValues); }

 private:
  static constexpr std::array<std::string_view, 15> kFields = {
      "kind",           "metadata.name",    "metadata.Title",     "metadata.tags",        "metadata.tags.java",
      "spec.type",      "spec.mixed",       "spec.mixed.java",    "spec.list.name",       "metadata.uid",
      "relations.owns", "relations.partOf", "metadata.namespace", "metadata.description", "spec.nothing"};
  static constexpr std::array<std::string_view, 12> kValues = {
      "Java", "java", "go", "true", "42", "e1", "e11", "uid-3", "default", "Ops", "a", "component:default/e3"};
  static constexpr std::array<std::string_view, 3> kTypes = {"owns", "partOf", "dependsOn"};

  Json Document(std::size_t number) {
    Json document = {{"kind", Chance(70) ? "Component" : "API"},
                     {"metadata", {{"name", std::format("e{}", number % 40)}}}};
    Json& metadata = document["metadata"];
    if (Chance(30)) metadata["namespace"] = Value();
    if (Chance(50)) metadata["title"] = Value();
    if (Chance(50)) metadata["description"] = std::string(Chance(50) ? 150 : 230, 'x') + " " + Value();
    for (std::size_t i = Below(4); i > 0; --i) metadata["tags"].push_back(Value());
    document["spec"] = {{"type", Chance(20) ? Json() : Json(Value())}};
    Json& spec = document["spec"];
    if (Chance(60))
      spec["mixed"] = Chance(50) ? Json(Value()) : Json::array({Value(), 42, nullptr, Json::array({Value()})});
    if (Chance(40)) spec["list"] = Json::array({{{"name", Value()}}, {{"name", Json::array({Value()})}}});
    return document;
  }

  void AddRelation(EntityRecord& record, std::size_t population) {
    const std::string other = Ref(Below(population));
    switch (Below(3)) {
      case 0:
        record.relations.push_back({Pick(kTypes), "", other});
        break;
      case 1:
        record.relations.push_back({"", Pick(kTypes), other});
        break;
      default:
        record.relations.push_back({Pick(kTypes), Pick(kTypes), other});
    }
  }

  std::mt19937 random_;
};

std::vector<std::string> RefsOf(const Index& index, const std::vector<EntityId>& ids) {
  std::vector<std::string> refs;
  for (const EntityId id : ids) refs.push_back(index.Ref(id));
  return refs;
}

/// The same changes, with the relations of some as text.
std::vector<Change> SomeAsText(const std::vector<Change>& changes, RandomCatalog& random) {
  std::vector<Change> fed = changes;
  for (Change& change : fed) {
    if (random.Chance(50)) continue;
    const Json list = model::JsonFromRelations(std::exchange(change.record.relations, {}));
    change.record.relations_json = list.dump(random.Chance(50) ? -1 : 1);
  }
  return fed;
}

void ExpectSameEntities(const Index& index, const NaiveCatalog& naive) {
  ASSERT_EQ(index.Size(), naive.records().size());
  std::map<std::string, std::size_t> incoming;
  std::set<std::string> parentless;
  for (const auto& [ref, record] : naive.records()) {
    if (record.parents.empty()) parentless.insert(ref);
  }
  for (const std::string& ref : naive.Sources()) {
    for (const Edge& edge : naive.Edges(ref)) ++incoming[edge.target_ref];
  }
  const std::vector<std::string> without = RefsOf(index, index.WithoutParents());
  EXPECT_EQ(std::set(without.begin(), without.end()), parentless);
  for (const auto& [ref, record] : naive.records()) {
    const auto id = index.FindByRef(ref);
    ASSERT_TRUE(id.has_value()) << ref;
    EXPECT_EQ(index.FindByUid(record.uid), id);
    EXPECT_EQ(index.Document(*id), record.document);
    EXPECT_EQ(index.Parents(*id), record.parents);
    EXPECT_EQ(index.Edges(*id), naive.Edges(ref));
    EXPECT_EQ(index.CountIncoming(*id), incoming[ref]);
    EXPECT_EQ(RefsOf(index, index.Ancestry(*id)), naive.Ancestry(ref));
    std::string text;
    index.AppendEntityJson(*id, text);
    Json expected = Json::parse(record.document);
    expected["relations"] = Json::array();
    for (const Edge& edge : naive.Edges(ref)) {
      expected["relations"].push_back({{"type", edge.type}, {"targetRef", edge.target_ref}});
    }
    EXPECT_EQ(text, expected.dump());
  }
}

void ExpectSameFacet(const Index& index, const NaiveCatalog& naive, const std::string& field, const Filter& filter) {
  std::vector<std::pair<std::string, std::size_t>> actual;
  for (const FacetValue& value : index.Facet(field, filter))
    actual.emplace_back(ToLowerAscii(value.value), value.count);
  const auto expected = naive.Facet(field, filter);
  EXPECT_THAT(actual, ElementsAreArray(expected.begin(), expected.end())) << field;
}

/// Follows the cursors forward to the end and back to the start.
void ExpectSamePages(const Index& index, const NaiveCatalog& naive, EntityQuery query) {
  const std::vector<std::string> expected = naive.Ordered(query);
  std::vector<std::string> forward;
  Page page = index.Query(query);
  EXPECT_FALSE(page.previous.has_value());
  while (true) {
    EXPECT_EQ(page.total, expected.size());
    for (const EntityId id : page.items) forward.push_back(index.Ref(id));
    if (!page.next || forward.size() > expected.size()) break;
    query.anchor = page.next;
    page = index.Query(query);
    EXPECT_TRUE(page.previous.has_value());
  }
  EXPECT_EQ(forward, expected);
  std::vector<std::string> backward = RefsOf(index, page.items);
  while (page.previous && backward.size() <= expected.size()) {
    query.anchor = page.previous;
    page = index.Query(query);
    EXPECT_TRUE(page.next.has_value());
    const auto refs = RefsOf(index, page.items);
    backward.insert(backward.begin(), refs.begin(), refs.end());
  }
  EXPECT_EQ(backward, expected);
}

void ExpectSameOffsets(const Index& index, const NaiveCatalog& naive, EntityQuery query, std::size_t offset) {
  const std::vector<std::string> expected = naive.Ordered(query);
  query.offset = offset;
  const Page page = index.Query(query);
  const std::size_t first = std::min(offset, expected.size());
  const std::size_t last = std::min(first + query.limit, expected.size());
  EXPECT_EQ(RefsOf(index, page.items), std::vector<std::string>(expected.begin() + static_cast<std::ptrdiff_t>(first),
                                                                expected.begin() + static_cast<std::ptrdiff_t>(last)));
  EXPECT_EQ(page.next.has_value(), last < expected.size() && first < last);
  EXPECT_EQ(page.previous.has_value(), first > 0 && first < last);
}

/// In pieces in which no entity comes twice, so that those of new ones go the way of two threads. Here they follow each
/// other, the second one first.
Status ApplyInPieces(Index& index, const std::vector<Change>& changes) {
  const RunBoth backwards = [](const auto& one, const auto& other) {
    other();
    one();
  };
  std::vector<Change> piece;
  for (const Change& change : changes) {
    if (std::ranges::contains(piece, change.record.ref, [](const Change& other) { return other.record.ref; })) {
      if (Status applied = index.Apply(std::exchange(piece, {}), backwards); !applied) return applied;
    }
    piece.push_back(change);
  }
  return index.Apply(std::move(piece), backwards);
}

void AskAll(const Index& index, const NaiveCatalog& naive, RandomCatalog& random, std::size_t population) {
  ExpectSameEntities(index, naive);
  for (int i = 0; i < 60; ++i) {
    const Filter filter = random.RandomFilter(population, 0);
    EXPECT_EQ(RefsOf(index, index.Match(filter)), naive.Match(filter));
    EXPECT_EQ(index.Count(filter), naive.Match(filter).size());
    if (i % 4 != 0) continue;
    ExpectSameFacet(index, naive, random.Field(), filter);
    EntityQuery query;
    if (random.Chance(70)) query.filter = filter;
    if (random.Chance(30)) query.text = {.term = random.Value(), .fields = {random.Field(), random.Field()}};
    for (std::size_t fields = random.Below(3); fields > 0; --fields) {
      query.order.push_back({.field = random.Field(), .descending = random.Chance(50)});
    }
    query.limit = 1 + random.Below(30);
    ExpectSamePages(index, naive, query);
    ExpectSameOffsets(index, naive, query, random.Below(60));
  }
}

TEST(IndexRandomTest, AgreesWithTheNaiveCatalog) {
  for (const std::size_t population : {5UZ, 60UZ, 300UZ}) {
    RandomCatalog random(static_cast<std::uint32_t>(population));
    Index index;
    Index index_of_pieces;
    NaiveCatalog naive;
    std::uint64_t seq = 0;
    for (int round = 0; round < 4; ++round) {
      std::vector<Change> changes;
      for (std::size_t i = 0; i < population; ++i) changes.push_back(random.RandomChange(population, ++seq));
      for (const Change& change : changes) naive.Apply(change);
      naive.Settle();
      ASSERT_TRUE(index.Apply(SomeAsText(changes, random)).has_value());
      ASSERT_TRUE(ApplyInPieces(index_of_pieces, SomeAsText(changes, random)).has_value());
      EXPECT_EQ(index.Version(), seq);
      AskAll(index, naive, random, population);
      AskAll(index_of_pieces, naive, random, population);
    }
  }
}

TEST(IndexRandomTest, ManyMatchesAreWalkedLikeFewAreSorted) {
  RandomCatalog random(7);
  Index index;
  NaiveCatalog naive;
  std::vector<Change> changes;
  constexpr std::size_t kPopulation = 2500;
  for (std::size_t number = 0; number < kPopulation; ++number) {
    Change change;
    change.record.ref = std::format("{}:default/e{}", number % 3 == 0 ? "api" : "component", number);
    change.record.uid = std::to_string(number);
    change.record.change_seq = number + 1;
    Json document = {{"kind", number % 3 == 0 ? "API" : "Component"},
                     {"metadata", {{"name", std::format("e{}", number % 1700)}}}};
    if (random.Chance(60)) document["spec"]["type"] = random.Value();
    change.record.document = document.dump();
    naive.Apply(change);
    changes.push_back(std::move(change));
  }
  naive.Settle();
  ASSERT_TRUE(index.Apply(std::move(changes)).has_value());
  for (const std::vector<OrderField>& order : std::vector<std::vector<OrderField>>{
           {},
           {{.field = "metadata.name", .descending = false}},
           {{.field = "spec.type", .descending = true}, {.field = "metadata.name", .descending = true}},
           {{.field = "spec.type", .descending = false}},
           {{.field = "spec.absent", .descending = true}, {.field = "kind", .descending = false}}}) {
    EntityQuery query{.filter = {}, .text = {}, .order = order, .limit = 400, .offset = 0, .anchor = {}};
    ExpectSamePages(index, naive, query);
    ExpectSameOffsets(index, naive, query, 1234);
    query.limit = 7;
    ExpectSameOffsets(index, naive, query, 2497);
  }
}

/// Short and long texts of words that many have and words that one has.
std::string RandomText(RandomCatalog& random, std::size_t number) {
  std::string text = std::format("{}-{}", random.Value(), number);
  for (std::size_t i = random.Below(30); i > 0; --i) {
    text += random.Chance(30) ? std::format("/{}", random.Below(2000)) : " " + random.Value();
  }
  return text;
}

Change RandomTexts(RandomCatalog& random, std::size_t number, std::uint64_t seq) {
  Change change;
  change.record.ref = random.Ref(number);
  change.record.uid = std::to_string(number);
  change.record.change_seq = seq;
  change.removed = random.Chance(10);
  Json document = {{"kind", "Component"}, {"metadata", {{"name", RandomText(random, number)}}}};
  if (random.Chance(60)) document["metadata"]["title"] = RandomText(random, number);
  if (random.Chance(60)) document["metadata"]["description"] = RandomText(random, number);
  for (std::size_t i = random.Below(3); i > 0; --i) document["metadata"]["tags"].push_back(RandomText(random, number));
  change.record.document = document.dump();
  return change;
}

std::string RandomNeedle(RandomCatalog& random, const NaiveCatalog& naive) {
  auto record = naive.records().begin();
  std::advance(record, random.Below(naive.records().size()));
  const std::string& document = record->second.document;
  std::string needle = document.substr(random.Below(document.size()), 1 + random.Below(12));
  std::erase_if(needle, [](char c) { return c == '"' || c == '\\' || c == ','; });
  return needle;
}

TEST(IndexRandomTest, TextsAreFoundWhateverTheyAreMadeOf) {
  RandomCatalog random(11);
  Index index;
  NaiveCatalog naive;
  std::uint64_t seq = 0;
  constexpr std::size_t kPopulation = 500;
  for (int round = 0; round < 6; ++round) {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < (round == 0 ? kPopulation : 60); ++i) {
      const std::size_t number = round == 0 ? i : random.Below(kPopulation);
      changes.push_back(RandomTexts(random, number, ++seq));
    }
    for (const Change& change : changes) naive.Apply(change);
    naive.Settle();
    ASSERT_TRUE(index.Apply(std::move(changes)).has_value());
    for (int i = 0; i < 120; ++i) {
      EntityQuery query{.filter = {}, .text = {}, .order = {{.field = "metadata.name"}}, .limit = kPopulation};
      if (random.Chance(30)) query.filter = {.op = Filter::Op::In, .field = "metadata.tags", .values = {"go"}};
      query.text.term = RandomNeedle(random, naive);
      if (random.Chance(50)) query.text.fields = {random.Chance(50) ? "metadata.tags" : "metadata.description"};
      EXPECT_EQ(RefsOf(index, index.Query(query).items), naive.Ordered(query)) << query.text.term;
    }
  }
}

}  // namespace
}  // namespace callboard::catalog
