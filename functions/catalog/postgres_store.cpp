#include <algorithm>
#include <format>
#include <optional>
#include <pqxx/pqxx>
#include <set>

#include "functions/catalog/migrations.hpp"
#include "functions/catalog/store.hpp"
#include "functions/kit/digest.hpp"
#include "functions/kit/postgres.hpp"

namespace callboard::catalog {
namespace {

using Texts = std::vector<std::string>;

/// The columns of one bulk statement: each vector is one SQL array.
struct ChildColumns {
  Texts parent, ref, location_key, unprocessed, hash;
  std::vector<int> document;

  void Add(std::string_view of, const UnprocessedEntity& child) {
    parent.emplace_back(of);
    ref.push_back(model::RefText(child.entity));
    location_key.push_back(child.location_key);
    unprocessed.push_back(DumpJson(child.entity.document));
    hash.push_back(kit::Sha1Hex(unprocessed.back()));
    document.push_back(static_cast<int>(child.source_document));
  }
};

/// New entities come in, changed ones become due. An entity that another location owns stays as it is, unless nothing
/// but the same parents ($6) leads to it any more: its file was moved.
constexpr char kUpsertChildren[] = R"sql(
insert into catalog.entities as e (ref, location_key, source_document, unprocessed, unprocessed_hash)
select distinct on (ref) ref, location_key, source_document, unprocessed, hash
  from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[]) with ordinality
       as c(ref, location_key, source_document, unprocessed, hash, position)
 order by ref, position
    on conflict (ref) do update
   set unprocessed = excluded.unprocessed, unprocessed_hash = excluded.unprocessed_hash, source_document = excluded.source_document,
       location_key = excluded.location_key,
       next_processing_at = case when e.unprocessed_hash = excluded.unprocessed_hash then e.next_processing_at else now() end
 where (e.location_key = excluded.location_key
        or not exists (select from catalog.parents p where p.child = e.ref and p.parent <> all($6::text[])))
   and (e.unprocessed_hash, e.source_document, e.location_key)
       is distinct from (excluded.unprocessed_hash, excluded.source_document, excluded.location_key))sql";

constexpr char kFindConflicts[] = R"sql(
select e.ref, c.location_key
  from unnest($1::text[], $2::text[]) as c(ref, location_key)
  join catalog.entities e on e.ref = c.ref and e.location_key <> c.location_key)sql";

/// A child that gains a parent is due, since its ancestry is part of what is shown.
constexpr char kLinkChildren[] = R"sql(
with linked as (
  insert into catalog.parents (parent, child)
  select distinct c.parent, c.child
    from unnest($1::text[], $2::text[], $3::text[]) as c(parent, child, location_key)
    join catalog.entities e on e.ref = c.child and e.location_key = c.location_key
  on conflict do nothing
  returning child)
update catalog.entities set next_processing_at = now() where ref in (select child from linked))sql";

/// Children of `parents` ($1) that are not in the pairs ($2 parent, $3 child) any more.
constexpr char kUnlinkMissing[] = R"sql(
delete from catalog.parents p
 where p.parent = any($1::text[])
   and not exists (select from unnest($2::text[], $3::text[]) as c(parent, child) where c.parent = p.parent and c.child = p.child)
returning p.child)sql";

constexpr std::string_view kMakeDue =
    "update catalog.entities set next_processing_at = now() where ref = any($1::text[])";

constexpr char kDeleteParentless[] = R"sql(
delete from catalog.entities e
 where e.ref = any($1::text[]) and not exists (select from catalog.parents p where p.child = e.ref)
returning e.ref, e.change_seq)sql";

/// A claimed entity is due again when its lease ends; one that is made due meanwhile, when the work on it is committed.
constexpr char kClaim[] = R"sql(
update catalog.entities e set claimed_until = now() + $2::float * interval '1 ms', next_processing_at = 'infinity'
 where ref in (select ref from catalog.entities where coalesce(claimed_until, next_processing_at) <= now()
                order by coalesce(claimed_until, next_processing_at), ref limit $1 for update skip locked)
returning ref, uid, location_key, source_document, unprocessed, coalesce(document, ''), relations, result_hash,
          array(select parent from catalog.parents p where p.child = e.ref order by parent))sql";

/// $9: the commit's number, taken over only by rows whose result is another one. What became due while it was worked on
/// stays due.
constexpr char kUpdateProcessed[] = R"sql(
update catalog.entities e
   set document = nullif(o.document, ''), relations = o.relations, etag = o.etag, result_hash = o.hash, problems = o.problems,
       parents = o.parents::text[], claimed_until = null,
       change_seq = case when e.result_hash = o.hash or o.document = '' then e.change_seq else $9 end,
       next_processing_at = least(e.next_processing_at, now() + o.next_ms * interval '1 ms')
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::float[])
       as o(ref, document, relations, etag, hash, problems, parents, next_ms)
 where e.ref = o.ref)sql";

std::uint64_t NextVersion(pqxx::work& transaction) {
  return transaction.query_value<std::uint64_t>(
      "update catalog.version set change_seq = change_seq + 1 returning change_seq");
}

/// Takes the commit's number once, and only when something needs it.
class CommitNumber {
 public:
  explicit CommitNumber(pqxx::work& transaction) : transaction_(transaction) {}

  std::uint64_t Get() {
    if (!number_) number_ = NextVersion(transaction_);
    return *number_;
  }

