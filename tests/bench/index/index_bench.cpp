// index_bench [entities=10000]: loads a generated catalog, asks the usual questions and prints one line of JSON. Times
// are processor time, since a busy machine would spoil the clock on the wall; `us` is microseconds for one operation.
#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "shared/base/json.hpp"
#include "shared/catalog/index.hpp"
#include "tests/bench/index/generate_catalog.hpp"

namespace callboard::bench {
namespace {

using catalog::EntityQuery;
using catalog::Filter;
using catalog::Index;

double SecondsSince(std::clock_t start) {
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

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

/// Repeats until the time is good enough to tell, and returns microseconds for one call.
template <typename Operation>
double Measure(Operation&& operation) {
  constexpr double kSeconds = 0.5;
  const std::clock_t start = std::clock();
  std::size_t calls = 0;
  while (calls < 3 || SecondsSince(start) < kSeconds) {
    operation(calls);
    ++calls;
  }
  return SecondsSince(start) * 1e6 / static_cast<double>(calls);
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
  double document_bytes = 0;
};

Load LoadAll(CatalogGenerator& generator, Index& index, std::size_t batch_size) {
  Load load;
  std::vector<catalog::Change> batch;
  if (std::getenv("PRE")) {
    std::vector<std::vector<catalog::Change>> all;
    for (std::size_t number = 0; number < generator.size(); ++number) {
      if (number % 2000 == 0) all.emplace_back();
      all.back().push_back(generator.Make(number, number + 1));
      if (std::getenv("NOREL")) all.back().back().record.relations_json.clear();
      if (std::getenv("NODOC")) all.back().back().record.document = "{}";
    }
    std::puts("generated");
    std::fflush(stdout);
    std::getchar();
    const auto apply_start = std::clock();
    for (auto& b : all)
      if (!index.Apply(std::move(b))) std::abort();
    load.apply_seconds += SecondsSince(apply_start);
    return load;
  }
  for (std::size_t number = 0; number < generator.size();) {
    const auto start = std::clock();
    for (; number < generator.size() && batch.size() < batch_size; ++number)
      batch.push_back(generator.Make(number, number + 1));
    for (const catalog::Change& change : batch)
      load.document_bytes += static_cast<double>(change.record.document.size());
    load.generate_seconds += SecondsSince(start);
    const auto apply_start = std::clock();
    if (!index.Apply(std::exchange(batch, {}))) std::abort();
    load.apply_seconds += SecondsSince(apply_start);
  }
  return load;
}

void MeasureReads(const CatalogGenerator& generator, const Index& index, Json& times) {
  std::size_t sum = 0;
  times["by_ref"] = Measure([&](std::size_t i) {
    std::string text;
    index.AppendEntityJson(*index.FindByRef(generator.RefOf(i * 7919 % generator.size())), text);
    sum += text.size();
  });
  times["page_by_ref_order"] = Measure([&](std::size_t) { sum += Answer(index, EntityQuery{}); });
  times["page_by_name"] = Measure([&](std::size_t) { sum += Answer(index, ByName()); });
  EntityQuery middle = ByName();
  middle.anchor = catalog::PageAnchor{.order_values = {"media"}, .ref = "component:default/media", .backward = false};
  times["page_by_name_cursor"] = Measure([&](std::size_t) { sum += Answer(index, middle); });
  EntityQuery filtered = ByName();
  filtered.filter = KindAndTag();
  times["page_kind_tag_by_name"] = Measure([&](std::size_t) { sum += Answer(index, filtered); });
  EntityQuery owned = ByName();
  owned.filter = In("relations.ownedBy", generator.RefOf(generator.size() * 985 / 1000));
  times["page_owned_by_name"] = Measure([&](std::size_t) { sum += Answer(index, owned); });
  times["count_kind_tag"] = Measure([&](std::size_t) { sum += index.Count(KindAndTag()); });
  for (const char* const field : {"kind", "metadata.tags", "spec.owner", "relations.ownedBy"}) {
    times[std::string("facet ") + field] = Measure([&](std::size_t) { sum += index.Facet(field, Filter{}).size(); });
    times[std::string("facet ") + field + " of java components"] =
        Measure([&](std::size_t) { sum += index.Facet(field, KindAndTag()).size(); });
  }
  sum += index.Query({.filter = {}, .text = {.term = "first", .fields = {}}, .order = {}, .anchor = {}})
             .total;  // makes what is made once
  for (const char* const term : {"pay", "gateway-0012", "price lists for the fraud", "zzzz"}) {
    EntityQuery text = ByName();
    text.text.term = term;
    times[std::string("text ") + term] = Measure([&](std::size_t) { sum += Answer(index, text); });
  }
  if (sum == 0) std::abort();
}

void MeasureWrites(CatalogGenerator& generator, Index& index, Json& times) {
  std::uint64_t seq = index.Version();
  std::vector<catalog::Change> changes;
  for (std::size_t i = 0; i < 2000; ++i) changes.push_back(generator.Make(i * 7919 % generator.size(), ++seq));
  const auto start = std::clock();
  for (catalog::Change& change : changes) {
    std::vector<catalog::Change> one;
    one.push_back(std::move(change));
    if (!index.Apply(std::move(one))) std::abort();
  }
  times["apply_one_change"] = SecondsSince(start) * 1e6 / static_cast<double>(changes.size());
}

int Run(std::size_t entities) {
  CatalogGenerator generator(entities);
  Index index;
  const double megabytes_before = ResidentMegabytes();
  const double allocated_before = AllocatedBytes();
  constexpr std::size_t kBatch = 2'000;
  const Load load = LoadAll(generator, index, kBatch);
  Json result = {{"entities", index.Size()},
                 {"document_bytes_per_entity", load.document_bytes / static_cast<double>(index.Size())},
                 {"index_bytes_per_entity",
                  (AllocatedBytes() - allocated_before - load.document_bytes) / static_cast<double>(index.Size())},
                 {"mb_rss", ResidentMegabytes() - megabytes_before},
                 {"load_seconds", load.apply_seconds},
                 {"generate_seconds", load.generate_seconds}};
  if (std::getenv("LOADONLY")) {
    std::puts(DumpJson(result).c_str());
    return 0;
  }
  Json times = Json::object();
  MeasureReads(generator, index, times);
  MeasureWrites(generator, index, times);
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
