// Ingestion over a real store: what becomes of files that change.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <format>
#include <map>

#include "functions/catalog/ingestion.hpp"
#include "functions/catalog/test_database.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Files in memory by path.
class MemoryReader : public SourceReader {
 public:
  Result<SourceContent> Read(const SourceLocation& location, std::string_view known_version) override {
    const auto found = files.find(location.target);
    if (found == files.end()) return Fail(ErrorCode::NotFound, std::format("{} does not exist", location.target));
    const std::string version = "v" + found->second;
    if (version == known_version) return SourceContent{.files = {}, .version = version, .unchanged = true};
    read.push_back(location.target);
    return SourceContent{.files = {{location, found->second}}, .version = version};
  }

  std::map<std::string, std::string> files;
  std::vector<std::string> read;
};

std::string Component(std::string_view name, std::string_view owner = "team") {
  return std::format(
      "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {}\nspec:\n  type: service\n"
      "  lifecycle: production\n  owner: {}\n---\n",
      name, owner);
}

std::string Location(std::string_view name, std::string_view targets) {
  return std::format(
      "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: {}\nspec:\n  targets: [{}]\n---\n", name,
      targets);
}

class IngestionStoreTest : public CatalogDatabaseTest {
 protected:
  void SetUp() override {
    CatalogDatabaseTest::SetUp();
    store_ = std::make_unique<PostgresEntityStore>(pool());
    settings_.locations = {{"file", "/a.yaml"}, {"file", "/b.yaml"}};
    reader_.files = {{"/a.yaml", ""}, {"/b.yaml", ""}};
  }

  /// One tick, with everything due.
  WriteSummary Tick() {
    Ingestion ingestion(*store_, reader_, CatalogRules({{{{"Component"}, {"Location"}}, std::nullopt}}), settings_);
    EXPECT_TRUE(store_->MakeAllDue().has_value());
    reader_.read.clear();
    EXPECT_TRUE(ingestion.SyncConfiguredLocations().has_value());
    auto run = ingestion.RunDue([] { return false; });
    EXPECT_TRUE(run.has_value()) << run.error().message << run.error().detail;
    return run.value_or(WriteSummary{});
  }

  /// The components that are shown, with "name owner location".
  std::string Components() {
    return Value(
        "select coalesce(string_agg(concat_ws(' ', document::jsonb #>> '{metadata,name}', document::jsonb #>> "
        "'{spec,owner}', location_key), ', ' order by ref), '') from catalog.entities where ref like 'component:%'");
  }

  std::uint64_t Version() { return store_->ReadChanges(0, 10000, LogDetail::Whole)->version; }

  MemoryReader reader_;
  IngestionSettings settings_{.batch_size = 10};
  std::unique_ptr<EntityStore> store_;
};

TEST_F(IngestionStoreTest, AnEntityIsWrittenOnceAndOnlyWhenItChanges) {
  reader_.files["/a.yaml"] = Component("x") + Component("y");
  Tick();
  EXPECT_EQ(Components(), "x team file:/a.yaml, y team file:/a.yaml");
  const std::string rows = "select string_agg(xmin || ' ' || ctid, ',' order by ref) from catalog.entities";
  const std::string before = Value(rows);
  const auto version = Version();
  Tick();
  EXPECT_EQ(Value(rows), before);
  EXPECT_EQ(Version(), version);
  reader_.files["/a.yaml"] = Component("x") + Component("y", "others");
  Tick();
  EXPECT_THAT(store_->ReadChanges(version, 100, LogDetail::Whole)->changes, SizeIs(1));
  EXPECT_EQ(Components(), "x team file:/a.yaml, y others file:/a.yaml");
}

