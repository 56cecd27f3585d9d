#include "functions/catalog/store_write.hpp"

#include <algorithm>
#include <pqxx/pqxx>

#include "functions/catalog/history_store.hpp"
#include "functions/catalog/migrations.hpp"
#include "functions/catalog/shown_document.hpp"

namespace callboard::catalog {
namespace {

using Texts = std::vector<std::string>;

/// What became due while it was worked on stays due, and is read anew.
constexpr char kEndClaims[] = R"sql(
update catalog.schedule s
   set claimed_until = null, next_processing_at = least(s.next_processing_at, now() + o.next_ms * interval '1 ms'),
       source_version = case when s.next_processing_at = 'infinity' then o.source_version else '' end,
       waits_for = o.waits_for::text[], last_run_at = now(), last_duration_ms = o.took_ms
  from unnest($1::text[], $2::timestamptz[], $3::float[], $4::text[], $5::text[], $6::bigint[])
       as o(ref, claim, next_ms, source_version, waits_for, took_ms)
 where s.ref = o.ref and s.claimed_until = o.claim
returning s.ref)sql";

constexpr char kExtendClaims[] = R"sql(
update catalog.schedule s set claimed_until = now() + $3::float * interval '1 ms'
  from unnest($1::text[], $2::timestamptz[]) as o(ref, claim)
 where s.ref = o.ref and s.claimed_until = o.claim
returning s.ref, s.claimed_until)sql";

/// $12: the commit's number, taken over only by rows of which something else is shown. $13: rows that may take an
/// entity from its location. Rows come in the order of refs, so that two commits never wait for one another.
constexpr char kSaveRows[] = R"sql(
insert into catalog.entities as e (ref, uid, location_key, source_document, parents, source_hash, source, document,
                                   relations, result_hash, problems, change_seq)
select r.ref, r.uid, r.location_key, r.source_document, r.parents::text[], decode(r.source_hash, 'hex'),
       nullif(r.source, ''), nullif(r.document, ''), r.relations, decode(r.result_hash, 'hex'), r.problems,
       case when r.document = '' then 0 else $12::bigint end
  from unnest($1::text[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
              $10::text[], $11::text[])
       as r(ref, uid, location_key, source_document, parents, source_hash, source, document, relations, result_hash,
            problems)
    on conflict (ref) do update
   set location_key = excluded.location_key, source_document = excluded.source_document,
       source_hash = excluded.source_hash, source = excluded.source,
       parents = case when excluded.parents <@ e.parents then e.parents
                      else array(select distinct p from unnest(e.parents || excluded.parents) as p order by p) end,
       document = coalesce(excluded.document, e.document),
       relations = case when excluded.result_hash = '' then e.relations else excluded.relations end,
       result_hash = case when excluded.result_hash = '' then e.result_hash else excluded.result_hash end,
       problems = case when excluded.result_hash = '' then e.problems else excluded.problems end,
       change_seq = case when excluded.document is not null and e.result_hash <> excluded.result_hash
                           or e.document is not null and not excluded.parents <@ e.parents
                         then $12::bigint else e.change_seq end,
       updated_at = case when excluded.document is not null and e.result_hash <> excluded.result_hash
                         then now() else e.updated_at end
 where e.location_key = excluded.location_key or e.ref = any($13::text[])
returning ref)sql";

constexpr char kSchedule[] = R"sql(
insert into catalog.schedule (ref) select e.ref from catalog.entities e where e.ref = any($1::text[])
    on conflict (ref) do update set next_processing_at = now(), source_version = '')sql";

constexpr char kSaveLinks[] = R"sql(
update catalog.entities e
   set parents = array(select distinct p from unnest(e.parents || l.parents) as p order by p),
       change_seq = case when e.document is null then e.change_seq else $3::bigint end
  from (select ref, array_agg(parent) as parents from unnest($1::text[], $2::text[]) as l(parent, ref) group by ref) l
 where l.ref = e.ref and not l.parents <@ e.parents)sql";

