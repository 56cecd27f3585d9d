#include <format>
#include <pqxx/pqxx>
#include <set>

#include "functions/catalog/history_store.hpp"
#include "functions/catalog/store.hpp"
#include "functions/catalog/store_children.hpp"
#include "functions/kit/postgres.hpp"

namespace callboard::catalog {
namespace {

using Texts = std::vector<std::string>;

/// A claimed entity is due again when its lease ends; one that is made due meanwhile, when the work on it is committed.
constexpr char kClaim[] = R"sql(
update catalog.schedule set claimed_until = now() + $2::float * interval '1 ms', next_processing_at = 'infinity'
 where ref in (select ref from catalog.schedule where coalesce(claimed_until, next_processing_at) <= now()
                order by coalesce(claimed_until, next_processing_at), ref limit $1 for update skip locked)
returning ref, claimed_until)sql";

constexpr char kReadClaimed[] = R"sql(
select e.ref, e.uid, e.location_key, e.source_document, e.unprocessed, coalesce(e.document, ''), e.relations,
       array(select parent from catalog.parents p where p.child = e.ref order by parent), c.claim
  from unnest($1::text[], $2::text[]) with ordinality as c(ref, claim, position) join catalog.entities e using (ref)
 order by c.position)sql";

/// Ends the claims that still hold. What became due while it was worked on stays due.
constexpr char kEndClaims[] = R"sql(
update catalog.schedule s
   set claimed_until = null, next_processing_at = least(s.next_processing_at, now() + o.next_ms * interval '1 ms')
  from unnest($1::text[], $2::timestamptz[], $3::float[]) as o(ref, claim, next_ms)
 where s.ref = o.ref and s.claimed_until = o.claim
returning s.ref)sql";

constexpr char kIsAnythingChanged[] = R"sql(
select exists (select from unnest($1::text[], $2::text[], $3::text[]) as o(ref, hash, document)
                 join catalog.entities e using (ref) where e.result_hash <> o.hash and o.document <> ''))sql";

/// $8: the commit's number, taken over only by rows whose result is another one. Rows that stay as they are are not
/// written at all.
constexpr char kUpdateProcessed[] = R"sql(
update catalog.entities e
   set document = coalesce(nullif(o.document, ''), e.document), relations = o.relations, etag = o.etag, result_hash = o.hash,
       problems = o.problems, parents = o.parents::text[],
       change_seq = case when e.result_hash = o.hash or o.document = '' then e.change_seq else $8 end,
       updated_at = case when e.result_hash = o.hash or o.document = '' then e.updated_at else now() end
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       as o(ref, document, relations, etag, hash, problems, parents)
 where e.ref = o.ref and (e.result_hash, e.problems) is distinct from (o.hash, o.problems))sql";

std::string SqlArray(const Texts& texts) {
  return pqxx::to_string(texts);
}

/// The outcomes whose entity is still claimed for them: what took longer than its lease may have been done by another
/// process since, or be gone.
std::vector<const WorkOutcome*> EndClaims(pqxx::work& transaction, const std::vector<WorkOutcome>& outcomes) {
  Texts ref, claim;
  std::vector<double> next_ms;
  for (const WorkOutcome& outcome : outcomes) {
    ref.push_back(outcome.ref);
    claim.push_back(outcome.claim);
    next_ms.push_back(static_cast<double>(outcome.next_processing_in.count()));
  }
  std::set<std::string> ended;
  for (const auto& [held] : transaction.query<std::string>(kEndClaims, pqxx::params{ref, claim, next_ms}))
    ended.insert(held);
  std::vector<const WorkOutcome*> valid;
  for (const WorkOutcome& outcome : outcomes) {
    if (ended.contains(outcome.ref)) valid.push_back(&outcome);
  }
  return valid;
}

void SaveOutcomes(pqxx::work& transaction, const std::vector<const WorkOutcome*>& outcomes, CommitNumber& number) {
  Texts ref, document, relations, etag, hash, problems, parents;
  for (const WorkOutcome* const outcome : outcomes) {
    ref.push_back(outcome->ref);
    document.push_back(outcome->document);
    relations.push_back(outcome->relations);
    etag.push_back(outcome->etag);
    hash.push_back(outcome->result_hash);
    problems.push_back(outcome->problems);
    parents.push_back(SqlArray(outcome->parents));
  }
  const bool changed = transaction.query_value<bool>(kIsAnythingChanged, pqxx::params{ref, hash, document});
  transaction.exec(kUpdateProcessed,
                   pqxx::params{ref, document, relations, etag, hash, problems, parents, changed ? number.Get() : 0});
  std::vector<HistoryEntry> history;
  for (const WorkOutcome* const outcome : outcomes) {
    if (outcome->history) history.push_back(*outcome->history);
  }
  if (!history.empty()) AppendHistory(transaction, history, number.Get());
}

