#include "functions/catalog/providers/provider_store.hpp"

#include <pqxx/pqxx>

#include "functions/kit/postgres.hpp"

namespace callboard::catalog {
namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<long long>;

constexpr char kRegister[] = R"sql(
insert into catalog.providers (id, next_run_at)
select k.id, now() + k.delay_ms * interval '1 millisecond'
  from unnest($1::text[], $2::bigint[]) as k(id, delay_ms)
    on conflict do nothing)sql";

/// The time of the next run is set when a run begins, so that who asks for one meanwhile is not overwritten.
constexpr char kClaim[] = R"sql(
with due as (
  select p.id, k.timeout_ms, k.frequency_ms
    from catalog.providers p
    join unnest($1::text[], $2::bigint[], $3::bigint[]) as k(id, timeout_ms, frequency_ms) on k.id = p.id
   where (p.claimed_until is null and p.next_run_at <= now()) or p.claimed_until <= now()
   order by p.next_run_at
   limit 1
     for update of p skip locked)
update catalog.providers p
   set claimed_until = now() + due.timeout_ms * interval '1 millisecond' + interval '1 minute',
       claim = gen_random_uuid()::text, last_started_at = now(),
       next_run_at = case when due.frequency_ms is null then 'infinity'
                          else now() + due.frequency_ms * interval '1 millisecond' end
  from due
 where p.id = due.id
returning p.id, p.claim, p.state::text)sql";

constexpr char kSucceed[] = R"sql(
update catalog.providers
   set claimed_until = null, state = $3::jsonb, last_duration_ms = $4, entity_count = $5, failures = 0, error = '',
       budgets = $6::jsonb, last_succeeded_at = now()
 where id = $1 and claim = $2)sql";

constexpr char kFail[] = R"sql(
update catalog.providers
   set claimed_until = null, state = $3::jsonb, last_duration_ms = $4, failures = failures + 1, error = $5,
       budgets = $6::jsonb,
       next_run_at = coalesce(to_timestamp($7::double precision),
                              least(next_run_at, now() + interval '1 minute' * (2 ^ least(failures, 10))))
 where id = $1 and claim = $2)sql";

constexpr char kList[] = R"sql(
select coalesce(jsonb_agg(jsonb_build_object(
         'id', id, 'isRunning', coalesce(claimed_until > now(), false),
         'nextRunAt', to_char(nullif(next_run_at, 'infinity') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
         'lastStartedAt', to_char(last_started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
         'lastSucceededAt', to_char(last_succeeded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
         'lastDurationMs', last_duration_ms, 'entityCount', entity_count, 'failures', failures,
         'error', nullif(error, ''), 'budgets', budgets) order by id), '[]')::text
  from catalog.providers)sql";

constexpr char kAbandoned[] = R"sql(
select id
  from catalog.providers
 where id <> all($1::text[]) and claimed_until is null
   and (next_run_at < now() - interval '1 hour'
        or (next_run_at = 'infinity' and last_started_at < now() - interval '1 day')))sql";

Texts IdsOf(const std::vector<ProviderRegistration>& providers) {
  Texts ids;
  for (const ProviderRegistration& provider : providers) ids.push_back(provider.id);
  return ids;
}

}  // namespace

PostgresProviderStore::PostgresProviderStore(std::shared_ptr<kit::PostgresPool> pool) : pool_(std::move(pool)) {}

Status PostgresProviderStore::Register(const std::vector<ProviderRegistration>& providers) {
  Numbers delays;
  for (const ProviderRegistration& provider : providers) delays.push_back(provider.schedule.initial_delay.count());
  return pool_->Run([&](pqxx::connection& connection) {
    pqxx::nontransaction(connection).exec(kRegister, pqxx::params{IdsOf(providers), delays});
  });
}

Result<std::optional<ProviderClaim>> PostgresProviderStore::ClaimDue(
    const std::vector<ProviderRegistration>& providers) {
  Numbers timeouts;
  std::vector<std::optional<long long>> frequencies;
  for (const ProviderRegistration& provider : providers) {
    timeouts.push_back(provider.schedule.timeout.count());
    frequencies.push_back(provider.schedule.frequency.transform([](auto every) -> long long { return every.count(); }));
  }
  std::optional<ProviderClaim> claim;
  std::string state;
  const auto claimed = pool_->Run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    const auto rows = transaction.exec(kClaim, pqxx::params{IdsOf(providers), timeouts, frequencies});
    if (!rows.empty()) {
      claim = ProviderClaim{rows[0][0].as<std::string>(), rows[0][1].as<std::string>(), {}};
      state = rows[0][2].as<std::string>();
    }
    transaction.commit();
  });
  if (!claimed) return std::unexpected(claimed.error());
  if (!claim) return std::nullopt;
  // What cannot be read is forgotten: the run then asks for everything.
  claim->state = ParseJson(state).value_or(Json::object());
  return claim;
}

Status PostgresProviderStore::Finish(const ProviderOutcome& outcome) {
  return pool_->Run([&](pqxx::connection& connection) {
    pqxx::nontransaction transaction(connection);
    const std::string state = DumpJson(outcome.state);
    const std::string budgets = DumpJson(outcome.budgets);
    if (outcome.error.empty()) {
      transaction.exec(kSucceed, pqxx::params{outcome.id, outcome.claim, state, outcome.duration.count(),
                                              outcome.entity_count, budgets});
      return;
    }
    const auto retry_at = outcome.retry_at.transform([](SystemTime at) {
      return static_cast<double>(std::chrono::ceil<std::chrono::seconds>(at.time_since_epoch()).count());
    });
    transaction.exec(kFail, pqxx::params{outcome.id, outcome.claim, state, outcome.duration.count(), outcome.error,
                                         budgets, retry_at});
  });
}

Status PostgresProviderStore::RequestRun(const Texts& ids) {
  return pool_->Run([&](pqxx::connection& connection) {
    pqxx::nontransaction(connection)
        .exec("update catalog.providers set next_run_at = now() where id = any($1::text[]) and next_run_at > now()",
              pqxx::params{ids});
  });
}

Result<Texts> PostgresProviderStore::Abandoned(const std::vector<ProviderRegistration>& providers) {
  Texts ids;
  const auto read = pool_->Run([&](pqxx::connection& connection) {
    ids.clear();
    for (const auto& [id] :
         pqxx::nontransaction(connection).query<std::string>(kAbandoned, pqxx::params{IdsOf(providers)}))
      ids.push_back(id);
  });
  if (!read) return std::unexpected(read.error());
  return ids;
}

Status PostgresProviderStore::Forget(const std::string& id) {
  return pool_->Run([&](pqxx::connection& connection) {
    pqxx::nontransaction(connection).exec("delete from catalog.providers where id = $1", pqxx::params{id});
  });
}

Result<Json> PostgresProviderStore::List() {
  std::string text;
  const auto read = pool_->Run(
      [&](pqxx::connection& connection) { text = pqxx::nontransaction(connection).query_value<std::string>(kList); });
  if (!read) return std::unexpected(read.error());
  return ParseJson(text);
}

}  // namespace callboard::catalog
