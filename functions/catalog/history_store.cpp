#include "functions/catalog/history_store.hpp"

#include <pqxx/pqxx>

#include "functions/kit/postgres.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kPrunedAtOnce = 20'000;

constexpr char kAppend[] = R"sql(
insert into catalog.history (ref, uid, change_seq, actor, action, diff)
select ref, uid::uuid, $1, actor, action, diff
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as n(ref, uid, actor, action, diff))sql";

/// Changes, and the creations that no row was written for. Bounds, order and limit stand in each half, where its index
/// serves them; parameters that are null fall out when the statement is planned, since it is planned with its values.
constexpr char kRead[] = R"sql(
with found as (
  (select at, ref, change_seq, uid, actor, action, diff
    from catalog.history
   where ($1::text is null or ref = $1)
     and ($2::text is null or split_part(ref, ':', 1) = $2)
     and ($3::timestamptz is null or at >= $3)
     and ($4::timestamptz is null or (at, ref, change_seq) < ($4, $5, $6::bigint))
   order by at desc, ref desc, change_seq desc limit $7)
  union all
  (select created_at, ref, 0, uid, location_key, 'created', '[]'
    from catalog.entities
   where change_seq > 0
     and ($1::text is null or ref = $1)
     and ($2::text is null or split_part(ref, ':', 1) = $2)
     and ($3::timestamptz is null or created_at >= $3)
     and ($4::timestamptz is null or created_at <= $4 and (created_at, ref, 0) < ($4, $5, $6::bigint))
   order by created_at desc, ref desc limit $7)
)
select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ref, change_seq, uid::text, actor, action, diff,
       coalesce((select subject from catalog.push_subjects s
                  where f.actor like 'push:%' and s.source = substr(f.actor, 6) and s.since <= f.at
                  order by s.since desc limit 1), '')
  from found f
 order by at desc, ref desc, change_seq desc
 limit $7)sql";

constexpr char kTimes[] = R"sql(
select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
  from catalog.entities where ref = $1 and change_seq > 0)sql";

constexpr char kPrune[] = R"sql(
delete from catalog.history
 where id in (select id from catalog.history where at < now() - $1::float * interval '1 ms' order by at limit $2))sql";

HistoryAction ActionFrom(std::string_view name) {
  for (const HistoryAction action : {HistoryAction::Created, HistoryAction::Deleted}) {
    if (NameOf(action) == name) return action;
  }
  return HistoryAction::Updated;
}

HistoryItem ItemFromRow(const pqxx::row& row) {
  HistoryItem item;
  item.at = row[0].as<std::string>();
  item.entry.ref = row[1].as<std::string>();
  item.change_seq = row[2].as<std::uint64_t>();
  item.entry.uid = row[3].as<std::string>();
  item.entry.actor = row[4].as<std::string>();
  item.entry.action = ActionFrom(row[5].view());
  item.entry.diff = row[6].as<std::string>();
  item.subject = row[7].as<std::string>();
  return item;
}

}  // namespace

void AppendHistory(pqxx::transaction_base& transaction, std::span<const HistoryEntry> entries,
                   std::uint64_t change_seq) {
  if (entries.empty()) return;
  std::vector<std::string> ref, uid, actor, action, diff;
  for (const HistoryEntry& entry : entries) {
    ref.push_back(entry.ref);
    uid.push_back(entry.uid);
    actor.push_back(entry.actor);
    action.emplace_back(NameOf(entry.action));
    diff.push_back(entry.diff);
  }
  transaction.exec(kAppend, pqxx::params{change_seq, ref, uid, actor, action, diff});
}

PostgresHistoryStore::PostgresHistoryStore(std::shared_ptr<kit::PostgresPool> pool) : pool_(std::move(pool)) {}

Result<HistoryPage> PostgresHistoryStore::Read(const HistoryQuery& query) {
  HistoryPage page;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    const auto after = [&](auto member) { return query.after ? std::optional((*query.after).*member) : std::nullopt; };
    const pqxx::params params{query.ref,
                              query.kind,
                              query.since,
                              after(&HistoryAnchor::at),
                              after(&HistoryAnchor::ref),
                              after(&HistoryAnchor::change_seq),
                              query.limit + 1};
    for (const pqxx::row& row : transaction.exec(kRead, params)) page.items.push_back(ItemFromRow(row));
  });
  if (!status) return std::unexpected(status.error());
  page.is_last = page.items.size() <= query.limit;
  if (!page.is_last) page.items.pop_back();
  return page;
}

Result<std::optional<EntityTimes>> PostgresHistoryStore::Times(const std::string& ref) {
  std::optional<EntityTimes> times;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    for (const auto& [created, updated] : transaction.query<std::string, std::string>(kTimes, pqxx::params{ref}))
      times = EntityTimes{created, updated};
  });
  if (!status) return std::unexpected(status.error());
  return times;
}

Result<std::size_t> PostgresHistoryStore::Prune(std::chrono::milliseconds retention) {
  std::size_t pruned = 0;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    pruned = static_cast<std::size_t>(
        transaction.exec(kPrune, pqxx::params{static_cast<double>(retention.count()), kPrunedAtOnce}).affected_rows());
    transaction.commit();
  });
  if (!status) return std::unexpected(status.error());
  return pruned;
}

}  // namespace callboard::catalog
