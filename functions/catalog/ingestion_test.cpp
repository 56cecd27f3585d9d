#include "functions/catalog/ingestion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "functions/catalog/fake_store.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

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
  return item;
}

std::vector<std::string> RefsOf(const std::vector<WorkOutcome>& outcomes) {
  std::vector<std::string> refs;
  for (const WorkOutcome& outcome : outcomes) refs.push_back(outcome.ref);
  return refs;
}

class IngestionTest : public testing::Test {
 protected:
  Result<IngestionSummary> Run() {
    Ingestion ingestion(store_, reader_, CatalogRules({}), settings_);
    return ingestion.RunDue([] { return false; });
  }

  FakeStore store_;
  IngestionSettings settings_;
  ThrowingReader reader_;
};

TEST_F(IngestionTest, WhatIsThrownOverOneEntityIsItsProblemAlone) {
  store_.due = {Item("/a.yaml"), Item("/bad.yaml"), Item("/c.yaml")};
  store_.due[1].document = R"({"metadata":{"name":"last-good","annotations":{}}})";
  ASSERT_TRUE(Run().has_value());
  ASSERT_THAT(RefsOf(store_.committed), ElementsAre("/a.yaml", "/bad.yaml", "/c.yaml"));
  EXPECT_EQ(store_.committed[0].problems, "[]");
  EXPECT_THAT(store_.committed[1].problems, HasSubstr("Processing failed: unforeseen"));
  EXPECT_THAT(store_.committed[1].document, HasSubstr("last-good"));
}

TEST_F(IngestionTest, WhatTheDatabaseRefusesIsLeftOutAlone) {
  store_.due = {Item("/a.yaml"), Item("/b.yaml"), Item("/c.yaml")};
  store_.refused = "/b.yaml";
  ASSERT_TRUE(Run().has_value());
  EXPECT_THAT(RefsOf(store_.committed), ElementsAre("/a.yaml", "/c.yaml"));
}

TEST_F(IngestionTest, WhatTakesMostOfTheLeaseIsCommittedWithoutTheRest) {
  store_.due = {Item("/a.yaml"), Item("/b.yaml")};
  settings_.lease = std::chrono::milliseconds(0);
  ASSERT_TRUE(Run().has_value());
  EXPECT_THAT(RefsOf(store_.committed), ElementsAre("/a.yaml"));
}

}  // namespace
}  // namespace callboard::catalog