TEST_F(IngestionStoreTest, OnlyFilesThatChangedAreReadAgain) {
  reader_.files["/a.yaml"] = Location("l", "./c.yaml, ./d.yaml");
  reader_.files["/c.yaml"] = Component("x");
  reader_.files["/d.yaml"] = Component("y");
  Tick();
  Tick();
  EXPECT_THAT(reader_.read, IsEmpty());
  reader_.files["/d.yaml"] = Component("z");
  Tick();
  EXPECT_THAT(reader_.read, ElementsAre("/d.yaml"));
  EXPECT_EQ(Components(), "x team file:/c.yaml, z team file:/d.yaml");
}

TEST_F(IngestionStoreTest, AnotherConfigurationReadsEverythingAgain) {
  Tick();
  settings_.processed_with = "another";
  Tick();
  EXPECT_THAT(reader_.read, testing::UnorderedElementsAre("/a.yaml", "/b.yaml"));
}

TEST_F(IngestionStoreTest, TheFirstLocationKeepsAnEntityAndTheOtherIsTold) {
  reader_.files["/a.yaml"] = Component("x", "first");
  Tick();
  reader_.files["/b.yaml"] = Component("x", "second");
  EXPECT_THAT(Tick().conflicts, SizeIs(1));
  EXPECT_EQ(Components(), "x first file:/a.yaml");
  EXPECT_THAT(Value("select document from catalog.entities where location_key = 'file:/b.yaml'"),
              HasSubstr("which another location already owns"));
  reader_.files["/a.yaml"] = "";
  Tick();
  EXPECT_EQ(Components(), "x second file:/b.yaml") << "it comes to the other one in the same tick";
}

TEST_F(IngestionStoreTest, ANewDuplicateLosesInTheSameTick) {
  reader_.files["/a.yaml"] = Component("x", "first");
  reader_.files["/b.yaml"] = Component("x", "second");
  EXPECT_THAT(Tick().conflicts, SizeIs(1));
  EXPECT_EQ(Value("select count(*) from catalog.entities where ref = 'component:default/x'"), "1");
}

TEST_F(IngestionStoreTest, AnEntityThatMovesToAnotherFileIsTheSame) {
  reader_.files["/a.yaml"] = Location("l", "./c.yaml, ./d.yaml");
  reader_.files["/c.yaml"] = "";
  reader_.files["/d.yaml"] = Component("x");
  Tick();
  const std::string uid = "select uid from catalog.entities where ref = 'component:default/x'";
  const std::string before = Value(uid);
  // Read before the file that it leaves.
  reader_.files["/c.yaml"] = Component("x");
  reader_.files["/d.yaml"] = "";
  EXPECT_THAT(Tick().conflicts, IsEmpty());
  EXPECT_EQ(Components(), "x team file:/c.yaml");
  EXPECT_EQ(Value(uid), before);
}

TEST_F(IngestionStoreTest, ADuplicateInTheSameLocationTakesNothing) {
  reader_.files["/a.yaml"] = Location("l", "./c.yaml, ./d.yaml");
  reader_.files["/c.yaml"] = "";
  reader_.files["/d.yaml"] = Component("x", "owner");
  Tick();
  reader_.files["/c.yaml"] = Component("x", "thief");
  EXPECT_THAT(Tick().conflicts, SizeIs(1));
  EXPECT_EQ(Components(), "x owner file:/d.yaml");
}

TEST_F(IngestionStoreTest, WhatCannotBeReadKeepsWhatWasThere) {
  reader_.files["/a.yaml"] = Location("l", "./c.yaml, ./d.yaml");
  reader_.files["/c.yaml"] = Component("x");
  reader_.files["/d.yaml"] = Component("y");
  Tick();
  reader_.files.erase("/d.yaml");
  Tick();
  EXPECT_EQ(Components(), "x team file:/c.yaml, y team file:/d.yaml");
  reader_.files["/d.yaml"] = Component("z");
  Tick();
  EXPECT_EQ(Components(), "x team file:/c.yaml, z team file:/d.yaml");
}

