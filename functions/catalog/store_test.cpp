#include "functions/catalog/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <pqxx/pqxx>

#include "functions/catalog/migrations.hpp"
#include "functions/kit/postgres.hpp"

namespace callboard::catalog {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr milliseconds kLease{60'000};
constexpr milliseconds kHour{3'600'000};

UnprocessedEntity Unprocessed(std::string_view name, std::string location = "file:/a.yaml",
                              std::string_view owner = "x") {
  return {
      {{{"kind", "Component"}, {"metadata", {{"name", name}}}, {"spec", {{"owner", owner}}}}}, std::move(location), 1};
}

WorkOutcome Shown(std::string ref, std::string document, std::vector<std::string> parents = {}) {
  WorkOutcome outcome{
      .ref = std::move(ref), .document = std::move(document), .relations = "[]", .etag = "e", .problems = "[]"};
  outcome.result_hash = outcome.document;
  outcome.parents = std::move(parents);
  outcome.next_processing_in = kHour;
  outcome.replaces_children = true;
  return outcome;
}

/// The suite that every EntityStore has to pass, on the database that the environment names.
class EntityStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* const database = std::getenv("CALLBOARD_TEST_DATABASE");
    ASSERT_NE(database, nullptr) << "run the store tests through ./dev test, which brings a database";
    pool_ = std::make_shared<kit::PostgresPool>(database, 4);
    Execute("drop schema if exists catalog cascade");
    const auto migrated = kit::Migrate(*pool_, kSchema, CatalogMigrations());
    ASSERT_TRUE(migrated.has_value()) << migrated.error().detail;
    store_ = std::make_unique<PostgresEntityStore>(pool_);
  }

  void Execute(const std::string& sql) {
    const auto done = pool_->Run([&](pqxx::connection& connection) {
      pqxx::work transaction(connection);
      transaction.exec(sql);
      transaction.commit();
    });
    ASSERT_TRUE(done.has_value()) << done.error().detail;
  }

  std::vector<std::string> Claim(milliseconds lease = kLease) {
    std::vector<std::string> refs;
    const auto items = store_->ClaimDue(100, lease);
    EXPECT_TRUE(items.has_value()) << items.error().detail;
    for (const WorkItem& item : *items) {
      refs.push_back(item.ref);
      claims_[item.ref] = item.claim;
    }
    return refs;
  }

  /// With the claims of the last Claim.
  std::vector<LocationConflict> Commit(std::vector<WorkOutcome> outcomes,
                                       OrphanStrategy orphans = OrphanStrategy::Keep) {
    for (WorkOutcome& outcome : outcomes) outcome.claim = claims_[outcome.ref];
    const auto committed = store_->Commit(outcomes, orphans);
    EXPECT_TRUE(committed.has_value()) << committed.error().detail;
    return committed.value_or(std::vector<LocationConflict>{});
  }

  /// Makes everything due and commits `outcomes` of it; the rest stays due.
  std::vector<LocationConflict> Process(std::vector<WorkOutcome> outcomes,
                                        OrphanStrategy orphans = OrphanStrategy::Delete) {
    EXPECT_TRUE(store_->MakeAllDue().has_value());
    Claim(milliseconds(0));
    return Commit(std::move(outcomes), orphans);
  }

  std::string LocationOf(const std::string& ref) {
    EXPECT_TRUE(store_->MakeAllDue().has_value());
    const auto items = store_->ClaimDue(100, milliseconds(0));
    for (const WorkItem& item : *items) {
      if (item.ref == ref) return item.unprocessed.location_key;
    }
    return "";
  }

  void Replace(const std::vector<UnprocessedEntity>& entities, OrphanStrategy orphans = OrphanStrategy::Keep) {
    const auto replaced = store_->ReplaceSource("config", entities, orphans);
    ASSERT_TRUE(replaced.has_value()) << replaced.error().detail;
  }

  std::vector<std::string> Log(std::uint64_t since = 0) {
    std::vector<std::string> lines;
    const auto page = store_->ReadChanges(since, 1000);
    EXPECT_TRUE(page.has_value()) << page.error().detail;
    for (const Change& change : page->changes) lines.push_back((change.removed ? "-" : "+") + change.record.ref);
    return lines;
  }

  std::shared_ptr<kit::PostgresPool> pool_;
  std::unique_ptr<EntityStore> store_;
  std::map<std::string, std::string> claims_;
};

WorkOutcome Parent(std::string ref, std::vector<UnprocessedEntity> children) {
  WorkOutcome outcome = Shown(std::move(ref), "{}");
  outcome.children = std::move(children);
  return outcome;
}