Texts TextsFromArray(const pqxx::field& field) {
  const auto array = field.as_sql_array<std::string>();
  return {array.cbegin(), array.cend()};
}

Change UpsertFromRow(const pqxx::row& row) {
  Change change;
  EntityRecord& record = change.record;
  record.ref = row[0].as<std::string>();
  record.uid = row[1].as<std::string>();
  record.etag = row[2].as<std::string>();
  record.document = row[3].as<std::string>();
  const auto relations = ParseJson(row[4].view());
  for (const Json& edge : relations ? *relations : Json::array()) {
    record.relations.push_back(
        {edge.at(0).get<std::string>(), edge.at(1).get<std::string>(), edge.at(2).get<std::string>()});
  }
  for (const std::string& parent : TextsFromArray(row[5])) {
    if (!parent.starts_with("source:")) record.parents.push_back(parent);
  }
  record.change_seq = row[6].as<std::uint64_t>();
  return change;
}

constexpr char kMakeDueWithParents[] = R"sql(
update catalog.schedule set next_processing_at = now()
 where ref = $1 or ref in (select parent from catalog.parents where child = $1))sql";

/// Locations name their targets without the type.
constexpr char kMakeTargetsDue[] = R"sql(
with prefixes as (select prefix, regexp_replace(prefix, '^[a-z]+:', '') as target from unnest($1::text[]) as prefix),
led_to as (select e.ref from catalog.entities e
            where exists (select from prefixes p where starts_with(e.location_key, p.prefix))),
naming as (select e.ref from catalog.entities e
            where e.ref like 'location:%' and exists (select from prefixes p where position(p.target in e.unprocessed) > 0))
update catalog.schedule set next_processing_at = now()
 where ref in (select ref from led_to union select ref from naming
               union select p.parent from catalog.parents p join led_to on led_to.ref = p.child))sql";

/// Whole commits: the page ends with the last change of the commit in which its limit falls.
constexpr char kReadChanges[] = R"sql(
with log as (
  select change_seq, ref from catalog.entities where change_seq > $1
  union all
  select change_seq, ref from catalog.removals where change_seq > $1),
last as (select coalesce(max(change_seq), $1) as seq from (select change_seq from log order by change_seq limit $2) as page)
select l.ref, e.uid, e.etag, e.document, e.relations, e.parents, l.change_seq
  from log l left join catalog.entities e on e.ref = l.ref and e.change_seq = l.change_seq, last
 where l.change_seq <= last.seq
 order by l.change_seq, l.ref)sql";

}  // namespace

PostgresEntityStore::PostgresEntityStore(std::shared_ptr<kit::PostgresPool> pool) : pool_(std::move(pool)) {}

Result<std::vector<LocationConflict>> PostgresEntityStore::ReplaceSource(std::string_view source,
                                                                         const std::vector<UnprocessedEntity>& entities,
                                                                         OrphanStrategy orphans) {
  std::vector<LocationConflict> conflicts;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    CommitNumber number(transaction);
    const std::string parent = std::format("source:{}", source);
    ChildColumns children;
    for (const UnprocessedEntity& entity : entities) children.Add(parent, entity);
    conflicts = SaveChildren(transaction, children, {parent});
    DropMissingChildren(transaction, children, {parent}, orphans, number);
    number.Announce();
    transaction.commit();
  });
  if (!status) return std::unexpected(status.error());
  return conflicts;
}

Result<std::vector<LocationConflict>> PostgresEntityStore::PatchSource(std::string_view source,
                                                                       const std::vector<UnprocessedEntity>& upserts,
                                                                       const std::vector<std::string>& removed,
                                                                       OrphanStrategy orphans) {
  std::vector<LocationConflict> conflicts;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    CommitNumber number(transaction);
    const std::string parent = std::format("source:{}", source);
    ChildColumns children;
    for (const UnprocessedEntity& entity : upserts) children.Add(parent, entity);
    conflicts = SaveChildren(transaction, children, {});
    DropChildren(transaction, parent, removed, orphans, number);
    number.Announce();
    transaction.commit();
  });
  if (!status) return std::unexpected(status.error());
  return conflicts;
}

