#include "functions/catalog/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <format>
#include <pqxx/pqxx>

#include "functions/catalog/test_database.hpp"

namespace callboard::catalog {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr milliseconds kLease{60'000};
constexpr milliseconds kHour{3'600'000};
constexpr char kHash[] = "00112233";

std::string Ref(std::string_view name) {
  return std::format("component:default/{}", name);
}

/// An entity that is shown with `version` in its document.
EntityRow Row(std::string_view name, std::string_view parent = "source:config", int version = 1) {
  EntityRow row;
  row.ref = Ref(name);
  row.uid = std::format("00000000-0000-4000-8000-{:012}", std::hash<std::string_view>{}(name) % 1'000'000'000'000);
  row.location_key = "file:/a.yaml";
  row.source_document = 1;
  row.source_hash = kHash;
  row.document = std::format("{{\"metadata\":{{\"name\":\"{}\",\"version\":{}}}}}", name, version);
  row.result_hash = std::format("{:02}", version);
  row.parents = {std::string(parent)};
  return row;
}

/// One that is processed by itself, and of which nothing is shown yet.
EntityRow Source(std::string_view name, std::string_view parent = "source:config") {
  EntityRow row = Row(name, parent);
  row.source = std::format(R"({{"kind":"Component","metadata":{{"name":"{}"}}}})", name);
  row.document.clear();
  row.result_hash.clear();
  return row;
}

/// The suite that every EntityStore has to pass, on the database that the environment names.
class EntityStoreTest : public CatalogDatabaseTest {
 protected:
  void SetUp() override {
    CatalogDatabaseTest::SetUp();
    store_ = std::make_unique<PostgresEntityStore>(pool());
  }

  StoreWritten Write(StoreWrite write) {
    const auto written = store_->Write(write);
    EXPECT_TRUE(written.has_value()) << written.error().detail;
    return written.value_or(StoreWritten{});
  }

  StoreWritten Save(std::vector<EntityRow> rows) { return Write({.rows = std::move(rows)}); }

  /// Makes `names` all that `parent` leads to.
  void Keep(std::string_view parent, const std::vector<std::string>& names,
            OrphanStrategy orphans = OrphanStrategy::Delete) {
    ChildrenOf children{std::string(parent), {}, {}};
    for (const std::string& name : names) children.refs.push_back(Ref(name));
    Write({.children_of = {children}, .orphans = orphans});
  }

  std::vector<std::string> Claim(milliseconds lease = kLease) {
    const auto items = store_->ClaimDue(100, lease);
    EXPECT_TRUE(items.has_value()) << items.error().detail;
    std::vector<std::string> refs;
    for (const WorkItem& item : *items) {
      refs.push_back(item.ref);
      claims_[item.ref] = item.claim;
    }
    return refs;
  }

  ClaimEnd End(std::string_view name) {
    return {.ref = Ref(name), .claim = claims_[Ref(name)], .next_processing_in = kHour, .source_version = "v"};
  }

  std::vector<std::string> Log(std::uint64_t since = 0) {
    std::vector<std::string> lines;
    const auto page = store_->ReadChanges(since, 1000, LogDetail::Whole);
    EXPECT_TRUE(page.has_value()) << page.error().detail;
    for (const Change& change : page->changes) lines.push_back((change.removed ? "-" : "+") + change.record.ref);
    return lines;
  }

  std::uint64_t Version() { return store_->ReadChanges(0, 1000, LogDetail::Whole)->version; }

  KnownEntity Known(std::string_view name, std::string_view hash = kHash) {
    const auto found = store_->Find({{Ref(name), std::string(hash)}});
    return found && found->size() == 1 ? found->front() : KnownEntity{};
  }

