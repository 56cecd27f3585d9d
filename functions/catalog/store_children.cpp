#include "functions/catalog/store_children.hpp"

#include <pqxx/pqxx>

#include "functions/catalog/history_store.hpp"
#include "functions/catalog/migrations.hpp"
#include "functions/kit/digest.hpp"

namespace callboard::catalog {
namespace {

using Texts = std::vector<std::string>;

/// New entities come in, changed ones become due. An entity that another location owns stays as it is, unless each of
/// its parents leaves that location in this commit ($6: parents that bring all of their children, $7: parents by
/// child): its file was moved. The owner's word counts before that of others in the same commit.
constexpr char kUpsertChildren[] = R"sql(
with saved as (
  insert into catalog.entities as e (ref, location_key, source_document, unprocessed, unprocessed_hash)
  select distinct on (c.ref) c.ref, c.location_key, c.source_document, c.unprocessed, c.hash
    from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[]) with ordinality
         as c(ref, location_key, source_document, unprocessed, hash, position)
    left join catalog.entities owned on owned.ref = c.ref and owned.location_key = c.location_key
   order by c.ref, owned.ref is null, c.position
      on conflict (ref) do update
     set unprocessed = excluded.unprocessed, unprocessed_hash = excluded.unprocessed_hash,
         source_document = excluded.source_document, location_key = excluded.location_key
   where (e.location_key = excluded.location_key
          or not exists (
            select from catalog.parents p
             where p.child = e.ref
               and (p.parent <> all($6::text[])
                    or exists (select from unnest($7::text[], $1::text[], $2::text[]) as c(parent, ref, location_key)
                                where c.parent = p.parent and c.ref = e.ref and c.location_key = e.location_key))))
     and (e.unprocessed_hash, e.source_document, e.location_key)
         is distinct from (excluded.unprocessed_hash, excluded.source_document, excluded.location_key)
  returning ref)
insert into catalog.schedule (ref) select ref from saved
    on conflict (ref) do update set next_processing_at = now())sql";

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
update catalog.schedule set next_processing_at = now() where ref in (select child from linked))sql";

/// Children of `parents` ($1) that are not in the pairs ($2 parent, $3 child) any more.
constexpr char kUnlinkMissing[] = R"sql(
delete from catalog.parents p
 where p.parent = any($1::text[])
   and not exists (select from unnest($2::text[], $3::text[]) as c(parent, child) where c.parent = p.parent and c.child = p.child)
returning p.child)sql";

constexpr std::string_view kMakeDue =
    "update catalog.schedule set next_processing_at = now() where ref = any($1::text[])";

/// Of $1 and all that they lead to, what nothing else leads to. A parent alone does not count: in a circle everyone has
/// one.
constexpr char kDeleteUnreachable[] = R"sql(
with recursive
below(ref) as (
  select unnest($1::text[])
  union
  select p.child from below b join catalog.parents p on p.parent = b.ref),
kept(ref) as (
  select p.child from below b join catalog.parents p on p.child = b.ref
   where not exists (select from below x where x.ref = p.parent)
  union
  select p.child from kept k join catalog.parents p on p.parent = k.ref)
delete from catalog.entities e
 using below b
 where e.ref = b.ref and not exists (select from kept k where k.ref = b.ref)
returning e.ref, e.uid, coalesce(e.document, ''))sql";

/// Of $1, what another parent still leads to is taken from there again: its origin may have been that of the parent
/// that is gone.
constexpr char kReadAgain[] = R"sql(
with kept as (update catalog.entities set unprocessed_hash = ''
               where ref = any($1::text[]) and exists (select from catalog.parents where child = ref) returning ref)
update catalog.schedule set next_processing_at = now()
 where ref in (select p.parent from catalog.parents p join kept on kept.ref = p.child))sql";

constexpr char kRecordRemovals[] = R"sql(
insert into catalog.removals (ref, change_seq) select unnest($1::text[]), $2
    on conflict (ref) do update set change_seq = excluded.change_seq)sql";

/// Without the origin: two chains of locations that lead to one entity must not take it from one another for ever.
std::string HashOfSource(model::Entity entity) {
  if (!model::Annotation(entity, kManagedByOriginLocation).empty())
    entity.document["metadata"]["annotations"].erase(std::string(kManagedByOriginLocation));
  return kit::Sha1Hex(DumpJson(entity.document));
}

Texts FirstColumn(const pqxx::result& rows) {
  Texts texts;
  for (const pqxx::row& row : rows) texts.push_back(row[0].as<std::string>());
  return texts;
}

