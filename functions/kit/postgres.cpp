#include "functions/kit/postgres.hpp"

#include <poll.h>

#include <array>
#include <format>
#include <pqxx/pqxx>
#include <utility>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

constexpr int kListenSeconds = 1;

/// Any two numbers that nobody else uses for advisory locks.
constexpr int kMigrationLock = 0x43616C6C;

/// Seconds, but for tcp_user_timeout, which has milliseconds.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kTimeLimits = {{
    {"connect_timeout", "5"},
    {"tcp_user_timeout", "15000"},
    {"keepalives_idle", "30"},
    {"keepalives_interval", "5"},
    {"keepalives_count", "3"},
    {"options", "-cstatement_timeout=30s"},
}};

constexpr std::chrono::hours kMigrationLimit{24};

/// SQLSTATE's class for statements that took too long and for databases that stop.
constexpr std::string_view kOperatorIntervention = "57";

/// An idle connection has nothing to read until its server says goodbye.
bool IsStale(const pqxx::connection& connection) {
  pollfd polled{connection.sock(), POLLIN, 0};
  return !connection.is_open() || poll(&polled, 1, 0) != 0;
}

Error ErrorFrom(const std::exception& exception) {
  if (dynamic_cast<const pqxx::broken_connection*>(&exception) != nullptr) {
    return {ErrorCode::Unavailable, "The database cannot be reached", exception.what(), nullptr};
  }
  if (dynamic_cast<const pqxx::transaction_rollback*>(&exception) != nullptr) {
    return {ErrorCode::Conflict, "The database asks to try again", exception.what(), nullptr};
  }
  if (const auto* const sql = dynamic_cast<const pqxx::sql_error*>(&exception)) {
    if (sql->sqlstate().starts_with(kOperatorIntervention))
      return {ErrorCode::Unavailable, "The database did not finish a statement", sql->what(), nullptr};
    return {ErrorCode::Internal, "A database statement failed", std::format("{} in {}", sql->what(), sql->query()),
            nullptr};
  }
  return {ErrorCode::Internal, "A database operation failed", exception.what(), nullptr};
}

/// So that a start that finds nothing to do takes no lock.
bool AreApplied(pqxx::connection& connection, const std::string& schema, std::span<const Migration> migrations) {
  pqxx::nontransaction session(connection);
  const std::string table = schema + ".migrations";
  if (session.query_value<bool>("select to_regclass($1) is null", pqxx::params{table})) return false;
  std::vector<std::string> names;
  for (const Migration& migration : migrations) names.emplace_back(migration.name);
  return session.query_value<std::size_t>(std::format("select count(*) from {} where name = any($1::text[])", table),
                                          pqxx::params{names}) == names.size();
}

}  // namespace

std::string WithTimeLimits(std::string_view connection_string) {
  std::string limits;
  // Of two that say the same, libpq takes the later one.
  if (!connection_string.starts_with("postgres://") && !connection_string.starts_with("postgresql://")) {
    for (const auto& [name, value] : kTimeLimits) limits += std::format("{}={} ", name, value);
    return limits + std::string(connection_string);
  }
  for (const auto& [name, value] : kTimeLimits) limits += std::format("{}={}&", name, PercentEncode(value));
  const std::size_t question = connection_string.find('?');
  if (question == std::string_view::npos) {
    limits.pop_back();
    return std::format("{}?{}", connection_string, limits);
  }
  return std::string(connection_string).insert(question + 1, limits);
}

PostgresPool::PostgresPool(std::string_view connection_string, std::size_t max_connections,
                           std::chrono::milliseconds max_wait)
    : connection_string_(WithTimeLimits(connection_string)), max_connections_(max_connections), max_wait_(max_wait) {}

PostgresPool::~PostgresPool() = default;

/// One that its server did not end meanwhile, or null. To be called under the lock.
std::unique_ptr<pqxx::connection> PostgresPool::TakeIdle() {
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (!IsStale(*connection)) return connection;
    --open_;
  }
  return nullptr;
}