TEST_F(EntityStoreTest, MigratingTwiceChangesNothing) {
  EXPECT_TRUE(kit::Migrate(*pool_, kSchema, CatalogMigrations()).has_value());
}

TEST_F(EntityStoreTest, NewEntitiesAreDueOnceAndInvisibleUntilCommitted) {
  Replace({Unprocessed("a"), Unprocessed("b")});
  EXPECT_THAT(Claim(), UnorderedElementsAre("component:default/a", "component:default/b"));
  EXPECT_THAT(Claim(), IsEmpty());
  EXPECT_THAT(Log(), IsEmpty());
  Commit({Shown("component:default/a", "{}"), Shown("component:default/b", "")});
  EXPECT_THAT(Log(), ElementsAre("+component:default/a"));
}

TEST_F(EntityStoreTest, ClaimsGiveBackWhatWasStored) {
  Replace({Unprocessed("a")});
  const auto items = store_->ClaimDue(1, kLease);
  ASSERT_THAT(*items, SizeIs(1));
  const WorkItem& item = items->front();
  EXPECT_EQ(item.unprocessed.location_key, "file:/a.yaml");
  EXPECT_EQ(item.unprocessed.source_document, 1U);
  EXPECT_EQ(model::RefText(item.unprocessed.entity), "component:default/a");
  EXPECT_THAT(item.parents, ElementsAre("source:config"));
  EXPECT_EQ(item.uid.size(), 36U);
}

TEST_F(EntityStoreTest, AnUnchangedResultWritesNoLog) {
  Replace({Unprocessed("a")});
  Claim();
  Commit({Shown("component:default/a", "{\"v\":1}")});
  const auto version = store_->ReadChanges(0, 10)->version;
  ASSERT_TRUE(store_->MakeAllDue().has_value());
  Claim();
  Commit({Shown("component:default/a", "{\"v\":1}")});
  EXPECT_EQ(store_->ReadChanges(0, 10)->version, version);
  ASSERT_TRUE(store_->MakeAllDue().has_value());
  Claim();
  Commit({Shown("component:default/a", "{\"v\":2}")});
  EXPECT_THAT(Log(version), ElementsAre("+component:default/a"));
}

TEST_F(EntityStoreTest, AChangedSourceMakesTheEntityDueAgainAlsoWhileItIsWorkedOn) {
  Replace({Unprocessed("a")});
  Claim();
  Replace({Unprocessed("a", "file:/a.yaml", "changed")});
  EXPECT_THAT(Claim(), IsEmpty());
  Commit({Shown("component:default/a", "{}")});
  EXPECT_THAT(Claim(), ElementsAre("component:default/a"));
}

TEST_F(EntityStoreTest, AnExpiredLeaseIsClaimedAgain) {
  Replace({Unprocessed("a")});
  ASSERT_THAT(*store_->ClaimDue(1, milliseconds(0)), SizeIs(1));
  EXPECT_THAT(Claim(), ElementsAre("component:default/a"));
}

TEST_F(EntityStoreTest, AnotherLocationCannotTakeAnEntityOver) {
  Replace({Unprocessed("a")});
  Claim();
  const auto conflicts = Commit({Parent("component:default/a", {Unprocessed("a", "file:/other.yaml")})});
  ASSERT_THAT(conflicts, SizeIs(1));
  EXPECT_EQ(conflicts.front().location_key, "file:/other.yaml");
}

TEST_F(EntityStoreTest, AMovedFileTakesItsEntityAlong) {
  Replace({Unprocessed("a", "file:/old.yaml")});
  Replace({Unprocessed("a", "file:/new.yaml")});
  EXPECT_EQ(store_->ClaimDue(1, kLease)->at(0).unprocessed.location_key, "file:/new.yaml");
}

TEST_F(EntityStoreTest, OrphansAreKeptOrDeletedWithWhatTheyLedTo) {
  Replace({Unprocessed("a")});
  Claim();
  auto parent = Shown("component:default/a", "{}");
  parent.children = {Unprocessed("b")};
  Commit({parent});
  Claim();
  Commit({Shown("component:default/b", "{}")});
  const auto version = store_->ReadChanges(0, 10)->version;
  Replace({}, OrphanStrategy::Keep);
  EXPECT_THAT(Claim(), ElementsAre("component:default/a"));
  Commit({parent});
  EXPECT_THAT(Log(version), IsEmpty());
  Replace({Unprocessed("a")});
  Replace({}, OrphanStrategy::Delete);
  EXPECT_THAT(Log(version), ElementsAre("-component:default/a", "-component:default/b"));
}

