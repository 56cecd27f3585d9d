#include "functions/catalog/ingestion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "functions/catalog/fake_store.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class ThrowingReader : public SourceReader {
 public:
  Result<SourceContent> Read(const SourceLocation& location, std::string_view) override {
    if (location.target == "/bad.yaml") throw std::runtime_error("unforeseen");
    return SourceContent{};
  }
};

WorkItem Item(std::string_view target) {
  const SourceLocation location{"file", std::string(target)};
  WorkItem item;
  item.unprocessed = {EntityForLocation(location), LocationText(location), 0};
  item.ref = target;
  item.claim = "claimed";
  return item;
}

class IngestionTest : public testing::Test {
 protected:
  void Run(const std::function<bool()>& stop = [] { return false; }) {
    Ingestion ingestion(store_, reader_, CatalogRules({}), settings_);
    const auto run = ingestion.RunDue(stop);
    ASSERT_TRUE(run.has_value()) << run.error().message;
  }

  std::vector<std::string> Saved() const {
    std::vector<std::string> refs;
    for (const StoreWrite& write : store_.writes) {
      for (const EntityRow& row : write.rows) refs.push_back(row.ref);
    }
    return refs;
  }

  std::vector<std::string> Ended() const {
    std::vector<std::string> refs;
    for (const StoreWrite& write : store_.writes) {
      for (const ClaimEnd& end : write.ends) refs.push_back(end.ref);
    }
    return refs;
  }

  FakeStore store_;
  IngestionSettings settings_;
  ThrowingReader reader_;
};

TEST_F(IngestionTest, WhatIsThrownOverOneEntityIsItsProblemAlone) {
  store_.due = {Item("/a.yaml"), Item("/bad.yaml"), Item("/c.yaml")};
  store_.due[1].document = R"({"metadata":{"name":"last-good","annotations":{}}})";
  Run();
  ASSERT_THAT(Saved(), ElementsAre("/a.yaml", "/bad.yaml", "/c.yaml"));
  const auto& rows = store_.writes.front().rows;
  EXPECT_EQ(rows[0].problems, "[]");
  EXPECT_THAT(rows[1].problems, HasSubstr("Processing failed: unforeseen"));
  EXPECT_THAT(rows[1].document, HasSubstr("last-good"));
}

TEST_F(IngestionTest, WhatTheDatabaseRefusesIsLeftOutAlone) {
  store_.due = {Item("/a.yaml"), Item("/b.yaml"), Item("/c.yaml")};
  store_.refused = "/b.yaml";
  Run();
  EXPECT_THAT(Saved(), UnorderedElementsAre("/a.yaml", "/c.yaml"));
  EXPECT_THAT(Ended(), ElementsAre("/a.yaml", "/b.yaml", "/c.yaml"));
}

TEST_F(IngestionTest, WhatTakesMostOfTheLeaseIsCommittedWithoutTheRest) {
  store_.due = {Item("/a.yaml"), Item("/b.yaml")};
  settings_.lease = std::chrono::milliseconds(0);
  Run();
  EXPECT_THAT(Saved(), ElementsAre("/a.yaml"));
}

TEST_F(IngestionTest, AReadingThatTheStopHasCutShortIsLeftOut) {
  store_.due = {Item("/a.yaml"), Item("/b.yaml")};
  int asked = 0;
  // Asked before the round, before and after the first item, and before the second.
  Run([&] { return ++asked > 2; });
  EXPECT_THAT(Saved(), ElementsAre());
  EXPECT_THAT(Ended(), ElementsAre());
}

}  // namespace
}  // namespace callboard::catalog
