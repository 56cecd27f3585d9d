#include "functions/catalog/history_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <format>
#include <pqxx/pqxx>

#include "functions/catalog/fake_store.hpp"
#include "functions/catalog/handlers.hpp"
#include "functions/catalog/test_database.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kUid[] = "00000000-0000-4000-8000-000000000001";

class HistoryStoreTest : public CatalogDatabaseTest {
 protected:
  HistoryStoreTest() : replica_(log_) {}

  void SetUp() override {
    CatalogDatabaseTest::SetUp();
    store_ = std::make_unique<PostgresHistoryStore>(pool());
  }

  /// An entity that the catalog shows since `created_at`.
  void Show(const std::string& name, const std::string& created_at, const std::string& kind = "component") {
    Value(
        std::format("insert into catalog.entities (ref, uid, location_key, source_document, parents, source_hash, "
                    "document, change_seq, created_at, updated_at) values ('{}:default/{}', gen_random_uuid(), "
                    "'file:/{}.yaml', 0, '{{}}', '', '{{}}', 1, '{}', '{}')",
                    kind, name, name, created_at, created_at));
  }

  void Append(const std::vector<HistoryEntry>& entries, std::uint64_t change_seq, const std::string& at) {
    const auto done = pool()->Run([&](pqxx::connection& connection) {
      pqxx::work transaction(connection);
      AppendHistory(transaction, entries, change_seq);
      transaction.exec("update catalog.history set at = $1 where change_seq = $2", pqxx::params{at, change_seq});
      transaction.commit();
    });
    ASSERT_TRUE(done.has_value()) << done.error().detail;
  }

  static HistoryEntry Updated(const std::string& name, const std::string& actor = "file:/a.yaml") {
    return {.ref = "component:default/" + name,
            .uid = kUid,
            .actor = actor,
            .diff = R"([{"path":"/spec/owner","before":"a","after":"b"}])"};
  }

  /// "action name" of each item, newest first.
  std::vector<std::string> Read(const HistoryQuery& query) {
    const auto page = store_->Read(query);
    EXPECT_TRUE(page.has_value()) << page.error().detail;
    std::vector<std::string> lines;
    for (const HistoryItem& item : page->items)
      lines.push_back(
          std::format("{} {}", NameOf(item.entry.action), item.entry.ref.substr(item.entry.ref.find('/') + 1)));
    return lines;
  }

  Json Ask(Result<kit::Response> (*handler)(const kit::Request&, const CatalogDeps&), std::string_view query,
           const std::string& name = "a") {
    const kit::Request request{.query = kit::ParseQuery(query),
                               .path_params = {{"kind", "Component"}, {"namespace", "default"}, {"name", name}}};
    const auto response = handler(request, {.replica = &replica_, .history = store_.get(), .tick = {}});
    return response ? *ParseJson(response->body) : Json(response.error().message);
  }

  std::unique_ptr<HistoryStore> store_;
  FakeStore log_;
  Replica replica_;
};

TEST_F(HistoryStoreTest, ChangesAndCreationsAreReadNewestFirst) {
  Show("a", "2026-01-01T00:00:00Z");
  Show("b", "2026-01-03T00:00:00Z");
  Append({Updated("a"), {.ref = "component:default/gone", .uid = kUid, .action = HistoryAction::Deleted}}, 7,
         "2026-01-02T00:00:00Z");
  Append({Updated("a")}, 9, "2026-01-04T00:00:00Z");
  EXPECT_THAT(Read({}), ElementsAre("updated a", "created b", "deleted gone", "updated a", "created a"));
  EXPECT_THAT(Read({.ref = "component:default/a"}), ElementsAre("updated a", "updated a", "created a"));
  EXPECT_THAT(Read({.since = "2026-01-02T00:00:00Z"}),
              ElementsAre("updated a", "created b", "deleted gone", "updated a"));
}

TEST_F(HistoryStoreTest, WhatIsNotShownYetWasNotCreated) {
  Show("a", "2026-01-01T00:00:00Z");
  Value("update catalog.entities set change_seq = 0");
  EXPECT_THAT(Read({}), IsEmpty());
  EXPECT_EQ(*store_->Times("component:default/a"), std::nullopt);
}

TEST_F(HistoryStoreTest, KindsAreToldApart) {
  Show("a", "2026-01-01T00:00:00Z");
  Show("g", "2026-01-01T00:00:00Z", "group");
  Append({Updated("a")}, 1, "2026-01-02T00:00:00Z");
  EXPECT_THAT(Read({.kind = "group"}), ElementsAre("created g"));
  EXPECT_THAT(Read({.kind = "component"}), ElementsAre("updated a", "created a"));
}

TEST_F(HistoryStoreTest, PagesGoOnBehindTheirLastItem) {
  for (const char* const name : {"a", "b", "c"}) Show(name, "2026-01-01T00:00:00Z");
  Append({Updated("a"), Updated("b"), Updated("c")}, 4, "2026-01-02T00:00:00Z");
  std::vector<std::string> seen;
  HistoryQuery query{.limit = 2};
  for (bool more = true; more;) {
    const auto page = store_->Read(query);
    ASSERT_TRUE(page.has_value());
    for (const HistoryItem& item : page->items) seen.push_back(item.entry.ref);
    more = !page->is_last;
    query.after = HistoryAnchor{page->items.back().at, page->items.back().entry.ref, page->items.back().change_seq};
  }
  EXPECT_THAT(seen, ElementsAre("component:default/c", "component:default/b", "component:default/a",
                                "component:default/c", "component:default/b", "component:default/a"));
}