TEST_F(EntityStoreTest, APartialReadKeepsTheMissingChildren) {
  Replace({Unprocessed("a")});
  Claim();
  auto parent = Shown("component:default/a", "{}");
  parent.children = {Unprocessed("b")};
  Commit({parent});
  ASSERT_TRUE(store_->MakeAllDue().has_value());
  Claim();
  auto partial = Shown("component:default/a", "{}");
  partial.replaces_children = false;
  Commit({partial, Shown("component:default/b", "{}")}, OrphanStrategy::Delete);
  EXPECT_THAT(Log(), UnorderedElementsAre("+component:default/a", "+component:default/b"));
}

TEST_F(EntityStoreTest, PagesOfTheLogHoldWholeCommits) {
  Replace({Unprocessed("a"), Unprocessed("b"), Unprocessed("c")});
  Claim();
  Commit({Shown("component:default/a", "{}"), Shown("component:default/b", "{}")});
  Commit({Shown("component:default/c", "{}")});
  const auto first = store_->ReadChanges(0, 1);
  EXPECT_THAT(first->changes, SizeIs(2));
  EXPECT_FALSE(first->is_last);
  const auto second = store_->ReadChanges(first->version, 10);
  ASSERT_THAT(second->changes, SizeIs(1));
  EXPECT_EQ(second->changes[0].record.ref, "component:default/c");
  EXPECT_TRUE(second->is_last);
}

TEST_F(EntityStoreTest, RelationsAndParentsComeBackInTheLog) {
  Replace({Unprocessed("a")});
  Claim();
  auto outcome = Shown("component:default/a", "{}", {"source:config", "location:default/l"});
  outcome.relations = R"([["component:default/a","ownedBy","group:default/x"]])";
  Commit({outcome});
  const auto page = store_->ReadChanges(0, 10);
  const EntityRecord& record = page->changes.at(0).record;
  EXPECT_THAT(record.relations, ElementsAre(model::Relation{"component:default/a", "ownedBy", "group:default/x"}));
  EXPECT_THAT(record.parents, ElementsAre("location:default/l"));
}

TEST_F(EntityStoreTest, AClaimThatAnotherTookOverCommitsNothing) {
  Replace({Unprocessed("a")});
  const auto late = store_->ClaimDue(1, milliseconds(0))->at(0);
  Claim();
  auto outcome = Parent("component:default/a", {Unprocessed("b")});
  outcome.claim = late.claim;
  ASSERT_TRUE(store_->Commit({outcome}, OrphanStrategy::Delete).has_value());
  EXPECT_THAT(Log(), IsEmpty());
  EXPECT_THAT(Claim(), IsEmpty());
  Commit({Shown("component:default/a", "{}")});
  EXPECT_THAT(Log(), ElementsAre("+component:default/a"));
}

TEST_F(EntityStoreTest, AClaimOnAnEntityThatIsGoneCommitsNothing) {
  Replace({Unprocessed("a")});
  Claim();
  Replace({}, OrphanStrategy::Delete);
  Replace({Unprocessed("a")});
  Commit({Shown("component:default/a", "{\"uid\":\"old\"}")});
  EXPECT_THAT(Log(), IsEmpty());
  EXPECT_THAT(Claim(), ElementsAre("component:default/a"));
}

TEST_F(EntityStoreTest, WhatWasShownStaysUntilSomethingElseIs) {
  Replace({Unprocessed("a")});
  Process({Shown("component:default/a", "{\"v\":1}")});
  Process({Shown("component:default/a", "")});
  const auto page = store_->ReadChanges(0, 10);
  ASSERT_THAT(page->changes, SizeIs(1));
  EXPECT_EQ(page->changes[0].record.document, "{\"v\":1}");
}

TEST_F(EntityStoreTest, ARoundThatChangesNothingWritesNoEntity) {
  Replace({Unprocessed("a")});
  Process({Shown("component:default/a", "{}")});
  std::string before, after;
  const auto row_version = [&](std::string& version) {
    return pool_->Run([&](pqxx::connection& connection) {
      pqxx::work transaction(connection);
      version = transaction.query_value<std::string>("select xmin || ' ' || ctid from catalog.entities");
    });
  };
  ASSERT_TRUE(row_version(before).has_value());
  Process({Shown("component:default/a", "{}")});
  ASSERT_TRUE(row_version(after).has_value());
  EXPECT_EQ(before, after);
}

TEST_F(EntityStoreTest, ADuplicateDoesNotTakeAnEntityFromAParentThatStillBringsIt) {
  const auto owned = Unprocessed("x", "file:/one.yaml");
  const auto duplicate = Unprocessed("x", "file:/two.yaml", "thief");
  Replace({Unprocessed("p"), Unprocessed("q")});
  Process({Parent("component:default/p", {owned})});
  // In one batch with the owner, before and after it.
  EXPECT_THAT(Process({Parent("component:default/q", {duplicate}), Parent("component:default/p", {owned})}), SizeIs(1));
  EXPECT_THAT(Process({Parent("component:default/p", {owned, duplicate})}), SizeIs(1));
  EXPECT_THAT(Process({Parent("component:default/q", {duplicate})}), SizeIs(1));
  EXPECT_EQ(LocationOf("component:default/x"), "file:/one.yaml");
}