/// Tells followers and the history of the rows (ref, uid, document) that were deleted; gives their refs.
Texts RecordDeletions(pqxx::transaction_base& transaction, const pqxx::result& rows, CommitNumber& number) {
  Texts shown;
  std::vector<HistoryEntry> history;
  for (const pqxx::row& row : rows) {
    const auto document = row[2].as<std::string>();
    if (document.empty()) continue;
    shown.push_back(row[0].as<std::string>());
    history.push_back(DeletionEntry(shown.back(), row[1].as<std::string>(), document));
  }
  if (!shown.empty()) {
    transaction.exec(kRecordRemovals, pqxx::params{shown, number.Get()});
    AppendHistory(transaction, history, number.Get());
  }
  return FirstColumn(rows);
}

void DeleteUnreachable(pqxx::transaction_base& transaction, const Texts& unlinked, CommitNumber& number) {
  const Texts deleted =
      RecordDeletions(transaction, transaction.exec(kDeleteUnreachable, pqxx::params{unlinked}), number);
  if (deleted.empty()) return;
  const Texts bereft = FirstColumn(
      transaction.exec("delete from catalog.parents where parent = any($1::text[]) or child = any($1::text[]) "
                       "returning child",
                       pqxx::params{deleted}));
  transaction.exec(kMakeDue, pqxx::params{bereft});
}

}  // namespace

std::uint64_t CommitNumber::Get() {
  if (!number_) {
    number_ = transaction_.query_value<std::uint64_t>(
        "update catalog.version set change_seq = change_seq + 1 returning change_seq");
  }
  return *number_;
}

void CommitNumber::Announce() {
  if (number_) transaction_.exec("select pg_notify($1, $2)", pqxx::params{kChangedChannel, std::to_string(*number_)});
}

void ChildColumns::Add(std::string_view of, const UnprocessedEntity& child) {
  parent.emplace_back(of);
  ref.push_back(model::RefText(child.entity));
  location_key.push_back(child.location_key);
  unprocessed.push_back(DumpJson(child.entity.document));
  hash.push_back(HashOfSource(child.entity));
  document.push_back(static_cast<int>(child.source_document));
}

std::vector<LocationConflict> SaveChildren(pqxx::transaction_base& transaction, const ChildColumns& children,
                                           const Texts& replacing) {
  std::vector<LocationConflict> conflicts;
  if (children.ref.empty()) return conflicts;
  transaction.exec(kUpsertChildren, pqxx::params{children.ref, children.location_key, children.document,
                                                 children.unprocessed, children.hash, replacing, children.parent});
  for (const auto& [ref, location_key] :
       transaction.query<std::string, std::string>(kFindConflicts, pqxx::params{children.ref, children.location_key})) {
    conflicts.push_back({ref, location_key});
  }
  transaction.exec(kLinkChildren, pqxx::params{children.parent, children.ref, children.location_key});
  return conflicts;
}

void DropChildren(pqxx::transaction_base& transaction, std::string_view parent, const Texts& children,
                  OrphanStrategy orphans, CommitNumber& number) {
  const Texts unlinked =
      FirstColumn(transaction.exec("delete from catalog.parents where parent = $1 and child = any($2::text[]) "
                                   "returning child",
                                   pqxx::params{parent, children}));
  if (unlinked.empty()) return;
  transaction.exec(kMakeDue, pqxx::params{unlinked});
  if (orphans == OrphanStrategy::Delete) DeleteUnreachable(transaction, unlinked, number);
  transaction.exec(kReadAgain, pqxx::params{unlinked});
}

void DeleteOne(pqxx::transaction_base& transaction, std::string_view uid, OrphanStrategy orphans,
               CommitNumber& number) {
  const Texts refs = RecordDeletions(
      transaction,
      transaction.exec("delete from catalog.entities where uid::text = $1 returning ref, uid, coalesce(document, '')",
                       pqxx::params{uid}),
      number);
  if (refs.empty()) return;
  transaction.exec("delete from catalog.parents where child = any($1::text[])", pqxx::params{refs});
  const Texts bereft = FirstColumn(transaction.exec(
      "delete from catalog.parents where parent = any($1::text[]) returning child", pqxx::params{refs}));
  transaction.exec(kMakeDue, pqxx::params{bereft});
  if (orphans == OrphanStrategy::Delete && !bereft.empty()) DeleteUnreachable(transaction, bereft, number);
}

void DropMissingChildren(pqxx::transaction_base& transaction, const ChildColumns& children, const Texts& replacing,
                         OrphanStrategy orphans, CommitNumber& number) {
  const Texts unlinked =
      FirstColumn(transaction.exec(kUnlinkMissing, pqxx::params{replacing, children.parent, children.ref}));
  if (unlinked.empty()) return;
  transaction.exec(kMakeDue, pqxx::params{unlinked});
  if (orphans == OrphanStrategy::Delete) DeleteUnreachable(transaction, unlinked, number);
  transaction.exec(kReadAgain, pqxx::params{unlinked});
}

}  // namespace callboard::catalog