/// $1: parents that bring all of their children; $2, $3: parent and child; $4, $5: parent and the location of children
/// that stay without being named.
constexpr char kMissingChildren[] = R"sql(
select s.parent, e.ref
  from unnest($1::text[]) as s(parent) join catalog.entities e on e.parents @> array[s.parent]
 where not exists (select from unnest($2::text[], $3::text[]) as k(parent, ref)
                    where k.parent = s.parent and k.ref = e.ref)
   and not exists (select from unnest($4::text[], $5::text[]) as k(parent, location_key)
                    where k.parent = s.parent and k.location_key = e.location_key))sql";

constexpr char kUnlink[] = R"sql(
update catalog.entities e
   set parents = array(select p from unnest(e.parents) as p where p <> all(g.parents)),
       change_seq = case when e.document is null then e.change_seq else $3::bigint end
  from (select ref, array_agg(parent) as parents from unnest($1::text[], $2::text[]) as g(parent, ref) group by ref) g
 where e.ref = g.ref and e.parents && g.parents
returning e.ref)sql";

/// Of $1 and all that they lead to, what nothing else leads to. A parent alone does not count: in a circle everyone has
/// one.
constexpr char kDeleteUnreachable[] = R"sql(
with recursive
below(ref) as (
  select unnest($1::text[])
  union
  select e.ref from below b join catalog.entities e on e.parents @> array[b.ref]),
kept(ref) as (
  select e.ref from below b join catalog.entities e on e.ref = b.ref
   where exists (select from unnest(e.parents) as p where p not in (select ref from below))
  union
  select e.ref from kept k join catalog.entities e on e.parents @> array[k.ref])
delete from catalog.entities e
 using below b
 where e.ref = b.ref and not exists (select from kept k where k.ref = b.ref)
returning e.ref, e.uid, coalesce(e.document, ''))sql";

constexpr char kRecordRemovals[] = R"sql(
insert into catalog.removals (ref, change_seq) select unnest($1::text[]), $2
    on conflict (ref) do update set change_seq = excluded.change_seq)sql";

constexpr char kChildrenOfDeleted[] =
    "select p, ref from catalog.entities, unnest(parents) as p where parents && $1::text[] and p = any($1::text[])";

constexpr char kWakeWaiting[] =
    "update catalog.schedule set next_processing_at = now(), source_version = '' where waits_for && $1::text[]";

/// What another parent still leads to is taken from there again: its origin may have been that of the parent that is
/// gone.
constexpr char kReadAgain[] = R"sql(
with kept as (update catalog.entities set source_hash = ''
               where ref = any($1::text[]) and parents <> '{}' returning parents)
update catalog.schedule set next_processing_at = now(), source_version = ''
 where ref in (select unnest(parents) from kept))sql";

constexpr char kOrphans[] = R"sql(
select e.ref, e.document, e.relations from catalog.entities e
 where e.ref = any($1::text[]) and e.parents = '{}' and e.document is not null
   and not exists (select from catalog.schedule s where s.ref = e.ref))sql";

constexpr char kMarkOrphans[] = R"sql(
update catalog.entities e set document = o.document, result_hash = decode(o.hash, 'hex'), change_seq = $4::bigint,
                              updated_at = now()
  from unnest($1::text[], $2::text[], $3::text[]) as o(ref, document, hash) where e.ref = o.ref)sql";

Texts FirstColumn(const pqxx::result& rows) {
  Texts texts;
  for (const pqxx::row& row : rows) texts.push_back(row[0].as<std::string>());
  return texts;
}

}  // namespace

bool StoreWrite::Empty() const {
  return rows.empty() && links.empty() && unlinks.empty() && children_of.empty() && ends.empty() && extensions.empty();
}

StoreWritten StoreTransaction::Run(const StoreWrite& write) {
  StoreWritten written;
  SettleClaims(write, written);
  SaveRows(write.rows, written);
  SaveLinks(write.links);
  Links gone = MissingChildren(write, written);
  for (const ParentLink& link : write.unlinks) gone.Add(link.parent, link.ref);
  if (!gone.ref.empty()) Unlink(gone);
  written.version = number_.value_or(0);
  return written;
}

void StoreTransaction::Announce() {
  if (number_) transaction_.exec("select pg_notify($1, $2)", pqxx::params{kChangedChannel, std::to_string(*number_)});
}

std::uint64_t StoreTransaction::Number() {
  if (!number_) {
    number_ = transaction_.query_value<std::uint64_t>(
        "update catalog.version set change_seq = change_seq + 1 returning change_seq");
  }
  return *number_;
}

