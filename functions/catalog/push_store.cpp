#include "functions/catalog/push_store.hpp"

#include <pqxx/pqxx>
#include <vector>

#include "functions/kit/postgres.hpp"

namespace callboard::catalog {
namespace {

constexpr int kPushLock = 0x50757368;

/// A large push is processed within one step.
constexpr std::chrono::minutes kStepLimit{10};

/// The subject is kept with the time from which it pushed: the history names it.
constexpr char kSaveSubject[] = R"sql(
insert into catalog.push_subjects (source, since, subject)
select $1, $3::timestamptz, $2
 where $2 is distinct from (select subject from catalog.push_subjects where source = $1 order by since desc limit 1)
on conflict (source, since) do update set subject = excluded.subject)sql";

constexpr char kDropEntities[] = R"sql(
delete from catalog.pushed_entities p
 where source = $1 and not exists (select from unnest($2::text[]) as n(ref) where n.ref = p.ref))sql";

constexpr char kSaveEntities[] = R"sql(
insert into catalog.pushed_entities as p (source, ref, hash)
select $1, ref, hash from unnest($2::text[], $3::text[]) as n(ref, hash)
on conflict (source, ref) do update set hash = excluded.hash where p.hash <> excluded.hash)sql";

std::optional<PushedState> ReadState(pqxx::work& transaction, const std::string& source) {
  if (!transaction.query_value<bool>("select exists (select from catalog.push_sources where name = $1)",
                                     pqxx::params{source}))
    return std::nullopt;
  PushedState state;
  for (const auto& [ref, hash] : transaction.query<std::string, std::string>(
           "select ref, hash from catalog.pushed_entities where source = $1", pqxx::params{source}))
    state.emplace(ref, hash);
  return state;
}

void SaveState(pqxx::work& transaction, const std::string& source, const PushedState& state) {
  std::vector<std::string> refs, hashes;
  for (const auto& [ref, hash] : state) {
    refs.push_back(ref);
    hashes.push_back(hash);
  }
  transaction.exec(
      "insert into catalog.push_sources (name) values ($1) on conflict (name) do update set pushed_at = now()",
      pqxx::params{source});
  transaction.exec(kDropEntities, pqxx::params{source, refs});
  transaction.exec(kSaveEntities, pqxx::params{source, refs, hashes});
}

}  // namespace

PostgresPushStore::PostgresPushStore(std::shared_ptr<kit::PostgresPool> pool) : pool_(std::move(pool)) {}

Status PostgresPushStore::Run(std::string_view source, std::string_view subject, const PushStep& step) {
  const std::string name(source);
  Status stepped;
  const auto status = pool_->Run(
      [&](pqxx::connection& connection) {
        pqxx::work transaction(connection);
        transaction.exec("select pg_advisory_xact_lock($1, hashtext($2))", pqxx::params{kPushLock, name});
        const auto began = transaction.query_value<std::string>("select clock_timestamp()::text");
        const auto next = step(ReadState(transaction, name));
        if (!next) {
          stepped = std::unexpected(next.error());
          return;
        }
        if (!*next) return;
        SaveState(transaction, name, **next);
        transaction.exec(kSaveSubject, pqxx::params{name, std::string(subject), began});
        transaction.commit();
      },
      kStepLimit);
  return status ? stepped : status;
}

}  // namespace callboard::catalog
