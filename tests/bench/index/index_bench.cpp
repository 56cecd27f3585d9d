// index_bench [entities=10000]: loads a generated catalog, asks the usual questions and prints one line of JSON. Times
// are processor time; `us` is microseconds at the median.
#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <format>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "shared/base/json.hpp"
#include "shared/catalog/index.hpp"
#include "tests/bench/index/battery.hpp"
#include "tests/bench/index/generate_catalog.hpp"
#include "tests/bench/index/measure.hpp"

namespace callboard::bench {
namespace {

using catalog::Change;
using catalog::EntityQuery;
using catalog::Filter;
using catalog::Index;

/// What the heap has handed out and not taken back.
double AllocatedBytes() {
  const auto info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd);
}

double ResidentMegabytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages = 0;
  std::size_t resident = 0;
  statm >> pages >> resident;
  return static_cast<double>(resident) * 4096 / 1e6;
}

Filter In(std::string field, std::string value) {
  return {.op = Filter::Op::In, .children = {}, .field = std::move(field), .values = {std::move(value)}};
}

Filter KindAndTag() {
  return {.op = Filter::Op::All,
          .children = {In("kind", "component"), In("metadata.tags", "java")},
          .field = {},
          .values = {}};
}

EntityQuery ByName() {
  EntityQuery query;
  query.order = {{.field = "metadata.name", .descending = false}};
  return query;
}

/// The page as the server answers it, so that the text of its entities is part of the cost.
std::size_t Answer(const Index& index, const EntityQuery& query) {
  std::string text;
  for (const auto id : index.Query(query).items) index.AppendEntityJson(id, text);
  return text.size();
}

struct Load {
  double generate_seconds = 0;
  double apply_seconds = 0;
  double rest_seconds = 0;
  double prepare_seconds = 0;
  double document_bytes = 0;
};

/// In batches as the catalog function reads them from its log.
Load LoadAll(CatalogGenerator& generator, Index& index) {
  constexpr std::size_t kBatch = 2000;
  Load load;
  std::vector<Change> batch;
  for (std::size_t number = 0; number < generator.size();) {
    const double start = ProcessorSeconds();
    for (; number < generator.size() && batch.size() < kBatch; ++number) {
      batch.push_back(generator.Make(number, number + 1));
    }
    for (const Change& change : batch) load.document_bytes += static_cast<double>(change.record.document.size());
    load.generate_seconds += ProcessorSeconds() - start;
    const double apply_start = ProcessorSeconds();
    if (!index.Apply(std::exchange(batch, {}))) std::abort();
    load.apply_seconds += ProcessorSeconds() - apply_start;
  }
  const double rest_start = ProcessorSeconds();
  while (index.IndexRest(kBatch)) {
  }
  load.rest_seconds = ProcessorSeconds() - rest_start;
  const double prepare_start = ProcessorSeconds();
  index.Prepare();
  load.prepare_seconds = ProcessorSeconds() - prepare_start;
  return load;
}

void MeasureReads(const CatalogGenerator& generator, const Index& index, Json& times) {
  std::size_t sum = 0;
  const auto measure = [&](const std::string& name, auto&& operation) {
    times[name] = MedianMicroseconds([&](std::size_t) { sum += operation(); });
  };
  EntityQuery middle = ByName();
  middle.anchor = catalog::PageAnchor{.order_values = {"media"}, .ref = "component:default/media", .backward = false};
  measure("page_by_name_cursor", [&] { return Answer(index, middle); });
  EntityQuery filtered = ByName();
  filtered.filter = KindAndTag();
  measure("page_kind_tag_by_name", [&] { return Answer(index, filtered); });
  EntityQuery owned = ByName();
  owned.filter = In("relations.ownedBy", generator.RefOf(generator.size() * 985 / 1000));
  measure("page_owned_by_name", [&] { return Answer(index, owned); });
  for (const std::string field : {"kind", "metadata.tags", "spec.owner", "relations.ownedBy"}) {
    measure("facet " + field, [&] { return index.Facet(field, Filter{}).size(); });
    measure("facet " + field + " of java components", [&] { return index.Facet(field, KindAndTag()).size(); });
  }
  for (const std::string term : {"billing", "gateway-0012", "price lists for the fraud", "zzzz", "e"}) {
    EntityQuery text = ByName();
    text.filter = In("kind", "component");
    text.text.term = term;
    measure("text " + term, [&] { return Answer(index, text); });
  }
  const catalog::NeighbourhoodQuery around{
      .roots = {*index.FindByRef(generator.RefOf(0))}, .depth = 2, .kinds = {}, .relation_types = {}, .max_nodes = 200};
  measure("neighbours_200", [&] { return index.Neighbours(around).nodes.size(); });
  if (sum == 0) std::abort();
}