void StoreTransaction::SettleClaims(const StoreWrite& write, StoreWritten& written) {
  Texts ref, claim, source_version, waits_for;
  std::vector<double> next_ms;
  std::vector<std::int64_t> took_ms;
  for (const ClaimEnd& end : write.ends) {
    ref.push_back(end.ref);
    claim.push_back(end.claim);
    next_ms.push_back(static_cast<double>(end.next_processing_in.count()));
    source_version.push_back(end.source_version);
    waits_for.push_back(pqxx::to_string(end.waits_for));
    took_ms.push_back(end.took.count());
    written.lost.insert(end.ref);
  }
  if (!ref.empty()) {
    const pqxx::params params{ref, claim, next_ms, source_version, waits_for, took_ms};
    for (const std::string& held : FirstColumn(transaction_.exec(kEndClaims, params))) written.lost.erase(held);
  }
  Texts extended, extended_claim;
  for (const ClaimExtension& extension : write.extensions) {
    extended.push_back(extension.ref);
    extended_claim.push_back(extension.claim);
    written.lost.insert(extension.ref);
  }
  if (extended.empty()) return;
  for (const auto& [held, until] : transaction_.query<std::string, std::string>(
           kExtendClaims, pqxx::params{extended, extended_claim, static_cast<double>(write.lease.count())})) {
    written.lost.erase(held);
    written.claims[held] = until;
  }
}

void StoreTransaction::SaveRows(const std::vector<EntityRow>& rows, const StoreWritten& written) {
  std::vector<const EntityRow*> valid;
  for (const EntityRow& row : rows) {
    if (!written.lost.contains(row.claimed_for)) valid.push_back(&row);
  }
  if (valid.empty()) return;
  std::ranges::sort(valid, {}, &EntityRow::ref);
  Texts ref, uid, location_key, parents, source_hash, source, document, relations, result_hash, problems, taken_over;
  std::vector<int> source_document;
  std::vector<HistoryEntry> history;
  for (const EntityRow* const row : valid) {
    ref.push_back(row->ref);
    uid.push_back(row->uid);
    location_key.push_back(row->location_key);
    source_document.push_back(static_cast<int>(row->source_document));
    parents.push_back(pqxx::to_string(row->parents));
    source_hash.push_back(row->source_hash);
    source.push_back(row->source);
    document.push_back(row->document);
    relations.push_back(row->relations);
    result_hash.push_back(row->result_hash);
    problems.push_back(row->problems);
    if (row->takes_over) taken_over.push_back(row->ref);
    if (row->history) history.push_back(*row->history);
  }
  const Texts saved = FirstColumn(
      transaction_.exec(kSaveRows, pqxx::params{ref, uid, location_key, source_document, parents, source_hash, source,
                                                document, relations, result_hash, problems, Number(), taken_over}));
  // Another location may have come first.
  std::erase_if(history, [&](const HistoryEntry& entry) { return std::ranges::find(saved, entry.ref) == saved.end(); });
  if (!history.empty()) AppendHistory(transaction_, history, Number());
  Schedule(valid);
}

void StoreTransaction::Schedule(const std::vector<const EntityRow*>& rows) {
  Texts due, by_itself_no_more;
  for (const EntityRow* const row : rows) {
    if (row->source.empty()) {
      by_itself_no_more.push_back(row->ref);
    } else if (row->claimed_for != row->ref) {
      due.push_back(row->ref);
    }
  }
  if (!due.empty()) transaction_.exec(kSchedule, pqxx::params{due});
  if (!by_itself_no_more.empty())
    transaction_.exec("delete from catalog.schedule where ref = any($1::text[])", pqxx::params{by_itself_no_more});
}

void StoreTransaction::SaveLinks(const std::vector<ParentLink>& links) {
  if (links.empty()) return;
  Links columns;
  for (const ParentLink& link : links) columns.Add(link.parent, link.ref);
  transaction_.exec(kSaveLinks, pqxx::params{columns.parent, columns.ref, Number()});
}