TEST_F(HistoryStoreTest, APushNamesWhoseTokenItCameWith) {
  Value(
      "insert into catalog.push_subjects values ('ci', '2026-01-01', 'first'), ('ci', '2026-01-03', 'second'), "
      "('other', '2026-01-01', 'stranger')");
  Append({Updated("a", "push:ci")}, 1, "2026-01-02T00:00:00Z");
  Append({Updated("a", "push:ci")}, 2, "2026-01-04T00:00:00Z");
  Append({Updated("a", "file:/a.yaml")}, 3, "2026-01-05T00:00:00Z");
  const auto page = store_->Read({});
  EXPECT_EQ(page->items.at(0).subject, "");
  EXPECT_EQ(page->items.at(1).subject, "second");
  EXPECT_EQ(page->items.at(2).subject, "first");
}

TEST_F(HistoryStoreTest, WhatIsOldIsPruned) {
  Append({Updated("a")}, 1, "2020-01-01T00:00:00Z");
  Append({Updated("b")}, 2, "now");
  EXPECT_EQ(*store_->Prune(std::chrono::days(90)), 1U);
  EXPECT_THAT(Read({}), ElementsAre("updated b"));
  EXPECT_EQ(*store_->Prune(std::chrono::days(90)), 0U);
}

TEST_F(HistoryStoreTest, AnEntityIsAnsweredWithItsTimesAndChanges) {
  Show("a", "2026-01-01T10:00:00+02:00");
  Append({Updated("a")}, 4, "2026-01-02T00:00:00.5Z");
  const Json answer = Ask(GetEntityHistory, "");
  EXPECT_EQ(answer["entityRef"], "component:default/a");
  EXPECT_EQ(answer["createdAt"], "2026-01-01T08:00:00.000000Z");
  EXPECT_EQ(answer["items"][0], *ParseJson(R"({"at":"2026-01-02T00:00:00.500000Z","action":"updated",
      "entityRef":"component:default/a","actor":"file:/a.yaml",
      "changes":[{"path":"/spec/owner","before":"a","after":"b"}]})"));
  EXPECT_EQ(answer["items"][1]["action"], "created");
  EXPECT_EQ(answer["items"][1]["actor"], "file:/a.yaml");
  EXPECT_EQ(answer["pageInfo"], Json::object());
  EXPECT_EQ(Ask(GetEntityHistory, "", "nobody"),
            "No entity named 'nobody' found, with kind 'Component' in namespace 'default'");
}

TEST_F(HistoryStoreTest, AnEntityThatIsGoneStillHasAHistory) {
  Append({{.ref = "component:default/a", .uid = kUid, .actor = "user:default/jane", .action = HistoryAction::Deleted}},
         4, "2026-01-02T00:00:00Z");
  const Json answer = Ask(GetEntityHistory, "");
  EXPECT_FALSE(answer.contains("createdAt"));
  EXPECT_EQ(answer["items"][0]["actor"], "user:default/jane");
  EXPECT_FALSE(answer["items"][0].contains("changes"));
}

TEST_F(HistoryStoreTest, TheCatalogsHistoryIsPagedByCursor) {
  Append({Updated("a"), Updated("b")}, 4, "2026-01-02T00:00:00Z");
  const Json first = Ask(GetCatalogHistory, "limit=1");
  EXPECT_EQ(first["items"][0]["entityRef"], "component:default/b");
  const std::string cursor = PercentEncode(first["pageInfo"]["nextCursor"].get<std::string>());
  const Json second = Ask(GetCatalogHistory, "limit=1&cursor=" + cursor);
  EXPECT_EQ(second["items"][0]["entityRef"], "component:default/a");
  EXPECT_EQ(second["pageInfo"], Json::object());
  EXPECT_EQ(Ask(GetCatalogHistory, "kind=Component&ref=Component:B")["items"].size(), 1U);
  EXPECT_EQ(Ask(GetCatalogHistory, "kind=api")["items"].size(), 0U);
}

TEST_F(HistoryStoreTest, QuestionsThatCannotBeMeantAreRefused) {
  for (const char* const since :
       {"2026-01-02", "2026-01-02T03:04Z", "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05%2B02:00"})
    EXPECT_TRUE(Ask(GetCatalogHistory, std::string("since=") + since).is_object()) << since;
  for (const char* const since :
       {"", "yesterday", "2026-13-01", "2026-02-30", "2026-01-02T03:04:05", "2026-01-02T25:00Z",
        "2026-01-02T03:04:05+0200", "2026-01-02 03:04:05Z", "infinity", "2026-01-02T03:04:05.Z"})
    EXPECT_TRUE(Ask(GetCatalogHistory, std::string("since=") + since).get<std::string>().starts_with("since: "))
        << since;
  EXPECT_EQ(Ask(GetCatalogHistory, "limit=0"), "Invalid limit, must be from 1 to 200");
  EXPECT_EQ(Ask(GetCatalogHistory, "limit=201"), "Invalid limit, must be from 1 to 200");
  for (const std::string cursor : {"", "x", R"(["2026",1,2])", R"(["x","r",2])", R"(["2026-01-02","r",-2])",
                                   R"(["2026-01-02","r",18446744073709551615])"})
    EXPECT_EQ(Ask(GetCatalogHistory, "cursor=" + PercentEncode(EncodeBase64(cursor))), "Malformed cursor") << cursor;
  EXPECT_TRUE(Ask(GetCatalogHistory, "ref=x").is_string());
}

}  // namespace
}  // namespace callboard::catalog