void MeasureWrites(CatalogGenerator& generator, Index& index, Json& times) {
  std::uint64_t seq = index.Version();
  std::vector<std::vector<Change>> changes;
  for (std::size_t i = 0; i < 2000; ++i) {
    changes.emplace_back().push_back(generator.Make(i * 7919 % generator.size(), ++seq));
  }
  const double start = ProcessorSeconds();
  for (std::vector<Change>& change : changes) {
    if (!index.Apply(std::move(change))) std::abort();
  }
  times["apply_one_change"] = (ProcessorSeconds() - start) * 1e6 / static_cast<double>(changes.size());
}

Change Member(std::size_t number, const std::string& group, std::uint64_t seq) {
  Change change;
  change.record.ref = std::format("user:default/member-{}", number);
  change.record.uid = std::format("member-{}", number);
  change.record.document =
      std::format(R"({{"kind":"User","metadata":{{"name":"member-{}"}},"spec":{{"n":"{}"}}}})", number, seq);
  change.record.relations_json = std::format(R"([["memberOf","hasMember","{}"]])", group);
  change.record.change_seq = seq;
  return change;
}

/// Members come and go in a group of 10,000, and in groups of ten; and change without going.
void MeasureGroups(Index& index, Json& times) {
  constexpr std::size_t kMembers = 10'000;
  std::uint64_t seq = index.Version();
  const std::string large = "group:default/everybody";
  const auto small = [](std::size_t number) { return std::format("group:default/few-{}", number / 10); };
  std::vector<Change> all;
  for (std::size_t i = 0; i < kMembers; ++i) {
    all.push_back(Member(i, large, ++seq));
    all.push_back(Member(kMembers + i, small(i), ++seq));
  }
  if (!index.Apply(std::move(all))) std::abort();
  const auto measure = [&](const char* name, auto&& member) {
    times[name] = MedianMicroseconds([&](std::size_t i) {
      std::vector<Change> one;
      one.push_back(member(i));
      if (!index.Apply(std::move(one))) std::abort();
    });
  };
  measure("change_in_group_of_10000", [&](std::size_t i) { return Member(i * 7919 % kMembers, large, ++seq); });
  measure("change_in_group_of_10",
          [&](std::size_t i) { return Member(kMembers + i * 7919 % kMembers, small(i * 7919 % kMembers), ++seq); });
  measure("move_in_group_of_10000", [&](std::size_t i) {
    return Member(i / 2 * 7919 % kMembers, i % 2 == 0 ? "group:default/other" : large, ++seq);
  });
  measure("move_in_group_of_10", [&](std::size_t i) {
    const std::size_t member = i / 2 * 7919 % kMembers;
    return Member(kMembers + member, i % 2 == 0 ? "group:default/other-" + std::to_string(member) : small(member),
                  ++seq);
  });
}

int Run(std::size_t entities) {
  CatalogGenerator generator(entities);
  Index index;
  const double megabytes_before = ResidentMegabytes();
  const double allocated_before = AllocatedBytes();
  const Load load = LoadAll(generator, index);
  const auto count = static_cast<double>(index.Size());
  Json result = {{"entities", index.Size()},
                 {"load_seconds", load.apply_seconds},
                 {"rest_seconds", load.rest_seconds},
                 {"prepare_seconds", load.prepare_seconds},
                 {"generate_seconds", load.generate_seconds}};
  Json times = MeasureBattery(generator, index);
  MeasureReads(generator, index, times);
  // Now that everything is built that queries build.
  result["document_bytes_per_entity"] = load.document_bytes / count;
  result["index_bytes_per_entity"] = (AllocatedBytes() - allocated_before - load.document_bytes) / count;
  result["mb_rss"] = ResidentMegabytes() - megabytes_before;
  MeasureWrites(generator, index, times);
  MeasureGroups(index, times);
  result["us"] = std::move(times);
  std::puts(DumpJson(result).c_str());
  return 0;
}

}  // namespace
}  // namespace callboard::bench

int main(int argc, char** argv) {
  const long long entities = argc > 1 ? std::atoll(argv[1]) : 10'000;
  if (entities < 100) {
    std::fputs("usage: index_bench [entities, at least 100]\n", stderr);
    return 2;
  }
  return callboard::bench::Run(static_cast<std::size_t>(entities));
}
