#include "functions/catalog/ingestion_report_store.hpp"

#include <pqxx/pqxx>

#include "functions/kit/postgres.hpp"

namespace callboard::catalog {
namespace {

/// A run that is under way is due at no time: it says when the next one is.
constexpr char kLocations[] = R"sql(
with counts as (
  select parent, count(*) filter (where change_seq > 0) as shown, count(*) filter (where problems <> '[]') as rejected
    from catalog.entities, unnest(parents) as parent group by parent)
select e.ref, e.location_key, coalesce(e.source, '{}'), e.parents, e.problems, l.id::text,
       to_char(s.last_run_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       to_char(nullif(s.next_processing_at, 'infinity') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       s.last_duration_ms, coalesce(s.claimed_until > now(), false), coalesce(c.shown, 0), coalesce(c.rejected, 0)
  from catalog.schedule s join catalog.entities e using (ref)
  left join catalog.locations l on l.entity_ref = e.ref
  left join counts c on c.parent = e.ref
 where e.ref like 'location:%'
 order by e.ref)sql";

constexpr char kRejected[] = R"sql(
select ref, location_key, problems, change_seq > 0 from catalog.entities where problems <> '[]' order by ref limit $1)sql";

constexpr char kCountRejected[] = "select count(*) from catalog.entities where problems <> '[]'";

std::vector<std::string> TextsOf(const pqxx::field& field) {
  const auto array = field.as_sql_array<std::string>();
  return {array.cbegin(), array.cend()};
}

LocationRuns RunsFromRow(const pqxx::row& row) {
  LocationRuns runs;
  runs.ref = row[0].as<std::string>();
  runs.location_key = row[1].as<std::string>();
  runs.source = row[2].as<std::string>();
  runs.parents = TextsOf(row[3]);
  runs.problems = row[4].as<std::string>();
  runs.registration_id = row[5].as<std::optional<std::string>>();
  runs.last_run_at = row[6].as<std::optional<std::string>>();
  runs.next_run_at = row[7].as<std::optional<std::string>>();
  runs.last_duration_ms = row[8].as<std::int64_t>();
  runs.is_running = row[9].as<bool>();
  runs.entity_count = row[10].as<std::size_t>();
  runs.rejected_count = row[11].as<std::size_t>();
  return runs;
}

}  // namespace

PostgresIngestionReport::PostgresIngestionReport(std::shared_ptr<kit::PostgresPool> pool) : pool_(std::move(pool)) {}

Result<IngestionState> PostgresIngestionReport::Read(std::size_t limit) {
  IngestionState state;
  const auto status = pool_->Run([&](pqxx::connection& connection) {
    pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::write_policy::read_only> transaction(connection);
    state = {};
    for (const pqxx::row& row : transaction.exec(kLocations)) state.locations.push_back(RunsFromRow(row));
    for (const pqxx::row& row : transaction.exec(kRejected, pqxx::params{limit})) {
      state.rejected.push_back({.ref = row[0].as<std::string>(),
                                .location_key = row[1].as<std::string>(),
                                .problems = row[2].as<std::string>(),
                                .is_shown = row[3].as<bool>()});
    }
    state.rejected_total = transaction.query_value<std::size_t>(kCountRejected);
  });
  if (!status) return std::unexpected(status.error());
  return state;
}

}  // namespace callboard::catalog
