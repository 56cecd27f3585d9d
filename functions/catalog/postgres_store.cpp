#include <algorithm>
#include <format>
#include <functional>
#include <pqxx/pqxx>

#include "functions/catalog/store.hpp"
#include "functions/catalog/store_write.hpp"
#include "functions/kit/postgres.hpp"

namespace callboard::catalog {
namespace {

using Texts = std::vector<std::string>;

constexpr char kFind[] = R"sql(
select e.ref, e.uid, e.location_key, encode(e.source_hash, 'hex'), e.parents,
       case when e.source_hash <> decode(q.hash, 'hex') then coalesce(e.document, '') else '' end,
       case when e.source_hash <> decode(q.hash, 'hex') then e.relations else '[]' end
  from unnest($1::text[], $2::text[]) as q(ref, hash) join catalog.entities e on e.ref = q.ref)sql";

/// A claimed entity is due again when its lease ends; one that is made due meanwhile, when the work on it is committed.
constexpr char kClaim[] = R"sql(
update catalog.schedule set claimed_until = now() + $2::float * interval '1 ms', next_processing_at = 'infinity'
 where ref in (select ref from catalog.schedule where coalesce(claimed_until, next_processing_at) <= now()
                order by coalesce(claimed_until, next_processing_at), ref limit $1 for update skip locked)
returning ref, claimed_until)sql";

constexpr char kReadClaimed[] = R"sql(
select e.ref, e.uid, e.location_key, e.source_document, e.source, coalesce(e.document, ''), e.relations, e.parents,
       s.source_version, c.claim, encode(e.source_hash, 'hex'), e.problems
  from unnest($1::text[], $2::text[]) with ordinality as c(ref, claim, position)
  join catalog.entities e using (ref) join catalog.schedule s using (ref)
 where e.source is not null
 order by c.position)sql";

constexpr char kMakeDueWithParents[] = R"sql(
update catalog.schedule set next_processing_at = now()
 where ref = $1 or ref in (select unnest(parents) from catalog.entities where ref = $1))sql";

/// What was read last is in source_version; what has never been found, only in the source, without its type.
constexpr char kMakeTargetsDue[] = R"sql(
with prefixes as (select prefix, regexp_replace(prefix, '^[a-z]+:', '') as target from unnest($1::text[]) as prefix)
update catalog.schedule s set next_processing_at = now()
  from catalog.entities e
 where e.ref = s.ref
   and exists (select from prefixes p
                where position(p.prefix in s.source_version) > 0 or position(p.target in e.source) > 0))sql";

/// What ChangeFromRow reads.
constexpr char kWholeColumns[] = "ref, change_seq, relations, uid, document, parents";
constexpr char kOutlineColumns[] = "ref, change_seq, relations";
constexpr char kRemovalColumns[] = "ref, change_seq, null";

/// Whole commits: the page ends with the last change of the commit in which its limit falls.
std::string ReadChangesSql(LogDetail detail) {
  const bool is_whole = detail == LogDetail::Whole;
  return std::format(R"sql(
with last as (
  select coalesce(max(change_seq), $1) as seq from (
    (select change_seq from catalog.entities where change_seq > $1 order by change_seq limit $2)
    union all
    (select change_seq from catalog.removals where change_seq > $1 order by change_seq limit $2)
    order by change_seq limit $2) as page)
select {} from catalog.entities
 where change_seq > $1 and change_seq <= (select seq from last)
union all
select {}{} from catalog.removals
 where change_seq > $1 and change_seq <= (select seq from last))sql",
                     is_whole ? kWholeColumns : kOutlineColumns, kRemovalColumns, is_whole ? ", null, null, null" : "");
}

std::string ReadEntitiesSql() {
  return std::format("select {} from catalog.entities where ref = any($1) and change_seq > 0", kWholeColumns);
}

Texts TextsFromArray(const pqxx::field& field) {
  const std::string_view text = field.view();
  // Nearly all have one text that needs no quotes.
  if (text.size() > 2 && !text.contains('"') && !text.contains('\\') && !text.contains(',')) {
    return {std::string(text.substr(1, text.size() - 2))};
  }
  const auto array = field.as_sql_array<std::string>();
  return {array.cbegin(), array.cend()};
}

Change ChangeFromRow(const pqxx::row& row) {
  Change change;
  EntityRecord& record = change.record;
  record.ref = row[0].as<std::string>();
  record.change_seq = row[1].as<std::uint64_t>();
  change.removed = row[2].is_null();
  if (change.removed) return change;
  record.relations_json = row[2].as<std::string>();
  if (row.size() == 3) return change;
  record.uid = row[3].as<std::string>();
  record.document = row[4].as<std::string>();
  for (std::string& parent : TextsFromArray(row[5])) {
    if (!parent.starts_with("source:")) record.parents.push_back(std::move(parent));
  }
  return change;
}

WorkItem ItemFromRow(const pqxx::row& row) {
  WorkItem item;
  item.ref = row[0].as<std::string>();
  item.uid = row[1].as<std::string>();
  item.unprocessed.location_key = row[2].as<std::string>();
  item.unprocessed.source_document = row[3].as<std::size_t>();
  item.source = row[4].as<std::string>();
  if (auto document = ParseJson(item.source)) item.unprocessed.entity.document = std::move(*document);
  item.document = row[5].as<std::string>();
  item.relations = row[6].as<std::string>();
  item.parents = TextsFromArray(row[7]);
  item.source_version = row[8].as<std::string>();
  item.claim = row[9].as<std::string>();
  item.source_hash = row[10].as<std::string>();
  item.problems = row[11].as<std::string>();
  return item;
}

constexpr int kAttempts = 5;

