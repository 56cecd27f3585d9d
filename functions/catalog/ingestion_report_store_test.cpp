// What the report says of locations that were read over a real store.

#include "functions/catalog/ingestion_report_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "functions/catalog/test_database.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class IngestionReportTest : public CatalogDatabaseTest {
 protected:
  void SetUp() override {
    CatalogDatabaseTest::SetUp();
    report_ = std::make_unique<PostgresIngestionReport>(pool());
  }

  /// An entity of "file:/a.yaml".
  void Add(const std::string& ref, const std::string& parent, const std::string& problems, int change_seq) {
    Value(
        "insert into catalog.entities (ref, uid, location_key, source_document, parents, source_hash, source, "
        "problems, "
        "change_seq) values ('" +
        ref + "', gen_random_uuid(), 'file:/a.yaml', 1, '{" + parent + "}', '', '{\"spec\":{}}', '" + problems + "', " +
        std::to_string(change_seq) + ") returning ref");
  }

  IngestionState Read(std::size_t limit = 10) {
    auto state = report_->Read(limit);
    EXPECT_TRUE(state.has_value()) << state.error().detail;
    return state.value_or(IngestionState{});
  }

  std::unique_ptr<IngestionReport> report_;
};

TEST_F(IngestionReportTest, ALocationHasItsRunsAndCounts) {
  Add("location:default/a", "source:config", "[]", 1);
  Add("component:default/good", "location:default/a", "[]", 2);
  Add("component:default/bad", "location:default/a", R"([{"message":"No owner"}])", 0);
  Value(
      "insert into catalog.schedule (ref, next_processing_at, last_run_at, last_duration_ms) values "
      "('location:default/a', '2026-11-25T08:02:00Z', '2026-11-25T08:00:00.5Z', 41) returning ref");
  const IngestionState state = Read();
  ASSERT_THAT(state.locations, SizeIs(1));
  const LocationRuns& runs = state.locations.front();
  EXPECT_EQ(runs.last_run_at, "2026-11-25T08:00:00.500Z");
  EXPECT_EQ(runs.next_run_at, "2026-11-25T08:02:00.000Z");
  EXPECT_EQ(runs.last_duration_ms, 41);
  EXPECT_EQ(runs.entity_count, 1U) << "what was never accepted is not shown";
  EXPECT_EQ(runs.rejected_count, 1U);
  EXPECT_THAT(runs.parents, ElementsAre("source:config"));
  EXPECT_EQ(runs.registration_id, std::nullopt);
  EXPECT_FALSE(runs.is_running);
}

TEST_F(IngestionReportTest, ARunThatIsUnderWaySaysSo) {
  Add("location:default/a", "source:registered", "[]", 1);
  Value(
      "insert into catalog.schedule (ref, next_processing_at, claimed_until) values ('location:default/a', 'infinity', "
      "now() + interval '1 minute') returning ref");
  Value(
      "insert into catalog.locations (type, target, entity_ref, location_key) values ('url', 'https://a', "
      "'location:default/a', 'url:https://a') returning id");
  const IngestionState state = Read();
  ASSERT_THAT(state.locations, SizeIs(1));
  EXPECT_TRUE(state.locations.front().is_running);
  EXPECT_EQ(state.locations.front().next_run_at, std::nullopt);
  EXPECT_EQ(state.locations.front().last_run_at, std::nullopt);
  EXPECT_TRUE(state.locations.front().registration_id.has_value());
}

TEST_F(IngestionReportTest, WhatWasRejectedIsCountedBeyondTheLimit) {
  for (const std::string name : {"a", "b", "c"})
    Add("component:default/" + name, "location:default/l", R"([{"message":"No owner"}])", name == "a" ? 1 : 0);
  Add("component:default/fine", "location:default/l", "[]", 1);
  const IngestionState state = Read(2);
  ASSERT_THAT(state.rejected, SizeIs(2));
  EXPECT_EQ(state.rejected_total, 3U);
  EXPECT_EQ(state.rejected[0].ref, "component:default/a");
  EXPECT_TRUE(state.rejected[0].is_shown);
  EXPECT_FALSE(state.rejected[1].is_shown);
  EXPECT_THAT(state.rejected[1].problems, HasSubstr("No owner"));
}

}  // namespace
}  // namespace callboard::catalog
