#include "functions/catalog/providers/webhook_store.hpp"

#include <pqxx/pqxx>

#include "functions/kit/postgres.hpp"

namespace callboard::catalog {
namespace {

constexpr char kReopen[] = R"sql(
update catalog.webhook_events
   set payload = $2, done_at = null, error = '', attempts = 0, due_at = now()
 where id = $1 and done_at is not null and error <> ''
returning seq)sql";

constexpr char kAdd[] = R"sql(
insert into catalog.webhook_events (id, fingerprint, key, source, name, payload) values ($1, $2, $3, $4, $5, $6)
    on conflict do nothing
returning seq)sql";

constexpr char kClaim[] = R"sql(
update catalog.webhook_events e
   set claimed_until = now() + $1::bigint * interval '1 millisecond', attempts = attempts + 1
 where e.seq = (select w.seq
                  from catalog.webhook_events w
                 where w.done_at is null and w.due_at <= now() and (w.claimed_until is null or w.claimed_until <= now())
                   and not exists (select from catalog.webhook_events before
                                    where before.key = w.key and before.seq < w.seq and before.done_at is null)
                 order by w.seq
                 limit 1
                   for update skip locked)
returning e.seq, e.attempts, e.source, e.name, e.payload)sql";

constexpr char kFinish[] = R"sql(
update catalog.webhook_events
   set claimed_until = null, error = $2,
       done_at = case when $3::bigint is null then now() end,
       payload = case when $3::bigint is null then null else payload end,
       due_at = now() + coalesce($3::bigint, 0) * interval '1 millisecond'
 where seq = $1)sql";

}  // namespace

PostgresWebhookStore::PostgresWebhookStore(std::shared_ptr<kit::PostgresPool> pool) : pool_(std::move(pool)) {}

Result<bool> PostgresWebhookStore::Add(const WebhookEvent& event) {
  bool is_new = false;
  const auto added = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    is_new =
        !transaction.exec(kReopen, pqxx::params{event.id, event.payload}).empty() ||
        !transaction
             .exec(kAdd, pqxx::params{event.id, event.fingerprint, event.key, event.source, event.name, event.payload})
             .empty();
    transaction.commit();
  });
  if (!added) return std::unexpected(added.error());
  return is_new;
}

Result<std::optional<ClaimedEvent>> PostgresWebhookStore::Claim(std::chrono::milliseconds lease) {
  std::optional<ClaimedEvent> claimed;
  const auto run = pool_->Run([&](pqxx::connection& connection) {
    const auto rows = pqxx::nontransaction(connection).exec(kClaim, pqxx::params{lease.count()});
    if (rows.empty()) return;
    const auto row = rows[0];
    claimed = ClaimedEvent{row[0].as<long long>(), row[1].as<int>(), row[2].as<std::string>(), row[3].as<std::string>(),
                           row[4].as<std::string>("{}")};
  });
  if (!run) return std::unexpected(run.error());
  return claimed;
}

Status PostgresWebhookStore::Finish(long long seq, const std::string& error,
                                    std::optional<std::chrono::milliseconds> retry_in) {
  const auto retry_ms = retry_in.transform([](auto in) -> long long { return in.count(); });
  return pool_->Run([&](pqxx::connection& connection) {
    pqxx::nontransaction(connection).exec(kFinish, pqxx::params{seq, error, retry_ms});
  });
}

Status PostgresWebhookStore::Prune(std::chrono::hours age) {
  return pool_->Run([&](pqxx::connection& connection) {
    pqxx::nontransaction(connection)
        .exec(
            "delete from catalog.webhook_events where done_at is not null and received_at < now() - $1::bigint * "
            "interval "
            "'1 hour'",
            pqxx::params{static_cast<long long>(age.count())});
  });
}

}  // namespace callboard::catalog