/// Runs a transaction that may be run again, until the database does not ask for that any more.
Status RunAgain(kit::PostgresPool& pool, const std::function<void(pqxx::connection&)>& transact) {
  Status status = pool.Run(transact);
  for (int attempt = 1; !status && status.error().code == ErrorCode::Conflict && attempt < kAttempts; ++attempt)
    status = pool.Run(transact);
  return status;
}

}  // namespace

PostgresEntityStore::PostgresEntityStore(std::shared_ptr<kit::PostgresPool> pool) : pool_(std::move(pool)) {}

Result<std::vector<KnownEntity>> PostgresEntityStore::Find(const std::vector<EntityQuestion>& questions) {
  std::vector<KnownEntity> known;
  if (questions.empty()) return known;
  Texts ref, hash;
  for (const EntityQuestion& question : questions) {
    ref.push_back(question.ref);
    hash.push_back(question.source_hash);
  }
  const auto status = RunAgain(*pool_, [&](pqxx::connection& connection) {
    pqxx::read_transaction transaction(connection);
    known.clear();
    for (const pqxx::row& row : transaction.exec(kFind, pqxx::params{ref, hash})) {
      known.push_back({.ref = row[0].as<std::string>(),
                       .uid = row[1].as<std::string>(),
                       .location_key = row[2].as<std::string>(),
                       .source_hash = row[3].as<std::string>(),
                       .parents = TextsFromArray(row[4]),
                       .document = row[5].as<std::string>(),
                       .relations = row[6].as<std::string>()});
    }
  });
  if (!status) return std::unexpected(status.error());
  return known;
}

Result<StoreWritten> PostgresEntityStore::Write(const StoreWrite& write) {
  StoreWritten written;
  if (write.Empty()) return written;
  const auto status = RunAgain(*pool_, [&](pqxx::connection& connection) {
    pqxx::work work(connection);
    StoreTransaction transaction(work, write.orphans, write.removed_by);
    written = transaction.Run(write);
    transaction.Announce();
    work.commit();
  });
  if (!status) return std::unexpected(status.error());
  return written;
}

Status PostgresEntityStore::DeleteEntity(std::string_view uid, OrphanStrategy orphans, std::string_view by) {
  return RunAgain(*pool_, [&](pqxx::connection& connection) {
    pqxx::work work(connection);
    StoreTransaction transaction(work, orphans, by);
    transaction.DeleteEntity(uid);
    transaction.Announce();
    work.commit();
  });
}

Result<std::vector<WorkItem>> PostgresEntityStore::ClaimDue(std::size_t limit, std::chrono::milliseconds lease) {
  std::vector<WorkItem> items;
  const auto status = RunAgain(*pool_, [&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    items.clear();
    Texts ref, claim;
    for (const auto& [claimed, until] :
         transaction.query<std::string, std::string>(kClaim, pqxx::params{limit, static_cast<double>(lease.count())})) {
      ref.push_back(claimed);
      claim.push_back(until);
    }
    // A statement of its own, to see what was committed until the rows were claimed.
    if (!ref.empty()) {
      for (const pqxx::row& row : transaction.exec(kReadClaimed, pqxx::params{ref, claim}))
        items.push_back(ItemFromRow(row));
    }
    transaction.commit();
  });
  if (!status) return std::unexpected(status.error());
  return items;
}

Result<ChangePage> PostgresEntityStore::ReadChanges(std::uint64_t since, std::size_t limit, LogDetail detail) {
  ChangePage page;
  const auto status = RunAgain(*pool_, [&](pqxx::connection& connection) {
    pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::write_policy::read_only> transaction(connection);
    page.changes.clear();
    const auto [current, log_id] =
        transaction.query1<std::uint64_t, std::string>("select change_seq, log_id from catalog.version");
    const pqxx::result rows = transaction.exec(ReadChangesSql(detail), pqxx::params{since, limit});
    page.changes.reserve(static_cast<std::size_t>(rows.size()));
    for (const pqxx::row& row : rows) page.changes.push_back(ChangeFromRow(row));
    // Here and not in the database, which would copy every document for it.
    std::ranges::stable_sort(page.changes, {}, [](const Change& change) { return change.record.change_seq; });
    page.is_last = page.changes.size() < limit;
    page.version = page.is_last || page.changes.empty() ? current : page.changes.back().record.change_seq;
    page.log_id = log_id;
  });
  if (!status) return std::unexpected(status.error());
  return page;
}

Result<std::vector<Change>> PostgresEntityStore::ReadEntities(const std::vector<std::string>& refs) {
  std::vector<Change> found;
  const auto status = RunAgain(*pool_, [&](pqxx::connection& connection) {
    pqxx::read_transaction transaction(connection);
    found.clear();
    for (const pqxx::row& row : transaction.exec(ReadEntitiesSql(), pqxx::params{refs}))
      found.push_back(ChangeFromRow(row));
  });
  if (!status) return std::unexpected(status.error());
  return found;
}

Result<bool> PostgresEntityStore::MakeDue(std::string_view ref) {
  bool found = false;
  const auto status = RunAgain(*pool_, [&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    found = transaction.exec(kMakeDueWithParents, pqxx::params{ref}).affected_rows() > 0;
    transaction.commit();
  });
  if (!status) return std::unexpected(status.error());
  return found;
}

Status PostgresEntityStore::MakeTargetsDue(const std::vector<std::string>& prefixes) {
  return RunAgain(*pool_, [&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    transaction.exec(kMakeTargetsDue, pqxx::params{prefixes});
    transaction.commit();
  });
}

Status PostgresEntityStore::MakeAllDue() {
  return RunAgain(*pool_, [](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    transaction.exec("update catalog.schedule set next_processing_at = now()");
    transaction.commit();
  });
}

}  // namespace callboard::catalog
