// Source: plugins/catalog-backend/src/tests/performance/query-battery of Backstage.
#include "tests/bench/index/battery.hpp"

#include <cstdlib>
#include <string>
#include <utility>

#include "tests/bench/index/measure.hpp"

namespace callboard::bench {
namespace {

using catalog::EntityQuery;
using catalog::Filter;
using catalog::Index;

Filter In(std::string field, std::string value) {
  return {.op = Filter::Op::In, .children = {}, .field = std::move(field), .values = {std::move(value)}};
}

EntityQuery ByName(Filter filter, std::size_t limit) {
  EntityQuery query;
  query.filter = std::move(filter);
  query.order = {{.field = "metadata.name", .descending = false}};
  query.limit = limit;
  return query;
}

std::size_t Answer(const Index& index, const EntityQuery& query) {
  std::string text;
  for (const auto id : index.Query(query).items) index.AppendEntityJson(id, text);
  return text.size();
}

}  // namespace

Json MeasureBattery(const CatalogGenerator& generator, const Index& index) {
  std::size_t sum = 0;
  Json times = Json::object();
  const auto measure = [&](const char* name, auto&& operation) {
    times[name] = MedianMicroseconds([&](std::size_t i) { sum += operation(i); });
  };
  const Filter components = In("kind", "component");
  const auto some_id = [&](std::size_t i) { return *index.FindByRef(generator.RefOf(i * 7919 % generator.size())); };
  const auto group = *index.FindByRef(generator.RefOf(generator.size() * 985 / 1000));

  // 1: 21 components by name. 2: the number of components. 3: a page of everything.
  measure("battery_1", [&](std::size_t) { return Answer(index, ByName(components, 21)); });
  measure("battery_2", [&](std::size_t) { return index.Count(components); });
  EntityQuery any;
  any.limit = 21;
  measure("battery_3", [&](std::size_t) { return Answer(index, any); });
  // 4: a facet of a rare kind. 5: the types of components.
  measure("battery_4", [&](std::size_t) { return index.Facet("spec.type", In("kind", "domain")).size(); });
  measure("battery_5", [&](std::size_t) { return index.Facet("spec.type", components).size(); });
  // 6: one entity by its ref.
  measure("battery_6", [&](std::size_t i) {
    std::string text;
    index.AppendEntityJson(some_id(i), text);
    return text.size();
  });
  // 7: a substring in any of the fields that people see.
  EntityQuery players = ByName(components, 21);
  players.text.term = "player";
  measure("battery_7", [&](std::size_t) { return Answer(index, players); });
  // 8: what led to an entity. 9: how many edges end at it.
  measure("battery_8", [&](std::size_t i) { return index.Ancestry(some_id(i)).size(); });
  measure("battery_9", [&](std::size_t) { return index.CountIncoming(group); });
  // 10: the number of all entities. 11: those that have lost what they came from.
  measure("battery_10", [&](std::size_t) { return index.Count(Filter{}); });
  measure("battery_11", [&](std::size_t) { return index.WithoutParents().size(); });
  // 12: one of two selective filters, in order, without the text of 2,000 entities.
  const Filter either{
      .op = Filter::Op::Any, .children = {In("kind", "domain"), In("kind", "group")}, .field = {}, .values = {}};
  const EntityQuery two = ByName(either, 2000);
  measure("battery_12", [&](std::size_t) { return index.Query(two).items.size(); });
  if (sum == 0) std::abort();
  return times;
}

}  // namespace callboard::bench