TEST_F(IngestionStoreTest, AnEntityThatTurnsBadKeepsItsLastGoodState) {
  reader_.files["/a.yaml"] = Component("x", "team");
  Tick();
  reader_.files["/a.yaml"] = Component("x", "[]");
  EXPECT_THAT(Tick().rejected, SizeIs(1));
  EXPECT_EQ(Components(), "x team file:/a.yaml");
  EXPECT_THAT(Value("select problems from catalog.entities where ref = 'component:default/x'"),
              HasSubstr("/spec/owner"));
  reader_.files["/a.yaml"] = Component("x", "better");
  EXPECT_THAT(Tick().rejected, IsEmpty());
  EXPECT_EQ(Components(), "x better file:/a.yaml");
}

TEST_F(IngestionStoreTest, LocationsThatLeadToEachOtherEndAndGoWithTheirRoots) {
  reader_.files["/a.yaml"] = Location("a", "./b.yaml") + Component("x");
  reader_.files["/b.yaml"] = Location("b", "./a.yaml") + Component("y");
  Tick();
  EXPECT_EQ(Components(), "x team file:/a.yaml, y team file:/b.yaml");
  const auto version = Version();
  Tick();
  EXPECT_EQ(Version(), version) << "two origins must not take entities from one another";
  settings_.locations.clear();
  Tick();
  EXPECT_EQ(Value("select count(*) from catalog.entities"), "0");
}

TEST_F(IngestionStoreTest, TheOriginFollowsWhenARootGoes) {
  reader_.files["/a.yaml"] = Location("l", "./c.yaml");
  reader_.files["/b.yaml"] = Location("m", "./c.yaml");
  reader_.files["/c.yaml"] = Component("x");
  Tick();
  const std::string origin =
      "select document::jsonb #>> '{metadata,annotations,backstage.io/managed-by-origin-location}' from "
      "catalog.entities where ref = 'component:default/x'";
  const std::string before = Value(origin);
  std::erase_if(settings_.locations, [&](const SourceLocation& one) { return LocationText(one) == before; });
  Tick();
  EXPECT_NE(Value(origin), before);
  EXPECT_EQ(Components(), "x team file:/c.yaml");
}

TEST_F(IngestionStoreTest, ALargeLocationIsCommittedInPiecesAndWhole) {
  std::string text;
  for (int i = 0; i < 2500; ++i) text += Component(std::format("c{}", i));
  reader_.files["/a.yaml"] = text;
  EXPECT_GE(Tick().processed, 2500U);
  EXPECT_EQ(Value("select count(*) from catalog.entities where ref like 'component:%'"), "2500");
  reader_.files["/a.yaml"] = Component("c1");
  Tick();
  EXPECT_EQ(Components(), "c1 team file:/a.yaml");
}

TEST_F(IngestionStoreTest, SourcesAreReplacedAndPatched) {
  Ingestion ingestion(*store_, reader_, CatalogRules({{{{"Component"}}, std::nullopt}}), settings_);
  const auto entity = [](std::string_view name) {
    return UnprocessedEntity{{{{"apiVersion", "backstage.io/v1alpha1"},
                               {"kind", "Component"},
                               {"metadata", {{"name", name}}},
                               {"spec", {{"type", "service"}, {"lifecycle", "production"}, {"owner", "team"}}}}},
                             "push:ci",
                             0};
  };
  const auto pushed = ingestion.ReplaceSource("push:ci", {entity("a"), entity("b")});
  ASSERT_TRUE(pushed.has_value());
  EXPECT_THAT(pushed->rejected, IsEmpty());
  ASSERT_TRUE(ingestion.PatchSource("push:ci", {{entity("c")}, {"component:default/a"}, ""}).has_value());
  EXPECT_EQ(Components(), "b team push:ci, c team push:ci");
  const auto written = ingestion.ReplaceSource("push:ci", {entity("c")});
  EXPECT_EQ(Components(), "c team push:ci");
  EXPECT_EQ(written->version, Version());
}

}  // namespace
}  // namespace callboard::catalog