StoreTransaction::Links StoreTransaction::MissingChildren(const StoreWrite& write, const StoreWritten& written) {
  Texts parents;
  Links named, staying;
  for (const ChildrenOf& children : write.children_of) {
    if (written.lost.contains(children.parent)) continue;
    parents.push_back(children.parent);
    for (const std::string& ref : children.refs) named.Add(children.parent, ref);
    for (const std::string& location_key : children.location_keys) staying.Add(children.parent, location_key);
  }
  Links missing;
  if (parents.empty()) return missing;
  for (const auto& [parent, ref] : transaction_.query<std::string, std::string>(
           kMissingChildren, pqxx::params{parents, named.parent, named.ref, staying.parent, staying.ref})) {
    missing.Add(parent, ref);
  }
  return missing;
}

void StoreTransaction::Unlink(const Links& gone) {
  const Texts unlinked = FirstColumn(transaction_.exec(kUnlink, pqxx::params{gone.parent, gone.ref, Number()}));
  if (unlinked.empty()) return;
  if (orphans_ == OrphanStrategy::Delete) {
    DeleteUnreachable(unlinked);
  } else {
    MarkOrphans(unlinked);
  }
  ReadAgain(unlinked);
}

void StoreTransaction::DeleteUnreachable(const Texts& unlinked) {
  const Texts deleted = RecordDeletions(transaction_.exec(kDeleteUnreachable, pqxx::params{unlinked}));
  if (deleted.empty()) return;
  Links gone;
  for (const auto& [parent, ref] :
       transaction_.query<std::string, std::string>(kChildrenOfDeleted, pqxx::params{deleted})) {
    gone.Add(parent, ref);
  }
  if (gone.ref.empty()) return;
  // What is left of them, something else leads to.
  ReadAgain(FirstColumn(transaction_.exec(kUnlink, pqxx::params{gone.parent, gone.ref, Number()})));
}

/// Tells followers, the history and those who wait for them of the rows (ref, uid, document) that were deleted; gives
/// their refs.
StoreTransaction::Texts StoreTransaction::RecordDeletions(const pqxx::result& rows) {
  Texts shown;
  std::vector<HistoryEntry> history;
  for (const pqxx::row& row : rows) {
    const auto document = row[2].as<std::string>();
    if (document.empty()) continue;
    shown.push_back(row[0].as<std::string>());
    history.push_back(DeletionEntry(shown.back(), row[1].as<std::string>(), document, removed_by_));
  }
  if (!shown.empty()) {
    transaction_.exec(kRecordRemovals, pqxx::params{shown, Number()});
    AppendHistory(transaction_, history, Number());
  }
  Texts deleted = FirstColumn(rows);
  if (!deleted.empty()) transaction_.exec(kWakeWaiting, pqxx::params{deleted});
  return deleted;
}

void StoreTransaction::ReadAgain(const Texts& refs) {
  transaction_.exec(kReadAgain, pqxx::params{refs});
}

/// What has something to read is processed again, and marked by that.
void StoreTransaction::MarkOrphans(const Texts& refs) {
  Texts ref, document, hash;
  for (const pqxx::row& row : transaction_.exec(kOrphans, pqxx::params{refs})) {
    ref.push_back(row[0].as<std::string>());
    document.push_back(OrphanedDocument(row[1].view()));
    hash.push_back(ResultHash(document.back(), row[2].view()));
  }
  if (!ref.empty()) transaction_.exec(kMarkOrphans, pqxx::params{ref, document, hash, Number()});
  transaction_.exec(
      "update catalog.schedule set next_processing_at = now(), source_version = '' where ref = any($1::text[])",
      pqxx::params{refs});
}

void StoreTransaction::DeleteEntity(std::string_view uid) {
  // What it stands in has to be read again to bring it back, but nobody asked for that now.
  transaction_.exec(
      "update catalog.schedule set source_version = '' where ref in "
      "(select unnest(parents) from catalog.entities where uid::text = $1)",
      pqxx::params{uid});
  const Texts deleted = RecordDeletions(
      transaction_.exec("delete from catalog.entities where uid::text = $1 returning ref, uid, coalesce(document, '')",
                        pqxx::params{uid}));
  if (deleted.empty()) return;
  Links gone;
  for (const auto& [parent, ref] :
       transaction_.query<std::string, std::string>(kChildrenOfDeleted, pqxx::params{deleted})) {
    gone.Add(parent, ref);
  }
  if (!gone.ref.empty()) Unlink(gone);
}

}  // namespace callboard::catalog