  /// To be called last: tells the followers, if there is anything to tell.
  void Announce() {
    if (number_) transaction_.exec("select pg_notify($1, $2)", pqxx::params{kChangedChannel, std::to_string(*number_)});
  }

 private:
  pqxx::work& transaction_;
  std::optional<std::uint64_t> number_;
};

std::vector<LocationConflict> SaveChildren(pqxx::work& transaction, const ChildColumns& children) {
  std::vector<LocationConflict> conflicts;
  if (children.ref.empty()) return conflicts;
  transaction.exec(kUpsertChildren, pqxx::params{children.ref, children.location_key, children.document,
                                                 children.unprocessed, children.hash, children.parent});
  for (const auto& [ref, location_key] :
       transaction.query<std::string, std::string>(kFindConflicts, pqxx::params{children.ref, children.location_key})) {
    conflicts.push_back({ref, location_key});
  }
  transaction.exec(kLinkChildren, pqxx::params{children.parent, children.ref, children.location_key});
  return conflicts;
}

/// Removes what has no parent left, and what only that had led to.
void DeleteOrphans(pqxx::work& transaction, Texts candidates, CommitNumber& number) {
  while (!candidates.empty()) {
    Texts deleted;
    Texts shown;
    for (const auto& [ref, change_seq] :
         transaction.query<std::string, std::uint64_t>(kDeleteParentless, pqxx::params{candidates})) {
      deleted.push_back(ref);
      if (change_seq > 0) shown.push_back(ref);
    }
    if (!shown.empty()) {
      transaction.exec(
          "insert into catalog.removals (ref, change_seq) select unnest($1::text[]), $2 "
          "on conflict (ref) do update set change_seq = excluded.change_seq",
          pqxx::params{shown, number.Get()});
    }
    candidates.clear();
    if (deleted.empty()) return;
    for (const auto& [child] : transaction.query<std::string>(
             "delete from catalog.parents where parent = any($1::text[]) returning child", pqxx::params{deleted})) {
      candidates.push_back(child);
    }
  }
}

void DropMissingChildren(pqxx::work& transaction, const Texts& parents, const ChildColumns& children,
                         OrphanStrategy orphans, CommitNumber& number) {
  Texts unlinked;
  for (const auto& [child] :
       transaction.query<std::string>(kUnlinkMissing, pqxx::params{parents, children.parent, children.ref})) {
    unlinked.push_back(child);
  }
  if (unlinked.empty()) return;
  transaction.exec(kMakeDue, pqxx::params{unlinked});
  if (orphans == OrphanStrategy::Delete) DeleteOrphans(transaction, unlinked, number);
}

std::string SqlArray(const Texts& texts) {
  return pqxx::to_string(texts);
}

void SaveOutcomes(pqxx::work& transaction, const std::vector<WorkOutcome>& outcomes, CommitNumber& number) {
  Texts ref, document, relations, etag, hash, problems, parents;
  std::vector<double> next_ms;
  for (const WorkOutcome& outcome : outcomes) {
    ref.push_back(outcome.ref);
    document.push_back(outcome.document);
    relations.push_back(outcome.relations);
    etag.push_back(outcome.etag);
    hash.push_back(outcome.result_hash);
    problems.push_back(outcome.problems);
    parents.push_back(SqlArray(outcome.parents));
    next_ms.push_back(static_cast<double>(outcome.next_processing_in.count()));
  }
  const auto changed = transaction.query_value<std::size_t>(
      "select count(*) from unnest($1::text[], $2::text[], $3::text[]) as o(ref, hash, document) join catalog.entities "
      "e using (ref) "
      "where e.result_hash <> o.hash and o.document <> ''",
      pqxx::params{ref, hash, document});
  const std::uint64_t change_seq = changed == 0 ? 0 : number.Get();
  transaction.exec(kUpdateProcessed,
                   pqxx::params{ref, document, relations, etag, hash, problems, parents, next_ms, change_seq});
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
    conflicts = SaveChildren(transaction, children);
    DropMissingChildren(transaction, {parent}, children, orphans, number);
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
    for (const pqxx::row& row : transaction.exec(kClaim, pqxx::params{limit, static_cast<double>(lease.count())})) {
      WorkItem item;
      item.ref = row[0].as<std::string>();
      item.uid = row[1].as<std::string>();
      item.unprocessed.location_key = row[2].as<std::string>();
      item.unprocessed.source_document = row[3].as<std::size_t>();
      if (auto document = ParseJson(row[4].view())) item.unprocessed.entity.document = std::move(*document);
      item.document = row[5].as<std::string>();
      item.relations = row[6].as<std::string>();
      item.result_hash = row[7].as<std::string>();
      item.parents = TextsFromArray(row[8]);
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
    for (const WorkOutcome& outcome : outcomes) {
      if (outcome.replaces_children) replacing.push_back(outcome.ref);
      for (const UnprocessedEntity& child : outcome.children) children.Add(outcome.ref, child);
    }
    SaveOutcomes(transaction, outcomes, number);
    conflicts = SaveChildren(transaction, children);
    DropMissingChildren(transaction, replacing, children, orphans, number);
    number.Announce();
    transaction.commit();
  });
  if (!status) return std::unexpected(status.error());
  return conflicts;
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

Status PostgresEntityStore::MakeAllDue() {
  return pool_->Run([](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    transaction.exec("update catalog.entities set next_processing_at = now()");
    transaction.commit();
  });
}

}  // namespace callboard::catalog