  std::unique_ptr<EntityStore> store_;
  std::map<std::string, std::string> claims_;
};

TEST_F(EntityStoreTest, WhatIsSavedIsFoundAndInTheLog) {
  const StoreWritten written = Save({Row("a")});
  EXPECT_EQ(Known("a").location_key, "file:/a.yaml");
  EXPECT_THAT(Known("a").parents, ElementsAre("source:config"));
  EXPECT_EQ(Known("a").document, "") << "the source is the one that is known";
  EXPECT_EQ(Known("a", "ff").document, Row("a").document);
  const auto page = store_->ReadChanges(0, 10, LogDetail::Whole);
  ASSERT_THAT(page->changes, SizeIs(1));
  const EntityRecord& record = page->changes[0].record;
  EXPECT_EQ(record.uid, Row("a").uid);
  EXPECT_EQ(record.document, Row("a").document);
  EXPECT_EQ(record.change_seq, written.version);
  EXPECT_THAT(record.parents, IsEmpty()) << "a source is no entity";
}

TEST_F(EntityStoreTest, WhatHasNothingToReadIsNeverDue) {
  Save({Row("a"), Source("s")});
  ASSERT_TRUE(store_->MakeAllDue().has_value());
  EXPECT_THAT(Claim(), ElementsAre(Ref("s")));
}

TEST_F(EntityStoreTest, WhatIsToBeProcessedByItselfIsDueOnceAndNotShownUntilThen) {
  Save({Source("s")});
  EXPECT_THAT(Log(), IsEmpty());
  EXPECT_THAT(Claim(), ElementsAre(Ref("s")));
  EXPECT_THAT(Claim(), IsEmpty());
  EntityRow result = Row("s", "source:config");
  result.source = Source("s").source;
  result.claimed_for = result.ref;
  Write({.rows = {result}, .ends = {End("s")}});
  EXPECT_THAT(Log(), ElementsAre("+" + Ref("s")));
  EXPECT_THAT(Claim(), IsEmpty());
}

TEST_F(EntityStoreTest, ClaimsGiveBackWhatWasStored) {
  Save({Source("s")});
  const auto items = store_->ClaimDue(1, kLease);
  ASSERT_THAT(*items, SizeIs(1));
  const WorkItem& item = items->front();
  EXPECT_EQ(item.unprocessed.location_key, "file:/a.yaml");
  EXPECT_EQ(item.unprocessed.source_document, 1U);
  EXPECT_EQ(model::RefText(item.unprocessed.entity), Ref("s"));
  EXPECT_THAT(item.parents, ElementsAre("source:config"));
  EXPECT_EQ(item.source_hash, kHash);
}

TEST_F(EntityStoreTest, TheSameResultWritesNoLog) {
  Save({Row("a")});
  const auto version = Version();
  Save({Row("a")});
  EXPECT_THAT(Log(version), IsEmpty());
  Save({Row("a", "source:config", 2)});
  EXPECT_THAT(Log(version), ElementsAre("+" + Ref("a")));
}

TEST_F(EntityStoreTest, ANewParentIsInTheLog) {
  Save({Row("p"), Row("a")});
  const auto version = Version();
  Write({.links = {{Ref("p"), Ref("a")}}});
  const auto page = store_->ReadChanges(version, 10, LogDetail::Whole);
  ASSERT_THAT(page->changes, SizeIs(1));
  EXPECT_THAT(page->changes[0].record.parents, ElementsAre(Ref("p")));
  const auto again = Version();
  Write({.links = {{Ref("p"), Ref("a")}}});
  EXPECT_THAT(Log(again), IsEmpty());
}

TEST_F(EntityStoreTest, AnotherLocationCannotTakeAnEntityUnlessItMay) {
  Save({Row("a")});
  EntityRow other = Row("a", "source:config", 2);
  other.location_key = "file:/other.yaml";
  Save({other});
  EXPECT_EQ(Known("a", "ff").document, Row("a").document);
  other.takes_over = true;
  Save({other});
  EXPECT_EQ(Known("a").location_key, "file:/other.yaml");
  EXPECT_EQ(Known("a", "ff").document, other.document);
}

TEST_F(EntityStoreTest, AChangedSourceMakesTheEntityDueAgainAlsoWhileItIsWorkedOn) {
  Save({Source("s")});
  Claim();
  Save({Source("s")});
  EXPECT_THAT(Claim(), IsEmpty());
  Write({.ends = {End("s")}});
  const auto items = store_->ClaimDue(10, kLease);
  ASSERT_THAT(*items, SizeIs(1));
  EXPECT_EQ(items->front().source_version, "") << "it has to be read again";
}

TEST_F(EntityStoreTest, AnExpiredLeaseIsClaimedAgainAndAnExtendedOneIsNot) {
  Save({Source("s")});
  Claim(milliseconds(0));
  EXPECT_THAT(Claim(milliseconds(0)), ElementsAre(Ref("s")));
  const auto written = Write({.extensions = {{Ref("s"), claims_[Ref("s")]}}, .lease = kLease});
  EXPECT_THAT(Claim(), IsEmpty());
  claims_[Ref("s")] = written.claims.at(Ref("s"));
  EXPECT_THAT(Write({.ends = {End("s")}}).lost, IsEmpty());
}

TEST_F(EntityStoreTest, AClaimThatAnotherTookOverCommitsNothing) {
  Save({Source("s"), Row("old", Ref("s"))});
  Claim(milliseconds(0));
  const ClaimEnd late = End("s");
  Claim();
  EntityRow row = Row("new", Ref("s"));
  row.claimed_for = Ref("s");
  const auto version = Version();
  const auto written = Write({.rows = {row}, .children_of = {{Ref("s"), {Ref("new")}, {}}}, .ends = {late}});
  EXPECT_THAT(written.lost, ElementsAre(Ref("s")));
  EXPECT_THAT(Log(version), IsEmpty());
}

TEST_F(EntityStoreTest, AClaimOnAnEntityThatIsGoneBringsItNotBack) {
  Save({Source("s")});
  Claim();
  Keep("source:config", {});
  EntityRow row = Row("s");
  row.claimed_for = row.ref;
  Write({.rows = {row}, .ends = {End("s")}});
  EXPECT_EQ(Known("s").ref, "");
}

TEST_F(EntityStoreTest, WhatNothingLeadsToAnyMoreIsDeletedWithWhatOnlyItLedTo) {
  Save({Row("p"), Row("other"), Row("child", Ref("p")), Row("shared", Ref("p"))});
  Write({.links = {{Ref("other"), Ref("shared")}}});
  const auto version = Version();
  Keep("source:config", {"other"});
  EXPECT_THAT(Log(version), UnorderedElementsAre("-" + Ref("child"), "-" + Ref("p"), "+" + Ref("shared")));
  EXPECT_THAT(Known("shared").parents, ElementsAre(Ref("other")));
}

TEST_F(EntityStoreTest, ACircleThatNothingLeadsToIsDeleted) {
  Save({Row("a"), Row("b", Ref("a")), Row("c", Ref("b"))});
  Write({.links = {{Ref("b"), Ref("a")}}});
  Keep("source:config", {});
  EXPECT_THAT(Log(), UnorderedElementsAre("-" + Ref("a"), "-" + Ref("b"), "-" + Ref("c")));
}

TEST_F(EntityStoreTest, AKeptOrphanSaysSo) {
  Save({Row("a"), Source("s")});
  Claim();
  Write({.ends = {End("s")}});
  const auto version = Version();
  Keep("source:config", {}, OrphanStrategy::Keep);
  const auto page = store_->ReadChanges(version, 10, LogDetail::Whole);
  ASSERT_THAT(page->changes, SizeIs(1));
  EXPECT_THAT(page->changes[0].record.document, testing::HasSubstr(R"("backstage.io/orphan":"true")"));
  EXPECT_THAT(Claim(), ElementsAre(Ref("s"))) << "its processing marks it";
}

TEST_F(EntityStoreTest, ChildrenOfALocationThatWasNotReadAgainStay) {
  EntityRow elsewhere = Row("b", Ref("p"));
  elsewhere.location_key = "file:/b.yaml";
  Save({Row("p"), Row("a", Ref("p")), elsewhere});
  const auto version = Version();
  Write({.children_of = {{Ref("p"), {}, {"file:/b.yaml"}}}});
  EXPECT_THAT(Log(version), ElementsAre("-" + Ref("a")));
}

TEST_F(EntityStoreTest, WhoLostAnEntityToAnotherLocationHearsOfItsEnd) {
  Save({Row("a"), Source("s", "source:other")});
  Claim();
  ClaimEnd end = End("s");
  end.waits_for = {Ref("a")};
  Write({.ends = {end}});
  EXPECT_THAT(Claim(), IsEmpty());
  Keep("source:config", {});
  EXPECT_THAT(Claim(), ElementsAre(Ref("s")));
}

TEST_F(EntityStoreTest, ADeletedEntityTakesAlongWhatOnlyItLedTo) {
  Save({Row("a"), Row("b", Ref("a"))});
  ASSERT_TRUE(store_->DeleteEntity(Row("a").uid, OrphanStrategy::Delete, "").has_value());
  EXPECT_THAT(Log(), ElementsAre("-" + Ref("a"), "-" + Ref("b")));
  ASSERT_TRUE(store_->DeleteEntity(Row("a").uid, OrphanStrategy::Delete, "").has_value());
  ASSERT_TRUE(store_->DeleteEntity("no uuid", OrphanStrategy::Delete, "").has_value());
}

TEST_F(EntityStoreTest, KeptOrphansOfADeletedEntityStay) {
  Save({Row("a"), Row("b", Ref("a"))});
  ASSERT_TRUE(store_->DeleteEntity(Row("a").uid, OrphanStrategy::Keep, "user:default/ada").has_value());
  EXPECT_THAT(Log(), UnorderedElementsAre("-" + Ref("a"), "+" + Ref("b")));
  EXPECT_EQ(Value("select actor from catalog.history"), "user:default/ada");
}

TEST_F(EntityStoreTest, PagesOfTheLogHoldWholeCommits) {
  Save({Row("a"), Row("b")});
  Save({Row("c")});
  const auto first = store_->ReadChanges(0, 1, LogDetail::Whole);
  EXPECT_THAT(first->changes, SizeIs(2));
  EXPECT_FALSE(first->is_last);
  const auto second = store_->ReadChanges(first->version, 10, LogDetail::Whole);
  ASSERT_THAT(second->changes, SizeIs(1));
  EXPECT_EQ(second->changes[0].record.ref, Ref("c"));
  EXPECT_TRUE(second->is_last);
  EXPECT_EQ(first->log_id, second->log_id);
}

TEST_F(EntityStoreTest, TheLogIsReadWithoutDocuments) {
  Save({Row("a"), Row("b", Ref("a"))});
  ASSERT_TRUE(store_->DeleteEntity(Row("b").uid, OrphanStrategy::Delete, "").has_value());
  const auto page = store_->ReadChanges(0, 10, LogDetail::WithoutDocuments);
  ASSERT_THAT(page->changes, SizeIs(2));
  EXPECT_EQ(page->changes[0].record.ref, Ref("a"));
  EXPECT_EQ(page->changes[0].record.document, "");
  EXPECT_EQ(page->changes[0].record.relations_json, Row("a").relations);
  EXPECT_TRUE(page->changes[1].removed);
}

TEST_F(EntityStoreTest, EntitiesAreReadByRefAsTheLogHasThem) {
  Save({Row("a"), Row("b", Ref("a")), Source("s")});
  const auto found = store_->ReadEntities({Ref("b"), Ref("s"), Ref("none")});
  ASSERT_THAT(*found, SizeIs(1)) << "what is not shown is not found";
  const EntityRecord& record = found->front().record;
  EXPECT_EQ(record.document, Row("b").document);
  EXPECT_EQ(record.uid, Row("b").uid);
  EXPECT_EQ(record.relations_json, Row("b").relations);
  EXPECT_THAT(record.parents, ElementsAre(Ref("a")));
  EXPECT_EQ(record.change_seq, Version());
}

TEST_F(EntityStoreTest, AChangeAndADeletionAreInTheHistory) {
  EntityRow changed = Row("a", "source:config", 2);
  changed.history = UpdateEntry(changed.ref, changed.uid, Row("a").document, changed.document);
  Save({Row("a")});
  Save({changed});
  Keep("source:config", {});
  EXPECT_EQ(Value("select string_agg(action, ' ' order by id) from catalog.history"), "updated deleted");
}

TEST_F(EntityStoreTest, WhatReadsFromAPlaceIsMadeDueByIt) {
  Save({Source("s"), Source("t")});
  Claim();
  ClaimEnd read = End("s");
  read.source_version = R"({"targets":{"url:https://h/org/repo/blob/main/a.yaml":{"version":"1"}}})";
  Write({.ends = {read, End("t")}});
  ASSERT_TRUE(store_->MakeTargetsDue({"url:https://h/org/repo/"}).has_value());
  EXPECT_THAT(Claim(), ElementsAre(Ref("s")));
}

TEST_F(EntityStoreTest, AnEntityIsMadeDueWithWhatLeadsToIt) {
  Save({Source("s"), Source("t"), Row("a", Ref("s"))});
  Claim();
  Write({.ends = {End("s"), End("t")}});
  EXPECT_EQ(store_->MakeDue(Ref("a")), true);
  EXPECT_THAT(Claim(), ElementsAre(Ref("s")));
  EXPECT_EQ(store_->MakeDue(Ref("nobody")), false);
}

}  // namespace
}  // namespace callboard::catalog