TEST_F(EntityStoreTest, APartialReadOfItsParentDoesNotGiveAnEntityAway) {
  Replace({Unprocessed("p")});
  Process({Parent("component:default/p", {Unprocessed("x", "file:/one.yaml")})});
  auto partial = Parent("component:default/p", {Unprocessed("x", "file:/two.yaml")});
  partial.replaces_children = false;
  EXPECT_THAT(Process({partial}), SizeIs(1));
  EXPECT_EQ(LocationOf("component:default/x"), "file:/one.yaml");
}

TEST_F(EntityStoreTest, TheOwnersChangeCountsBesideADuplicate) {
  Replace({Unprocessed("p"), Unprocessed("q")});
  Process({Parent("component:default/p", {Unprocessed("x", "file:/one.yaml")})});
  Process({Parent("component:default/q", {Unprocessed("x", "file:/two.yaml")}),
           Parent("component:default/p", {Unprocessed("x", "file:/one.yaml", "changed")})});
  const auto items = store_->ClaimDue(10, kLease);
  ASSERT_THAT(*items, SizeIs(1));
  EXPECT_EQ(model::SpecString(items->front().unprocessed.entity, "owner"), "changed");
}

TEST_F(EntityStoreTest, ACircleThatNothingLeadsToIsDeleted) {
  Replace({Unprocessed("a"), Unprocessed("other")});
  Process({Parent("component:default/a", {Unprocessed("b")})});
  Process({Parent("component:default/a", {Unprocessed("b")}),
           Parent("component:default/b", {Unprocessed("a"), Unprocessed("c"), Unprocessed("shared")}),
           Parent("component:default/other", {Unprocessed("shared")})});
  Process({Shown("component:default/c", "{}"), Shown("component:default/shared", "{}")});
  Claim();
  const auto version = store_->ReadChanges(0, 10)->version;
  Replace({Unprocessed("other")}, OrphanStrategy::Delete);
  EXPECT_THAT(Log(version), ElementsAre("-component:default/a", "-component:default/b", "-component:default/c"));
  EXPECT_THAT(Claim(), ElementsAre("component:default/shared"));
}

TEST_F(EntityStoreTest, ADeletedEntityIsGoneWithWhatOnlyItLedToAndComesBackWithItsParent) {
  const auto uid_of = [&](const std::string& ref) {
    std::string uid;
    for (const Change& change : store_->ReadChanges(0, 100)->changes) {
      if (change.record.ref == ref) uid = change.record.uid;
    }
    return uid;
  };
  Replace({Unprocessed("p"), Unprocessed("q")});
  Process({Parent("component:default/p", {Unprocessed("a")}), Parent("component:default/q", {Unprocessed("shared")})});
  Process({Parent("component:default/a", {Unprocessed("b"), Unprocessed("shared")})});
  Process({Shown("component:default/b", "{}"), Shown("component:default/shared", "{}")});
  const std::string uid = uid_of("component:default/a");
  const auto version = store_->ReadChanges(0, 100)->version;
  ASSERT_TRUE(store_->DeleteEntity(uid, OrphanStrategy::Delete).has_value());
  EXPECT_THAT(Log(version), ElementsAre("-component:default/a", "-component:default/b"));
  ASSERT_TRUE(store_->DeleteEntity(uid, OrphanStrategy::Delete).has_value());
  ASSERT_TRUE(store_->DeleteEntity("no uuid", OrphanStrategy::Delete).has_value());
  Process({Parent("component:default/p", {Unprocessed("a")})});
  Process({Shown("component:default/a", "{}")});
  EXPECT_NE(uid_of("component:default/a"), "");
}

TEST_F(EntityStoreTest, KeptOrphansOfADeletedEntityStay) {
  Replace({Unprocessed("p")});
  Process({Parent("component:default/p", {Unprocessed("a")})});
  Process({Shown("component:default/a", "{}")});
  const auto page = store_->ReadChanges(0, 100);
  ASSERT_EQ(page->changes.front().record.ref, "component:default/p");
  ASSERT_TRUE(store_->DeleteEntity(page->changes.front().record.uid, OrphanStrategy::Keep).has_value());
  EXPECT_THAT(Log(page->version), ElementsAre("-component:default/p"));
  EXPECT_THAT(Claim(), ElementsAre("component:default/a"));
}

}  // namespace
}  // namespace callboard::catalog