Result<std::unique_ptr<pqxx::connection>> PostgresPool::Take() {
  std::unique_lock lock(mutex_);
  if (!returned_.wait_for(lock, max_wait_, [&] { return !idle_.empty() || open_ < max_connections_; }))
    return Fail(ErrorCode::Unavailable, "The database is busy", "every connection is in use");
  if (auto connection = TakeIdle()) return connection;
  ++open_;
  lock.unlock();
  try {
    return std::make_unique<pqxx::connection>(connection_string_);
  } catch (const std::exception& exception) {
    lock.lock();
    --open_;
    returned_.notify_one();
    return std::unexpected(ErrorFrom(exception));
  }
}

void PostgresPool::Return(std::unique_ptr<pqxx::connection> connection) {
  const std::scoped_lock lock(mutex_);
  if (connection->is_open()) {
    idle_.push_back(std::move(connection));
  } else {
    // What broke one connection has most likely broken the others.
    open_ -= 1 + idle_.size();
    idle_.clear();
  }
  returned_.notify_all();
}

Status PostgresPool::Run(const std::function<void(pqxx::connection&)>& work, std::chrono::milliseconds limit) {
  auto connection = Take();
  if (!connection) return std::unexpected(connection.error());
  Status status;
  try {
    const SocketWatchdog::Guard guard(watchdog_, (*connection)->sock(), limit);
    work(**connection);
  } catch (const pqxx::broken_connection& exception) {
    status = std::unexpected(ErrorFrom(exception));
    (*connection)->close();
  } catch (const std::exception& exception) {
    status = std::unexpected(ErrorFrom(exception));
  }
  Return(std::move(*connection));
  return status;
}

Status PostgresPool::Ping() {
  return Run([](pqxx::connection& connection) { pqxx::nontransaction(connection).exec("select 1"); });
}

Status Migrate(PostgresPool& pool, std::string_view schema, std::span<const Migration> migrations) {
  const auto migrate = [&](pqxx::connection& connection) {
    const std::string name = connection.quote_name(schema);
    if (AreApplied(connection, name, migrations)) return;
    pqxx::nontransaction session(connection);
    // Neither the wait for others nor a change to a large table is a statement that got stuck.
    session.exec("set statement_timeout = 0");
    session.exec("select pg_advisory_lock($1)", pqxx::params{kMigrationLock});
    session.exec(
        std::format("create schema if not exists {0}; create table if not exists {0}.migrations"
                    "(name text primary key, applied_at timestamptz not null default now())",
                    name));
    session.commit();
    for (const Migration& migration : migrations) {
      pqxx::work transaction(connection);
      const auto applied = transaction.exec(std::format("select 1 from {}.migrations where name = $1", name),
                                            pqxx::params{migration.name});
      if (!applied.empty()) continue;
      transaction.exec(std::format("set local search_path to {}", name));
      transaction.exec(std::string(migration.sql));
      transaction.exec(std::format("insert into {}.migrations(name) values ($1)", name), pqxx::params{migration.name});
      transaction.commit();
    }
    pqxx::nontransaction unlock(connection);
    unlock.exec("select pg_advisory_unlock($1)", pqxx::params{kMigrationLock});
    unlock.exec("reset statement_timeout");
  };
  return pool.Run(migrate, kMigrationLimit);
}

PostgresListener::PostgresListener(std::string_view connection_string, std::string channel)
    : connection_string_(WithTimeLimits(connection_string)), channel_(std::move(channel)) {}

PostgresListener::~PostgresListener() = default;

Result<bool> PostgresListener::Wait(const std::function<bool()>& stop) {
  try {
    bool notified = false;
    if (!connection_) {
      connection_ = std::make_unique<pqxx::connection>(connection_string_);
      connection_->listen(channel_, [&notified](const pqxx::notification&) { notified = true; });
      // What was notified before the listening began is not heard: the caller has to look once.
      return true;
    }
    connection_->listen(channel_, [&notified](const pqxx::notification&) { notified = true; });
    while (!notified && !stop()) connection_->await_notification(kListenSeconds, 0);
    return notified;
  } catch (const std::exception& exception) {
    connection_.reset();
    return std::unexpected(ErrorFrom(exception));
  }
}

}  // namespace callboard::kit