Result<std::vector<WorkItem>> PostgresEntityStore::ClaimDue(std::size_t limit, std::chrono::milliseconds lease) {
  std::vector<WorkItem> items;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    Texts ref, claim;
    for (const auto& [claimed, until] :
         transaction.query<std::string, std::string>(kClaim, pqxx::params{limit, static_cast<double>(lease.count())})) {
      ref.push_back(claimed);
      claim.push_back(until);
    }
    // A statement of its own, to see what was committed until the rows were claimed.
    for (const pqxx::row& row : transaction.exec(kReadClaimed, pqxx::params{ref, claim})) {
      WorkItem item;
      item.ref = row[0].as<std::string>();
      item.uid = row[1].as<std::string>();
      item.unprocessed.location_key = row[2].as<std::string>();
      item.unprocessed.source_document = row[3].as<std::size_t>();
      if (auto document = ParseJson(row[4].view())) item.unprocessed.entity.document = std::move(*document);
      item.document = row[5].as<std::string>();
      item.relations = row[6].as<std::string>();
      item.parents = TextsFromArray(row[7]);
      item.claim = row[8].as<std::string>();
      items.push_back(std::move(item));
    }
    transaction.commit();
  });
  if (!status) return std::unexpected(status.error());
  return items;
}

Result<std::vector<LocationConflict>> PostgresEntityStore::Commit(const std::vector<WorkOutcome>& outcomes,
                                                                  OrphanStrategy orphans) {
  std::vector<LocationConflict> conflicts;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    CommitNumber number(transaction);
    ChildColumns children;
    Texts replacing;
    const auto valid = EndClaims(transaction, outcomes);
    for (const WorkOutcome* const outcome : valid) {
      if (outcome->replaces_children) replacing.push_back(outcome->ref);
      for (const UnprocessedEntity& child : outcome->children) children.Add(outcome->ref, child);
    }
    SaveOutcomes(transaction, valid, number);
    conflicts = SaveChildren(transaction, children, replacing);
    DropMissingChildren(transaction, children, replacing, orphans, number);
    number.Announce();
    transaction.commit();
  });
  if (!status) return std::unexpected(status.error());
  return conflicts;
}

Status PostgresEntityStore::DeleteEntity(std::string_view uid, OrphanStrategy orphans) {
  return pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    CommitNumber number(transaction);
    DeleteOne(transaction, uid, orphans, number);
    number.Announce();
    transaction.commit();
  });
}

Result<ChangePage> PostgresEntityStore::ReadChanges(std::uint64_t since, std::size_t limit) {
  ChangePage page;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::write_policy::read_only> transaction(connection);
    const auto current = transaction.query_value<std::uint64_t>("select change_seq from catalog.version");
    for (const pqxx::row& row : transaction.exec(kReadChanges, pqxx::params{since, limit})) {
      if (!row[1].is_null()) {
        page.changes.push_back(UpsertFromRow(row));
        continue;
      }
      Change removal;
      removal.removed = true;
      removal.record.ref = row[0].as<std::string>();
      removal.record.change_seq = row[6].as<std::uint64_t>();
      page.changes.push_back(std::move(removal));
    }
    page.is_last = page.changes.size() < limit;
    page.version = page.is_last || page.changes.empty() ? current : page.changes.back().record.change_seq;
  });
  if (!status) return std::unexpected(status.error());
  return page;
}

Result<bool> PostgresEntityStore::MakeDue(std::string_view ref) {
  bool found = false;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    found = transaction.exec(kMakeDueWithParents, pqxx::params{ref}).affected_rows() > 0;
    transaction.commit();
  });
  if (!status) return std::unexpected(status.error());
  return found;
}

Status PostgresEntityStore::MakeTargetsDue(const std::vector<std::string>& prefixes) {
  return pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    transaction.exec(kMakeTargetsDue, pqxx::params{prefixes});
    transaction.commit();
  });
}

Status PostgresEntityStore::MakeAllDue() {
  return pool_->Run([](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    transaction.exec("update catalog.schedule set next_processing_at = now()");
    transaction.commit();
  });
}

}  // namespace callboard::catalog
